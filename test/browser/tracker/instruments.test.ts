import { expect, test } from 'vitest'
import type { Event } from '../../../core/ingest/envelope.ts'
import { openStage } from './stage.ts'

const stage = openStage()

const events = (name: string) => stage.ingest.events().filter((event) => event.name === name)
const raw = () => stage.ingest.received.map(({ raw }) => raw).join()

/** Everything that happened has been told, and is at the ingest. */
const settled = async () => {
  await stage.page.evaluate(`UserTracker.track('test_end')`)
  await stage.ingest.until(({ name }) => name === 'test_end')
}

/** A page whose later part is there: it opens its database last. */
const open = async (html: string, attributes = 'data-flush-interval="100"', path = '/') => {
  stage.site.page(
    path,
    `<title>Instruments</title><script>
      const { open } = IDBFactory.prototype
      window.laterCame = new Promise((done) => {
        IDBFactory.prototype.open = function (...args) { setTimeout(done); return open.apply(this, args) }
      })</script>${stage.tag(attributes)}<body style="margin:0">${html}`,
  )
  await stage.page.goto(`${stage.site.origin}${path}`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`laterCame`)
}

const leave = async () => {
  stage.site.page('/away', '<title>Away</title>')
  await stage.page.goto(`${stage.site.origin}/away`)
}

test('a field that was changed is told with its place and its masked value, in its form', async () => {
  await open(`<form id="join"><input name="city"><input type="checkbox" name="news">
    <select name="size"><option>small<option>large</select><textarea name="note"></textarea></form>`)
  await stage.page.fill('[name=city]', 'Oslo 1234')
  await stage.page.check('[name=news]')
  await stage.page.selectOption('select', 'large')
  await stage.page.fill('textarea', 'xyzzy')
  await stage.page.focus('[name=city]')
  await settled()
  expect(events('input').map(({ props, target }) => ({ ...props, selector: target?.selector }))).toEqual([
    {
      field: 'city',
      type: 'text',
      value: '•••• ••••',
      form: 'join',
      selector: '#join > input:nth-of-type(1)',
    },
    { field: 'news', type: 'checkbox', value: true, form: 'join', selector: '#join > input:nth-of-type(2)' },
    { field: 'size', type: 'select-one', value: '•••••', form: 'join', selector: '#join > select' },
    { field: 'note', type: 'textarea', value: '•••••', form: 'join', selector: '#join > textarea' },
  ])
  expect(raw()).not.toMatch(/Oslo|xyzzy|large/)
})

test('passwords, cards and addresses are never told, even where the site unmasks what is typed', async () => {
  await open(
    `<input name="a" type="password" data-tracker-unmask><input name="b" autocomplete="cc-number" data-tracker-unmask>
    <input name="c" data-tracker-unmask><input name="d" data-tracker-unmask><div data-tracker-ignore><input name="e"></div>`,
    'data-flush-interval="100" data-mask-sensitive-inputs="false"',
  )
  stage.ingest.settings = undefined
  await stage.page.fill('[name=a]', 'hunter2')
  await stage.page.fill('[name=b]', '4111111111111111')
  await stage.page.fill('[name=c]', 'ann@ferns.example')
  await stage.page.fill('[name=d]', 'plain words')
  await stage.page.fill('[name=e]', 'secret words')
  await stage.page.focus('[name=a]')
  await settled()
  expect(raw()).not.toMatch(/hunter2|4111|ann@|secret words/)
  expect(events('input').map(({ props }) => props['field'])).toEqual(['a', 'b', 'c', 'd'])
})

test('a form is started, and submitted with the fields that were filled in and how long it took', async () => {
  await open(
    `<form name="signup" onsubmit="return false"><input name="first"><input name="last"><button>Go</button></form>`,
  )
  await stage.page.fill('[name=first]', 'Ann')
  await stage.page.fill('[name=last]', 'Oak')
  await stage.page.click('button')
  await settled()
  expect(events('form_started').map(({ props }) => props)).toEqual([{ form: 'signup' }])
  const [submitted] = events('form_submitted')
  expect(submitted?.props).toMatchObject({ form: 'signup', fields: ['first', 'last'] })
  expect(submitted?.props['durationMs']).toBeGreaterThanOrEqual(0)
  await leave()
  await stage.ingest.until(({ name }) => name === 'page_leave')
  expect(events('form_abandoned')).toEqual([])
})

