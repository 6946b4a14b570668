import { expect, test } from 'vitest'
import { KEY, openStage } from './stage.ts'

const stage = openStage()

const names = () => stage.ingest.events().map(({ name }) => name)

const settled = async () => {
  await stage.page.evaluate(`UserTracker.track('test_end')`)
  await stage.ingest.until(({ name }) => name === 'test_end')
}

const SNIPPET = `<script>
  (function (t) {
    ['init', 'track', 'identify', 'stop'].forEach(function (name) {
      t[name] = t[name] || function () { t.q.push([name].concat([].slice.call(arguments))) }
    })
  })(window.UserTracker = window.UserTracker || { q: [] })
</script>`

const bare = () => `<script src="${stage.ingest.origin}/tracker.js"></script>`

test('calls that a snippet queued are done when the script comes, and so are those through functions kept before', async () => {
  stage.site.page(
    '/',
    `${SNIPPET}<script>const { track } = UserTracker; track('before_load', { n: 1 }); UserTracker.identify('u-1')</script>
    ${stage.tag()}`,
  )
  await stage.page.goto(`${stage.site.origin}/`)
  const event = await stage.ingest.until(({ name }) => name === 'before_load')
  expect(event.props).toEqual({ n: 1 })
  await stage.page.evaluate(`track('through_old_function')`)
  await stage.page.evaluate(`UserTracker.q.push(['track', 'through_queue'])`)
  await stage.ingest.until(({ name }) => name === 'through_queue')
  expect((await stage.ingest.until(({ name }) => name === 'identify')).userId).toBe('u-1')
  expect((await stage.ingest.until(({ name }) => name === 'through_old_function')).userId).toBe('u-1')
  expect(names().filter((name) => name === 'page_view')).toHaveLength(1)
})

test('init with options starts it; calls before init are kept; the API follows from the script’s address', async () => {
  stage.site.page(
    '/',
    `${bare()}<script>UserTracker.track('early'); UserTracker.init({ key: '${KEY}', userId: 'u-7', flushInterval: 100 })</script>`,
  )
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'early')
  expect(stage.ingest.events().every(({ userId }) => userId === 'u-7')).toBe(true)
  expect(names()).toContain('identify')
})

test('a second init and a second script warn and do nothing', async () => {
  stage.site.page('/', `${stage.tag()}`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`UserTracker.init({ key: '${KEY}' })`)
  await stage.page.addScriptTag({ url: `${stage.ingest.origin}/tracker.js` })
  await settled()
  expect(names().filter((name) => name === 'page_view')).toHaveLength(1)
  expect(stage.console).toEqual(['UserTracker: is here already', 'UserTracker: is here already'])
})

test('a bad option throws an error that names it, and in a tag it is told in the console', async () => {
  stage.site.page('/', bare())
  stage.site.page('/tag', stage.tag('data-batch-size="lots"'))
  await stage.page.goto(`${stage.site.origin}/`)
  const thrown = await stage.page.evaluate(
    `try { UserTracker.init({ key: '${KEY}', batchSize: 0 }) } catch (error) { [error.name, error.option, error.message] }`,
  )
  expect(thrown).toEqual(['OptionError', 'batchSize', 'UserTracker: bad option "batchSize"'])
  await stage.page.goto(`${stage.site.origin}/tag`)
  await expect.poll(() => stage.console.join()).toContain('bad option "batchSize"')
  expect(stage.pageErrors).toEqual([])
})

test('a patch that someone put over ours stays when we stop', async () => {
  stage.site.page('/', stage.tag())
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  const stays = await stage.page.evaluate(`
    const ours = history.pushState
    const theirs = function (...args) { return ours.apply(this, args) }
    history.pushState = theirs
    UserTracker.stop()
    history.pushState({}, '', '/moved');
    [history.pushState === theirs, location.pathname]`)
  expect(stays).toEqual([true, '/moved'])
})

test('a fault inside the tracker never reaches the page', async () => {
  stage.site.page(
    '/',
    `<script>
      TextEncoder.prototype.encode = () => { throw new Error('broken by the page') }
      Event.prototype.composedPath = () => { throw new Error('broken by the page') }
    </script>${stage.tag()}<button onclick="window.pressed = true">Press</button>`,
  )
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.page.waitForFunction('window.UserTracker')
  await stage.page.click('button')
  await stage.page.evaluate(`
    history.pushState({}, '', '/moved')
    UserTracker.track('a_name', {}); UserTracker.track(42); UserTracker.identify({}); UserTracker.stop()`)
  expect(await stage.page.evaluate(`[window.pressed, location.pathname]`)).toEqual([true, '/moved'])
  expect(stage.pageErrors).toEqual([])
  expect(stage.console.join()).toContain('own fault: Error: broken by the page')
})

test('props that cannot be sent are counted, and another user starts as another visitor', async () => {
  stage.site.page('/', stage.tag())
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.page.waitForFunction('window.UserTracker')
  await stage.page.evaluate(`const loop = {}; loop.loop = loop; UserTracker.track('loop', loop)`)
  await stage.page.evaluate(`UserTracker.identify('ann'); UserTracker.track('as_ann')`)
  const headers = await stage.page.evaluate(`UserTracker.getSessionHeaders()`)
  await stage.page.evaluate(`UserTracker.identify('bob'); UserTracker.track('as_bob')`)
  await stage.ingest.until(({ name }) => name === 'as_bob')
  const lost = await stage.ingest.until(({ name }) => name === 'tracker_dropped')
  expect(lost.props).toEqual({ reason: 'not_serializable', count: 1 })
  const of = (event: string) =>
    stage.ingest.received.find(({ batch }) => batch.events.some(({ name }) => name === event))
  expect(headers).toEqual({ 'X-Session-ID': of('as_ann')?.batch.sessionId })
  expect(of('as_bob')?.batch.visitorId).not.toBe(of('as_ann')?.batch.visitorId)
  expect(of('as_bob')?.batch.sessionId).not.toBe(of('as_ann')?.batch.sessionId)
})
