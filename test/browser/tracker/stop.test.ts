import { expect, test } from 'vitest'
import { COUNT_WHAT_LIVES } from './count-what-lives.ts'
import { KEY, openStage } from './stage.ts'

const stage = openStage()

const names = () => stage.ingest.events().map(({ name }) => name)
const whatLives = () => stage.page.evaluate(`window.whatLives()`) as Promise<Record<string, number>>
const patches = () => stage.page.evaluate(`window.patches()`) as Promise<string[]>

/** A page that counts what lives in it, before the tracker comes. */
const open = async (attributes: string) => {
  stage.site.page(
    '/',
    `<title>Stop</title>${COUNT_WHAT_LIVES}<body style="height:3000px">
    <button style="position:fixed">Press</button><form style="position:fixed;top:100px"><input name="city"></form>`,
  )
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.page.evaluate(`rememberFunctions()`)
  const clean = await whatLives()
  await stage.page.evaluate(`{
    const script = document.createElement('script')
    script.src = '${stage.ingest.origin}/tracker.js'
    script.onload = () => UserTracker.init({ key: '${KEY}', ${attributes} })
    document.head.append(script)
  }`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  // The last thing that the later part does is to open its observers and its database.
  await expect.poll(async () => (await whatLives())['database']).toBe(1)
  return clean
}

test('after stop no listener, timer, observer, database or patch is left, whatever was under way', async () => {
  const clean = await open('flushInterval: 3_600_000')
  const { page } = stage
  await page.evaluate(
    `UserTracker.presence.start({ token: '' }); UserTracker.track('waits'); history.pushState({}, '', '/step')`,
  )
  await page.mouse.move(50, 60)
  await page.mouse.wheel(0, 400)
  await expect.poll(() => page.evaluate(`scrollY`)).toBe(400)
  await page.fill('input', 'Oslo')
  // A click whose effect is still awaited.
  await page.click('button')
  const running = await whatLives()
  expect(Object.keys(running).length).toBeGreaterThan(15)
  expect(running).toMatchObject({ MutationObserver: 1, 'listener window click': 1, database: 1 })
  expect(running['PerformanceObserver']).toBeGreaterThanOrEqual(4)
  expect(await patches()).toEqual(['history.pushState', 'history.replaceState'])

  await page.evaluate(`UserTracker.stop()`)
  await stage.ingest.until(({ name }) => name === 'waits')
  expect(await whatLives()).toEqual(clean)
  expect(await patches()).toEqual([])
})

test('after stop nothing is captured, and init starts anew in the same tab', async () => {
  await open('flushInterval: 100')
  await stage.page.evaluate(`UserTracker.stop()`)
  await stage.page.click('button')
  await stage.page.evaluate(`UserTracker.track('after_stop'); history.pushState({}, '', '/quiet')`)
  await stage.page.evaluate(`UserTracker.init({ key: '${KEY}', flushInterval: 100 })`)
  await stage.page.evaluate(`UserTracker.track('test_end')`)
  await stage.ingest.until(({ name }) => name === 'test_end')
  expect(names()).not.toContain('after_stop')
  expect(names()).not.toContain('click')
  expect(new Set(stage.ingest.received.map(({ batch }) => batch.tabId)).size).toBe(1)
})

test('stopped before its later part came, nothing of that part ever starts', async () => {
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  await stage.page.route('**/tracker/**', async (route) => {
    await held
    await route.continue()
  })
  stage.site.page('/', `<title>Early</title>${COUNT_WHAT_LIVES}${stage.tag()}`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  const requested = stage.page.waitForResponse(/\/tracker\/later-/)
  await stage.page.evaluate(`UserTracker.stop()`)
  release()
  await requested.catch(() => {})
  await stage.page.evaluate(`import('data:text/javascript,')`)
  const left = await whatLives()
  expect(Object.keys(left).filter((what) => /Observer|database|Timeout/.test(what))).toEqual([])
})
