// The overlay for a site's developer: what it shows, and that nobody else ever sees it.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { contrastIn } from './compare-pictures.ts'
import { SETTINGS } from './settings.ts'
import { openStage } from './stage.ts'

const stage = openStage()

const HTML = `<title>Ferns</title><style>body { margin: 20px; font: 16px sans-serif; background: #fff; height: 1400px } p, form { width: 400px }</style>
  <h1>Order of ferns</h1><p data-tracker-mask>Ann Fernwood</p><p data-tracker-ignore>Balance 4,200</p><p data-tracker-mask>by <b data-tracker-unmask>post</b></p>
  <form><input value="Moss Lane 4"> <input type="password" value="hunter2"></form><button>Pay</button>`

beforeEach(async () => {
  stage.ingest.settings = SETTINGS
  stage.site.page('/', `${HTML}${stage.tag()}`)
  stage.site.page('/next', `${HTML}${stage.tag()}`)
  // The only way into a closed tree: to be there when it is made.
  await stage.page.addInitScript(`{
    const attach = Element.prototype.attachShadow
    Element.prototype.attachShadow = function (options) {
      window.shadowModes = [...(window.shadowModes ?? []), options.mode]
      return (window.lastTree = attach.call(this, options))
    }
  }`)
})

const text = () => stage.page.evaluate(`window.lastTree.querySelector('.panel').innerText`) as Promise<string>
const until = (said: RegExp) =>
  stage.page.waitForFunction(`${said}.test(window.lastTree?.querySelector('.panel').innerText ?? '')`)

test('the overlay shows live what is captured and sent, who it is, and which settings hold', async () => {
  await stage.page.goto(`${stage.site.origin}/?tracker-debug`)
  await until(/captured/)
  await stage.page.click('button')
  await until(/click\s*Pay/)
  await until(/sent\s+[1-9]\d* events/)
  await until(/texts\s+shown/)
  const shown = await text()
  const { batch } = stage.ingest.received[0] ?? {}
  expect(shown).toContain(batch?.sessionId)
  expect(shown).toContain(batch?.visitorId)
  expect(shown).toMatch(/consent\s+granted/)
  expect(shown).toMatch(/inputs\s+masked/)
  expect(await stage.page.evaluate('window.shadowModes')).toEqual(['closed'])
  const kinds = await stage.page.evaluate(
    `[...window.lastTree.querySelectorAll('.outline')].map((box) => box.className.split(' ')[1])`,
  )
  expect(kinds).toEqual(['masked', 'ignored', 'masked', 'field', 'field'])
  if (process.env['LOOK'])
    writeFileSync(join(process.env['LOOK'], 'debug.png'), await stage.page.screenshot())
})

test('it is never captured, recorded or pictured', async () => {
  await stage.page.goto(`${stage.site.origin}/?tracker-debug`)
  await until(/sent\s+[1-9]\d* events/)
  const [picture] = await stage.ingest.untilPictures(1)
  const place = (await stage.page.evaluate(
    `(({ x, y, width, height }) => ({ x, y, width, height }))(window.lastTree.querySelector('header span').getBoundingClientRect())`,
  )) as { x: number; y: number; width: number; height: number }
  await stage.page.mouse.click(place.x + 10, place.y + 5)
  await stage.page.evaluate(`UserTracker.track('test_end')`)
  await stage.ingest.until(({ name }) => name === 'test_end')
  expect(stage.ingest.events().filter(({ name }) => name === 'click')).toEqual([])
  const sent = stage.ingest.received.map(({ raw }) => raw).join()
  expect(sent).toContain('Order of ferns')
  expect(sent).not.toMatch(/Since this panel opened|not identified|newest first/)
  const judge = await stage.context.newPage()
  expect(await contrastIn(judge, picture?.jpeg as Buffer, place)).toBeLessThanOrEqual(8)
  expect(await contrastIn(judge, await stage.page.screenshot(), place)).toBeGreaterThan(50)
})

test('it stays for the tab’s session until it is closed, and is fetched for nobody else', async () => {
  const asked: string[] = []
  stage.page.on('request', (request) => asked.push(request.url()))
  const isAsked = () => asked.some((url) => url.includes('/debug-'))
  const settled = async () => {
    await stage.ingest.untilPictures(1)
    stage.ingest.pictures.length = 0
  }
  await stage.page.goto(`${stage.site.origin}/`)
  await settled()
  expect(isAsked()).toBe(false)
  await stage.page.goto(`${stage.site.origin}/?tracker-debug`)
  await until(/captured/)
  await stage.page.goto(`${stage.site.origin}/next`)
  await until(/captured/)
  await stage.page.evaluate(`window.lastTree.querySelector('[title^=Close]').click()`)
  expect(await stage.page.evaluate(`document.querySelector('playhead-debug')`)).toBe(null)
  asked.length = 0
  stage.ingest.pictures.length = 0
  await stage.page.goto(`${stage.site.origin}/`)
  await settled()
  expect(isAsked()).toBe(false)
})
