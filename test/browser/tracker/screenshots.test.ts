// Pictures of pages, taken by the tracker and held against what the browser itself makes of the same page.
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PageSettings } from '../../../core/projects/page-settings.ts'
import { type Area, contrastIn, differenceOf, sizeOf } from './compare-pictures.ts'
import { SETTINGS } from './settings.ts'
import { openStage } from './stage.ts'

const stage = openStage()

/** Settings that ask for pictures alone, known to the page before its tracker starts. */
const TAG = 'data-flush-interval="100" data-record="false"'

const open = async (path: string, html: string, headers = {}) => {
  stage.ingest.settings = SETTINGS
  stage.site.page(path, `<title>Ferns</title>${html}${stage.tag(TAG)}`, headers)
  await stage.page.goto(`${stage.site.origin}${path}`)
}

const look = await import('node:path').then(({ join }) => (name: string, bytes: Buffer) => {
  if (process.env['LOOK']) writeFileSync(join(process.env['LOOK'], name), bytes)
})

const compared = async (html: string, path = '/') => {
  await open(path, html)
  const [picture] = await stage.ingest.untilPictures(1)
  if (!picture) throw new Error('no picture')
  const real = await stage.page.screenshot({ fullPage: true, animations: 'disabled' })
  look('ours.jpg', picture.jpeg)
  look('real.png', real)
  const judge = await stage.context.newPage()
  return { judge, picture, difference: await differenceOf(judge, picture.jpeg, real), real }
}

const LONG = `<style>
  :root { --leaf: rgb(20, 120, 60) } body { margin: 0; font: 16px sans-serif; background: #f4f1ea }
  header { position: sticky; top: 0; height: 64px; background: var(--leaf); color: #fff }
  .hero { height: 100vh; background: linear-gradient(#cde, #9bd) } .card { border: 1px solid #999; margin: 12px; padding: 8px }
  .grid { display: grid; grid-template-columns: repeat(3, 1fr) } @media (min-width: 5000px) { .grid { display: none } }
  @media (max-height: 2000px) { .hero { border-bottom: 20px solid #735 } }
  .card::before { content: 'No. ' counter(c); counter-increment: c } .card:nth-child(even) { background: #fff }
</style><header>The fern house</header><div class="hero">Ferns &amp; more &lt;3</div>
<div class="grid">${Array.from({ length: 120 }, (_, at) => `<div class="card">Fern ${at}<p>Likes shade and a wet foot, ${at} times a week.</p></div>`).join('')}</div>`

test('a long page is pictured over its whole height, and looks like the page', async () => {
  const { judge, picture, difference } = await compared(LONG)
  const height = await stage.page.evaluate('document.documentElement.scrollHeight')
  expect(await sizeOf(judge, picture.jpeg)).toEqual({ width: 1280, height })
  expect(difference).toBeLessThan(0.005)
  expect(picture.shown).toMatchObject({
    width: 1280,
    height,
    title: 'Ferns',
    url: `${stage.site.origin}/`,
  })
})

const FORM = `<style>body { margin: 8px; font: 16px sans-serif } .box { width: 300px; height: 120px; overflow: auto; border: 2px solid #357 }
  svg { fill: tomato } table { border-collapse: collapse } td { border: 1px solid #999; padding: 4px }</style>
  <h1>Order</h1><form><input id="name" placeholder="Your name"> <input type="checkbox" checked> <input type="radio" checked>
  <select><option>One</option><option selected>Two</option></select> <button>Send</button>
  <textarea></textarea></form><progress value="0.4"></progress><meter value="0.7"></meter>
  <div class="box"><div style="height:400px;background:linear-gradient(red,blue)">top</div></div>
  <svg width="100" height="60" viewBox="0 0 100 60"><defs><linearGradient id="g"><stop offset="0" stop-color="gold"/><stop offset="1" stop-color="navy"/></linearGradient></defs>
  <rect width="100" height="30" fill="url(#g)"/><text x="4" y="52">Drawn</text></svg>
  <table><tr><td>a</td><td>b</td></tr></table><details open><summary>More</summary>open</details>
  <img id="photo" width="80" height="40"><img src="/none.png" alt="gone" width="30" height="30">
  <div style="width:90px;height:50px;background:url(/dot.svg)"></div>
  <pre>one
  two</pre>`

const FILES = () => {
  stage.site.file(
    '/dot.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><circle cx="5" cy="5" r="4" fill="purple"/></svg>',
    { 'Content-Type': 'image/svg+xml' },
  )
}

test('forms, drawings, tables, images and scrolled boxes look like the page', async () => {
  FILES()
  const { difference } = await compared(`${FORM}<script>
    const canvas = document.createElement('canvas'); canvas.width = 80; canvas.height = 40
    const context = canvas.getContext('2d'); context.fillStyle = 'teal'; context.fillRect(0, 0, 80, 40); context.fillStyle = 'gold'; context.fillRect(10, 10, 20, 20)
    photo.src = canvas.toDataURL()
    document.querySelector('.box').scrollTop = 150
  </script>`)
  expect(difference).toBeLessThan(0.01)
})

