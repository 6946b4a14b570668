// What people do before the later part is there: it counts as if it had always been.
import type { Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { openStage } from './stage.ts'

const stage = openStage()

const events = (name: string) => stage.ingest.events().filter((event) => event.name === name)
const raw = () => stage.ingest.received.map(({ raw }) => raw).join()

/** The page, and what lets its later part come. */
const open = async (html: string, attributes = 'data-flush-interval="100"') => {
  const held: Route[] = []
  await stage.page.route('**/tracker/later-*', (route) => {
    held.push(route)
  })
  stage.site.page('/', `<title>Early</title>${stage.tag(attributes)}<body style="margin:0">${html}`)
  const asked = stage.page.waitForRequest('**/tracker/later-*')
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await asked
  return async () => {
    await held[0]?.continue()
    // A call that only that part can do.
    await stage.page.evaluate(`UserTracker.login()`)
    await stage.ingest.until(({ name }) => name === 'login')
  }
}

test('three clicks in anger are told, and none of them is a dead one, for nobody has seen what followed', async () => {
  const laterComes = await open(`<button style="width:400px;height:100px">Buy</button>`)
  for (let i = 0; i < 3; i++) await stage.page.mouse.click(50, 50)
  expect(events('rage_click')).toEqual([])
  await laterComes()
  const [rage, ...more] = events('rage_click')
  expect([rage?.target?.text, more]).toEqual(['Buy', []])
  // The page's two clocks round, each for itself.
  expect(rage?.ts).toBeLessThanOrEqual((events('click').at(-1)?.ts ?? 0) + 2)
  // A click that the part has seen is a dead one, which proves that the others would have been told.
  await stage.page.mouse.click(300, 50)
  await stage.ingest.until(({ name }) => name === 'dead_click')
  expect(events('dead_click')).toHaveLength(1)
})

test('a form counts from its first key, on the page where it was filled in', async () => {
  const laterComes = await open(
    `<form name="signup" onsubmit="return false"><input name="first"><input name="last"><button>Go</button></form>`,
  )
  await stage.page.fill('[name=first]', 'Anna')
  await stage.page.fill('[name=last]', 'Oakley')
  await stage.page.click('button')
  await stage.page.evaluate(`history.pushState({}, '', '/thanks')`)
  await laterComes()
  expect(events('form_started').map(({ props }) => props)).toEqual([{ form: 'signup' }])
  expect(events('input').map(({ props }) => [props['field'], props['value']])).toEqual([
    ['first', '••••'],
    ['last', '••••••'],
  ])
  const [submitted] = events('form_submitted')
  expect(submitted?.props).toMatchObject({ form: 'signup', fields: ['first', 'last'] })
  expect(submitted?.url).toBe(`${stage.site.origin}/`)
  expect(submitted?.ts).toBeLessThan(events('login')[0]?.ts ?? 0)
  expect(raw()).not.toMatch(/Anna|Oakley/)
})

test('a password that the page shows as text by then stays one, and what has left the page is not asked for', async () => {
  const laterComes = await open(
    `<form id="form"><input name="a" type="password" data-tracker-unmask><input name="b" data-tracker-unmask></form>
    <div id="hidden" data-tracker-ignore><input name="c" data-tracker-unmask></div>`,
    'data-flush-interval="100" data-mask-sensitive-inputs="false"',
  )
  await stage.page.fill('[name=a]', 'hunter2')
  await stage.page.fill('[name=b]', 'plain words')
  await stage.page.fill('[name=c]', 'hidden words')
  await stage.page.focus('[name=a]')
  await stage.page.evaluate(
    `document.querySelector('[name=a]').type = 'text'; document.querySelector('[name=c]').remove()`,
  )
  await laterComes()
  expect(events('input').map(({ props }) => [props['field'], props['value']])).toEqual([
    ['a', '••••••••'],
    ['b', 'plain words'],
  ])
  expect(raw()).not.toMatch(/hunter2|hidden words/)
})

test('how far somebody has scrolled is told', async () => {
  const laterComes = await open(`<div style="height:5000px">Long</div>`)
  await stage.page.mouse.wheel(0, 2_000)
  await expect.poll(() => stage.page.evaluate(`scrollY`)).toBe(2_000)
  await laterComes()
  const scroll = await stage.ingest.until(({ name }) => name === 'scroll')
  expect(scroll.props).toMatchObject({ y: 2_000 })
  expect(scroll.props['depth']).toBeGreaterThan(40)
})

test('a page whose later part never comes keeps a bounded number of deeds, and goes on', async () => {
  await open(`<form><input name="a"></form>`)
  await stage.page.focus('input')
  for (let i = 0; i < 15; i++) await stage.page.keyboard.type('0123456789')
  await stage.page.click('input')
  await stage.ingest.until(({ name }) => name === 'click')
  expect(stage.pageErrors).toEqual([])
})

test('who asks to be erased before that part is there is heard on this page, even where nothing can be kept', async () => {
  const held: Route[] = []
  await stage.page.route('**/tracker/later-*', (route) => {
    held.push(route)
  })
  const asked = stage.page.waitForRequest('**/tracker/later-*')
  stage.site.page(
    '/',
    `<script>for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })</script>
    ${stage.tag()}<button>Press</button>`,
  )
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await asked
  await stage.page.evaluate(`UserTracker.reset({ forget: true })`)
  await stage.page.click('button')
  await held[0]?.continue()
  await expect.poll(() => stage.ingest.forgotten.length, { timeout: 10_000 }).toBe(1)
  expect(stage.ingest.forgotten[0]?.visitorId).toBe(stage.ingest.received[0]?.batch.visitorId)
  expect(events('click')).toEqual([])
  expect(stage.pageErrors).toEqual([])
})