test('a form that is begun and left is abandoned, by a step of a single-page app as by a load', async () => {
  await open(`<form id="one"><input name="first"></form><form id="two"><input name="second"></form>`)
  await stage.page.fill('[name=first]', 'Ann')
  await stage.page.evaluate(`history.pushState({}, '', '/step')`)
  await stage.page.fill('[name=second]', 'Oak')
  await leave()
  const abandoned = await stage.ingest.until(
    ({ name, props }) => name === 'form_abandoned' && props['form'] === 'two',
  )
  expect(abandoned.props).toMatchObject({ fields: [] })
  expect(events('form_abandoned').map(({ props }) => props['form'])).toEqual(['one', 'two'])
})

test('three clicks in one place are one rage click; slow ones and ones apart are none', async () => {
  await open(`<button style="width:400px;height:100px" onclick="this.append('.')">Buy</button>`)
  for (let i = 0; i < 5; i++) await stage.page.mouse.click(50, 50)
  await settled()
  expect(events('click')).toHaveLength(5)
  expect(events('rage_click').map(({ target }) => target)).toMatchObject([
    { selector: 'button', x: 50, y: 50 },
  ])
  stage.ingest.reset()
  await stage.page.evaluate(`document.querySelector('button').addEventListener('click', (event) => {
    Object.defineProperty(event, 'timeStamp', { value: (window.at = (window.at ?? 1e6) + 2_000) }) }, true)`)
  for (const x of [10, 100, 200, 300]) await stage.page.mouse.click(x, 50)
  await settled()
  expect(events('rage_click')).toEqual([])
})

test('a click without any effect is a dead one; one that changes, scrolls, selects or leads away is none', async () => {
  await stage.page.clock.install()
  await open(`<p id="dead">Looks like a button</p><button id="live" onclick="this.title = 'done'">Live</button>
    <a id="mail" href="mailto:shop@ferns.example">Mail</a><a id="new" href="/away" target="_blank" rel="noopener" onclick="event.preventDefault()">New</a>
    <script>addEventListener('scroll', () => { window.scrolled = true })</script>
    <input id="field"><button id="scroll" onclick="window.scrollTo(0, 500)">Down</button><div style="height:3000px"></div>`)
  for (const id of ['live', 'mail', 'new', 'field', 'scroll']) {
    await stage.page.click(`#${id}`)
    // The browser tells of a scroll with its next frame.
    if (id === 'scroll') await expect.poll(() => stage.page.evaluate(`window.scrolled`)).toBe(true)
    await stage.page.clock.runFor(3_000)
  }
  await stage.page.evaluate(`window.scrolled = false; scrollTo(0, 0)`)
  await expect.poll(() => stage.page.evaluate(`window.scrolled`)).toBe(true)
  await stage.page.click('#dead')
  await stage.page.clock.runFor(2_000)
  expect(events('dead_click').map(({ target }) => target)).toEqual([])
  await stage.page.clock.runFor(1_000)
  await stage.ingest.until(({ name }) => name === 'dead_click')
  expect(events('dead_click').map(({ target }) => target?.selector)).toEqual(['#dead'])
})

test('scrolling is told once it rests, and how far down somebody came with the end of the page', async () => {
  await open(`<div style="height:4000px">Long</div>`)
  await stage.page.mouse.move(100, 100)
  for (let i = 0; i < 10; i++) await stage.page.mouse.wheel(0, 100)
  const scrolled = await stage.ingest.until(({ name }) => name === 'scroll')
  expect(scrolled.props['y']).toBeGreaterThan(0)
  await stage.page.evaluate(`scrollTo(0, 2000)`)
  await stage.ingest.until(({ name, props }) => name === 'scroll' && props['y'] === 2_000)
  const height = await stage.page.evaluate(`innerHeight`)
  const expected = Math.round(((2_000 + Number(height)) / 4_000) * 100)
  expect(events('scroll').at(-1)?.props).toEqual({ x: 0, y: 2_000, depth: expected })
  await stage.page.evaluate(`scrollTo(0, 0); history.pushState({}, '', '/step')`)
  const left = await stage.ingest.until(({ name }) => name === 'page_leave')
  expect(left.url).toBe(`${stage.site.origin}/`)
  expect(left.props['depth']).toBe(expected)
  expect(left.props['visibleMs']).toBeGreaterThan(0)
  await leave()
  const second = await stage.ingest.until(
    ({ name, url }) => name === 'page_leave' && url?.endsWith('/step') === true,
  )
  expect(second.props['depth']).toBeLessThan(expected)
})

