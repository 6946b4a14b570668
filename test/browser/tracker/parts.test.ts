import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { PageSettings } from '../../../core/projects/page-settings.ts'
import { openStage } from './stage.ts'

const stage = openStage({}, fileURLToPath(new URL('parts', import.meta.url)))

const settings = (recording: Partial<PageSettings['recording']> = {}): PageSettings => ({
  version: JSON.stringify(recording).length.toString(),
  idleMinutes: 30,
  recording: {
    enabled: true,
    sampleRate: 1,
    mode: 'always',
    consoles: true,
    network: true,
    canvas: false,
    ...recording,
  },
  screenshots: { enabled: true, sampleRate: 1 },
  masking: { inputs: true, text: false },
})

const open = async (tag = stage.tag(), headers: Record<string, string> = {}) => {
  stage.site.page('/', `<title>Parts</title>${tag}<button>Press</button>`, headers)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
}

const told = () => stage.page.evaluate(`window.told`)
// Not waitForFunction, which a policy without unsafe-eval refuses in the page.
const loaded = () => expect.poll(told, { timeout: 30_000 }).toBeTruthy()
const requested: string[] = []
const watchRequests = () => {
  requested.length = 0
  stage.page.on('request', (request) => requested.push(new URL(request.url()).pathname))
}

const settled = async () => {
  await stage.page.evaluate(`UserTracker.track('test_end')`)
  await stage.ingest.until(({ name }) => name === 'test_end')
  await stage.page.evaluate(`new Promise((done) => requestIdleCallback(done))`)
}

test('a part is loaded once the project allows it, and at once on the next page', async () => {
  stage.ingest.settings = settings()
  watchRequests()
  await open()
  await loaded()
  expect(requested.indexOf('/api/v1/track')).toBeLessThan(
    requested.findIndex((path) => path.startsWith('/tracker/recorder-')),
  )
  stage.ingest.answers.push({ status: 503 })
  const before = stage.ingest.received.length
  await stage.page.reload()
  await loaded()
  await expect.poll(() => stage.ingest.received.length).toBeGreaterThan(before)
  expect(stage.ingest.received.at(-1)?.url).toContain(`&c=${settings().version}`)
})

test('what a part records travels with the events of its session', async () => {
  stage.ingest.settings = settings()
  await open()
  await loaded()
  await stage.page.evaluate(`piece({ type: 4, timestamp: 1, data: {} }); UserTracker.track('beside')`)
  await stage.ingest.until(({ name }) => name === 'beside')
  const { batch } = stage.ingest.received.find(({ batch }) => batch.replay) ?? {}
  expect(batch?.replay).toEqual({ format: 'rrweb-2', events: [{ type: 4, timestamp: 1, data: {} }] })
  expect(batch?.events.map(({ name }) => name)).toEqual(['beside'])
})

test('a recording without an event leaves as well, and one larger than the page may hold is dropped and told', async () => {
  stage.ingest.settings = settings()
  await open()
  await loaded()
  await stage.page.evaluate(`piece({ type: 5, timestamp: 2, data: {} })`)
  await expect.poll(() => stage.ingest.received.some(({ batch }) => batch.replay)).toBe(true)
  await stage.page.evaluate(`for (let i = 0; i < 13; i++) piece({ data: 'x'.repeat(400_000) })`)
  expect(await told()).toContain('dropped')
  await stage.page.evaluate(`UserTracker.track('after')`)
  const lost = await stage.ingest.until(({ name }) => name === 'tracker_dropped')
  expect(lost.props).toMatchObject({ reason: 'recording_full' })
})

test('a part hears of pages and of another session', async () => {
  stage.ingest.settings = settings()
  await open()
  await loaded()
  await stage.page.evaluate(`history.pushState({}, '', '/step')
    UserTracker.identify('ann'); UserTracker.identify('bob')`)
  const events = (await told()) as string[]
  expect(events[0]).toBe('started always')
  expect(events[1]).toBe(`page ${stage.site.origin}/step`)
  expect(events[2]).toMatch(/^session [\da-f-]{36}$/)
})

test('what is not wanted is never fetched: by option, by the project, by the sample', async () => {
  watchRequests()
  const fetched = (part: string) => requested.filter((path) => path.startsWith(`/tracker/${part}`))
  const visit = async (tag: string, said: PageSettings | undefined) => {
    stage.ingest.reset()
    stage.ingest.settings = said
    await open(tag)
    await settled()
    await stage.page.evaluate(`localStorage.clear()`)
  }
  await visit(stage.tag('data-record="false" data-flush-interval="100"'), settings())
  await visit(stage.tag(), settings({ enabled: false }))
  await visit(stage.tag(), settings({ sampleRate: 0 }))
  await visit(stage.tag(), undefined)
  expect(fetched('recorder')).toEqual([])
  expect(fetched('later')).toHaveLength(4)
  // What proves that it would have been seen.
  await visit(stage.tag(), settings())
  expect(fetched('recorder')).toHaveLength(1)
})

test('a project that ends its recording ends it in open pages too', async () => {
  stage.ingest.settings = settings()
  await open()
  await loaded()
  stage.ingest.settings = settings({ enabled: false })
  await settled()
  await expect.poll(told).toContain('ended')
})

test('stop ends what was loaded', async () => {
  stage.ingest.settings = settings()
  await open()
  await loaded()
  await stage.page.evaluate(`UserTracker.stop()`)
  expect(await told()).toContain('ended')
})

test('a part that cannot be loaded is told in the data, and the page goes on', async () => {
  stage.ingest.settings = settings()
  await stage.page.route('**/tracker/**', (route) => route.abort())
  await open()
  const lost = await stage.ingest.until(({ name, props }) => {
    stage.page.evaluate(`UserTracker.track('again')`).catch(() => {})
    return name === 'tracker_dropped' && props['reason'] === 'part_not_loaded'
  })
  expect(lost.props).toMatchObject({ reason: 'part_not_loaded' })
  expect(stage.pageErrors).toEqual([])
})

test.each([
  ['names the origin', `script-src 'self' {origin}`, ''],
  ['names a nonce', `script-src 'nonce-abc'`, 'nonce="abc"'],
  ['is strict-dynamic', `script-src 'nonce-abc' 'strict-dynamic'`, 'nonce="abc"'],
])('a part loads under a policy that %s, trusted types required', async (_, policy, nonce) => {
  const { origin } = stage.ingest
  stage.ingest.settings = settings()
  await open(stage.tag(`data-flush-interval="100" ${nonce}`), {
    'Content-Security-Policy': `default-src 'none'; ${policy.replace('{origin}', origin)}; connect-src ${origin}; require-trusted-types-for 'script'; trusted-types 'none'`,
  })
  await loaded()
  expect(stage.console).toEqual([])
})