test('shadow trees keep their own styles, and the page’s styles stop at them', async () => {
  const { difference } =
    await compared(`<style>body { margin: 0; font: 16px sans-serif } p { color: red; font-size: 30px } .in { background: yellow }</style>
    <p>outside</p><fern-card class="wide"><template shadowrootmode="open"><style>:host { display: block; border: 4px solid green; padding: 8px }
    :host(.wide) { margin: 20px } p { color: blue; margin: 0 } ::slotted(b) { color: purple; text-decoration: underline }</style><p class="in">inside</p><slot></slot></template><b>slotted</b> <p>light</p></fern-card>
    <fern-note></fern-note><script>
      const root = document.querySelector('fern-note').attachShadow({ mode: 'open' })
      root.innerHTML = '<p>adopted</p><fern-card><b>nested</b></fern-card>'
      const sheet = new CSSStyleSheet(); sheet.replaceSync('p { background: #cfc; color: black }'); root.adoptedStyleSheets = [sheet]
      const inner = root.querySelector('fern-card').attachShadow({ mode: 'open' })
      inner.innerHTML = '<style>p { color: orange }</style><p>deep</p><slot></slot>'
    </script>`)
  expect(difference).toBeLessThan(0.005)
})

test('a frame of the same origin is in the picture, at its place and as it is scrolled', async () => {
  const { difference } = await compared(`<style>body { margin: 0 }</style><h2>Page</h2>
    <iframe width="300" height="150" srcdoc="<style>body{background:#def;margin:0}p{height:100px}</style><p>one<p>two<p>three"></iframe>
    <script>document.querySelector('iframe').onload = (e) => e.target.contentWindow.scrollTo(0, 110)</script>`)
  expect(difference).toBeLessThan(0.01)
})

const MASKED = `<style>body { margin: 0; font: 20px sans-serif; background: #fff } div { width: 600px; height: 80px } input { font: 20px sans-serif; border: 0; height: 60px; width: 500px }</style>
  <div id="open">open words <img src="/dot.svg" width="40" height="40"></div>
  <div id="mask" data-tracker-mask>masked words <b style="color: red">bold</b></div>
  <div id="ignore" data-tracker-ignore style="background: red; border: 3px solid blue">ignored words <img src="/dot.svg" width="40" height="40"></div>
  <div id="shadow" data-tracker-ignore><x-in></x-in></div>
  <div id="typed"><input value="typed words" placeholder="asked"></div>
  <div id="password"><input type="password" value="hunter2"></div>
  <div id="svg" data-tracker-mask><svg width="300" height="60"><text y="40" fill="red">drawn words</text></svg></div>
  <div id="canvas"><canvas width="200" height="60"></canvas></div>
  <script>document.querySelector('x-in').attachShadow({ mode: 'open' }).innerHTML = '<p>deep words</p>'
    const c = document.querySelector('canvas').getContext('2d'); c.fillRect(0, 0, 50, 50)</script>`

test('masked words, ignored places, fields and canvases are blank to the pixel', async () => {
  FILES()
  const { judge, picture, real } = await compared(MASKED)
  for (const id of ['mask', 'ignore', 'shadow', 'typed', 'password', 'svg', 'canvas', 'open']) {
    const area = await stage.page.evaluate(
      `(({ x, y, width, height }) => ({ x, y: y + 2, width, height: height - 4 }))(document.getElementById('${id}').getBoundingClientRect())`,
    )
    const contrast = await contrastIn(judge, picture.jpeg, area as Area)
    // In the page itself there is something to see everywhere: the measure can fail.
    expect(await contrastIn(judge, real, area as Area), id).toBeGreaterThan(100)
    if (id === 'open') expect(contrast, id).toBeGreaterThan(100)
    else expect(contrast, id).toBeLessThanOrEqual(8)
  }
})

test('in the strict mode no word and no image is in the picture', async () => {
  FILES()
  await open('/strict', MASKED.replace('id="open"', 'id="open" title="x"'))
  await stage.ingest.untilPictures(1)
  stage.ingest.pictures.length = 0
  stage.ingest.settings = { ...SETTINGS, version: 'strict', masking: { inputs: true, text: true } }
  await stage.page.reload()
  await stage.ingest.untilPictures(1)
  await stage.page.reload()
  const strict = (await stage.ingest.untilPictures(2))[1]
  const judge = await stage.context.newPage()
  expect(strict?.shown.title).toBe('•••••')
  expect(
    await contrastIn(judge, strict?.jpeg as Buffer, { x: 0, y: 2, width: 600, height: 76 }),
  ).toBeLessThanOrEqual(8)
})