test('a page that fits the window is seen whole', async () => {
  await open(`<p>Short</p>`)
  await stage.page.evaluate(`new Promise((done) => requestIdleCallback(done))`)
  await leave()
  const left = await stage.ingest.until(({ name }) => name === 'page_leave')
  expect(left.props['depth']).toBe(100)
})

test('the pointer leaves a compact track of at most so many places a second, in one event', async () => {
  await stage.page.clock.install()
  await open(`<div style="height:600px"></div>`, 'data-flush-interval="100" data-mouse-move-throttle="200"')
  await stage.page.evaluate(`for (let i = 0; i <= 100; i++) {
    const event = new MouseEvent('mousemove', { clientX: i, clientY: 2 * i, bubbles: true })
    Object.defineProperty(event, 'timeStamp', { value: 10_000 + 20 * i })
    document.body.dispatchEvent(event)
  }`)
  await stage.page.clock.runFor(5_100)
  await stage.page.clock.runFor(1_000)
  const { props } = await stage.ingest.until(({ name }) => name === 'mouse_move')
  const points = props['points'] as number[]
  expect(points.length).toBe(33)
  expect(points.slice(0, 6)).toEqual([0, 0, 0, 200, 10, 20])
  expect(points.slice(-3)).toEqual([200, 100, 200])
  expect(events('mouse_move')).toHaveLength(1)
})

const vitals = async () =>
  (await stage.ingest.until(({ name }) => name === 'web_vital')).props as Record<string, number>

test('web vitals are told once, with their final values, when the page is hidden first', async () => {
  await open(`<h1 style="font-size:60px">Ferns</h1><button onclick="const end = performance.now() + 120; while (performance.now() < end);">Work</button>
    <script>setTimeout(() => { const box = document.createElement('div'); box.style.height = '300px'; document.body.prepend(box) }, 50)</script>`)
  await stage.page.waitForFunction(`performance.getEntriesByName('first-contentful-paint').length`)
  await stage.page.click('button')
  await stage.page.evaluate(
    `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done))))`,
  )
  await leave()
  const props = await vitals()
  expect(props['FCP']).toBeGreaterThan(0)
  expect(props['LCP']).toBeGreaterThanOrEqual(props['FCP'] ?? 0)
  expect(props['TTFB']).toBeGreaterThan(0)
  expect(props['CLS']).toBeGreaterThan(0.01)
  expect(props['INP']).toBeGreaterThanOrEqual(100)
  expect(props['longTasks']).toBeGreaterThanOrEqual(1)
  expect(props['longTaskMs']).toBeGreaterThanOrEqual(100)
  expect(events('web_vital')).toHaveLength(1)
})

test('a browser that measures nothing tells nothing of it, and all else goes on', async () => {
  await open(`<script>delete window.PerformanceObserver</script><button>Press</button>`)
  await stage.page.click('button')
  await leave()
  await stage.ingest.until(({ name }) => name === 'page_leave')
  expect(events('web_vital')).toEqual([])
  expect(stage.pageErrors).toEqual([])
})

test('what is done in a page without a single error costs few batches', async () => {
  await open(`<form><input name="a"></form>`, 'data-flush-interval="60000"')
  await stage.page.fill('[name=a]', 'x')
  for (let i = 0; i < 20; i++) await stage.page.mouse.click(300, 300)
  await leave()
  await stage.ingest.until(({ name }) => name === 'page_leave')
  // The first, so that the visit shows at once, and the last.
  expect(stage.ingest.received.length).toBe(2)
  const ids = stage.ingest.events().map(({ eventId }: Event) => eventId)
  expect(new Set(ids).size).toBe(ids.length)
})