test('each page of a single-page app gets a picture of its own, linked to session, address and time', async () => {
  await open('/', `<main>first</main>`)
  await stage.ingest.untilPictures(1)
  for (const [at, path] of ['/two?token=secret', '/three'].entries()) {
    await stage.page.evaluate(
      `history.pushState({}, '', '${path}'); document.querySelector('main').textContent = '${path}'`,
    )
    await stage.ingest.untilPictures(at + 2)
  }
  const { pictures, received } = stage.ingest
  expect(pictures.map(({ shown }) => new URL(shown.url ?? '').pathname)).toEqual(['/', '/two', '/three'])
  expect(pictures[1]?.shown.url).toContain('token=***')
  const batch = received[0]?.batch
  for (const { shown } of pictures) {
    expect(shown).toMatchObject({
      sessionId: batch?.sessionId,
      visitorId: batch?.visitorId,
      tabId: batch?.tabId,
    })
    expect(Math.abs(shown.ts - Date.now())).toBeLessThan(60_000)
  }
  expect(new Set(pictures.map(({ shown }) => shown.screenshotId)).size).toBe(3)
  // No preflight: neither a header nor a type that needs one.
  expect(stage.ingest.strays).toEqual([])
})

test('quality is heeded: a coarse picture is smaller', async () => {
  const sizes: number[] = []
  for (const quality of ['0.8', '0.3', '7']) {
    stage.ingest.reset()
    stage.ingest.settings = SETTINGS
    stage.site.page('/', `${FORM}${stage.tag(`${TAG} data-screenshot-quality="${quality}"`)}`)
    await stage.page.goto(`${stage.site.origin}/`)
    const [picture] = await stage.ingest.untilPictures(1)
    sizes.push(picture?.jpeg.length ?? 0)
    expect(picture?.jpeg.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
  }
  const [fine = 0, coarse = 0, clamped = 0] = sizes
  expect(coarse).toBeLessThan(fine)
  expect(clamped).toBeGreaterThan(fine)
})

test('switched off by the page, the project or the sample, or where data is to be saved, the part is never fetched', async () => {
  const asked: string[] = []
  stage.page.on('request', (request) => asked.push(request.url()))
  const fetched = (part: string) => asked.filter((url) => url.includes(`/${part}-`))
  /** Which parts are wanted is said by another part, which is started before it answers here. */
  const decided = async () => {
    await expect.poll(() => fetched('later').length).toBeGreaterThan(0)
    await stage.page.evaluate(`import('${fetched('later')[0]}')`)
    await stage.page.evaluate(`UserTracker.track('test_end')`)
    await stage.ingest.until(({ name }) => name === 'test_end')
  }
  const visit = async (attributes: string, settings: PageSettings) => {
    await stage.page.goto(`${stage.site.origin}/none`)
    await stage.page.evaluate('localStorage.clear()')
    stage.site.page('/', stage.tag(`data-flush-interval="100" ${attributes}`))
    for (let visits = 0; visits < 2; visits++) {
      stage.ingest.reset()
      stage.ingest.settings = settings
      asked.length = 0
      await stage.page.goto(`${stage.site.origin}/`)
      await stage.ingest.until(({ name }) => name === 'page_view')
      await decided()
    }
    return fetched('screenshots')
  }
  const off = (screenshots: PageSettings['screenshots'], version: string) => ({
    ...SETTINGS,
    version,
    screenshots,
  })
  expect(await visit('data-record="false" data-capture-screenshots="false"', SETTINGS)).toEqual([])
  expect(await visit('data-record="false"', off({ enabled: false, sampleRate: 1 }, 'off'))).toEqual([])
  expect(await visit('data-record="false"', off({ enabled: true, sampleRate: 0 }, 'none'))).toEqual([])
  expect(stage.ingest.pictures).toEqual([])
  // What proves that it would have been seen.
  expect(await visit('data-record="false"', SETTINGS)).toHaveLength(1)
  await stage.page.addInitScript(
    `Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true })`,
  )
  expect(await visit('data-record="false"', SETTINGS)).toEqual([])
})

test('where the page’s policy forbids data: images there is no picture, no error, and the data says so', async () => {
  const { origin } = stage.ingest
  await open('/', '<p>Strict</p>', {
    'Content-Security-Policy': `default-src 'none'; script-src ${origin}; connect-src ${origin}; img-src 'self'`,
  })
  // What was lost is told with the next event.
  await stage.page.evaluate(`void setInterval(() => UserTracker.track('tick'), 200)`)
  const lost = await stage.ingest.until(({ name }) => name === 'tracker_dropped')
  expect(lost.props).toMatchObject({ reason: 'screenshot_failed' })
  expect(stage.pageErrors).toEqual([])
})
