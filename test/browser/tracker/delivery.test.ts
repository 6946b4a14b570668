import { expect, test } from 'vitest'
import { KEY, openStage } from './stage.ts'

const stage = openStage()

const open = async (tag = stage.tag()) => {
  stage.site.page('/', `<title>Delivery</title>${tag}<button>Press</button>`)
  stage.site.page('/next', `<title>Next</title>${tag}`)
  await stage.page.goto(`${stage.site.origin}/`)
}

const batches = () => stage.ingest.received.map(({ batch }) => batch)
const tracked = () =>
  stage.ingest
    .events()
    .filter(({ name }) => name.startsWith('step_'))
    .map(({ name }) => name)

test('a batch that was answered with 503 comes again with the same seq, and nothing is lost', async () => {
  stage.ingest.answers.push({ status: 503 }, { status: 503, headers: { 'Retry-After': '1' } })
  await open()
  await stage.page.waitForFunction('window.UserTracker')
  await stage.page.evaluate(`for (let i = 0; i < 120; i++) UserTracker.track('step_' + i)`)
  await stage.ingest.until(({ name }) => name === 'step_119')
  expect(tracked()).toEqual(Array.from({ length: 120 }, (_, i) => `step_${i}`))
  const [first, second, third] = batches()
  expect([first?.seq, second?.seq, third?.seq]).toEqual([0, 0, 0])
  expect(second?.events).toEqual(first?.events)
  expect(third?.events).toEqual(first?.events)
  expect(Number(third?.sentAt) - Number(second?.sentAt)).toBeGreaterThanOrEqual(1_000)
  expect(batches().every(({ events }) => events.length <= 50)).toBe(true)
  const ids = stage.ingest.events().map(({ eventId }) => eventId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('a tab has one batch in flight', async () => {
  stage.ingest.answers.push({ status: 202, afterMs: 400 })
  await open(stage.tag('data-flush-interval="50" data-batch-size="2"'))
  await expect.poll(() => batches().length).toBe(1)
  await stage.page.evaluate(`for (let i = 0; i < 6; i++) UserTracker.track('step_' + i)`)
  await stage.ingest.until(({ name }) => name === 'step_5')
  expect(batches().map(({ seq }) => seq)).toEqual([0, 1, 2, 3])
  expect(stage.ingest.mostAtOnce()).toBe(1)
})

test('a full batch leaves at once, without waiting for the interval', async () => {
  await open(stage.tag('data-flush-interval="3600000" data-batch-size="5"'))
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`for (let i = 0; i < 5; i++) UserTracker.track('step_' + i)`)
  await stage.ingest.until(({ name }) => name === 'step_4')
})

test('a batch that the server refuses is dropped with one warning that names the reason, and counted', async () => {
  const refusal = { status: 401, body: { title: 'Unauthorized', detail: 'The key is unknown.' } }
  stage.ingest.answers.push(refusal, refusal)
  await open()
  await stage.page.waitForFunction('window.UserTracker')
  for (let i = 0; i < 3; i++) {
    const before = batches().length
    await stage.page.evaluate(`UserTracker.track('step_${i}')`)
    while (batches().length === before) await new Promise((done) => setTimeout(done, 20))
  }
  await stage.ingest.until(({ name }) => name === 'step_2')
  const lost = await stage.ingest.until(({ name }) => name === 'tracker_dropped')
  expect(lost.props).toMatchObject({ reason: 'refused' })
  expect(stage.console.filter((line) => line.includes('The key is unknown. (401)'))).toHaveLength(1)
})

test('what was done last leaves with the page', async () => {
  await open(stage.tag('data-flush-interval="3600000"'))
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.click('button')
  await stage.page.close()
  const click = await stage.ingest.until(({ name }) => name === 'click')
  expect(click.target?.selector).toBe('button')
  expect(batches().map(({ seq }) => seq)).toEqual([0, 1])
})

test('what waits leaves when the page is hidden, for it may never be shown again', async () => {
  await open(stage.tag('data-flush-interval="3600000"'))
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.click('button')
  await stage.page.evaluate(`
    Object.defineProperty(document, 'hidden', { get: () => true })
    document.dispatchEvent(new Event('visibilitychange'))`)
  await stage.ingest.until(({ name }) => name === 'click')
})

test('what is captured while the page goes leaves as well', async () => {
  await open(stage.tag('data-flush-interval="3600000"'))
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`addEventListener('pagehide', () => UserTracker.track('step_last'))`)
  await stage.page.goto(`${stage.site.origin}/next`)
  await stage.ingest.until(({ name }) => name === 'step_last')
})

test('a page that goes while a batch is in flight loses nothing, and the next page sends that batch again', async () => {
  await open(stage.tag('data-flush-interval="50"'))
  await stage.ingest.until(({ name }) => name === 'page_view')
  stage.ingest.answers.push({ status: 202, afterMs: 1_000 })
  await stage.page.evaluate(`UserTracker.track('step_0')`)
  await stage.ingest.until(({ name }) => name === 'step_0')
  await stage.page.evaluate(`UserTracker.track('step_1')`)
  await stage.page.goto(`${stage.site.origin}/next`)
  await stage.ingest.until(({ name }) => name === 'step_1')
  await stage.ingest.until(({ url }) => url?.endsWith('/next') === true)
  expect(tracked().sort()).toEqual(['step_0', 'step_1'])
  const tab = batches()[0]?.tabId
  expect(
    batches()
      .filter(({ tabId }) => tabId === tab)
      .map(({ seq }) => seq),
  ).toEqual([0, 1, 1, 2])
})

test('while the server asks to be left alone, the next page inherits what waits, in order', async () => {
  stage.ingest.answers.push({ status: 429, headers: { 'Retry-After': '1' } })
  await open(stage.tag('data-flush-interval="50" data-batch-size="3"'))
  await stage.page.waitForFunction('window.UserTracker')
  await stage.page.evaluate(`for (let i = 0; i < 6; i++) UserTracker.track('step_' + i)`)
  while (!batches().length) await new Promise((done) => setTimeout(done, 20))
  await stage.page.waitForLoadState('networkidle')
  await stage.page.goto(`${stage.site.origin}/next`)
  await stage.ingest.until(({ url }) => url?.endsWith('/next') === true)
  expect(tracked()).toEqual(['step_0', 'step_1', 'step_2', 'step_3', 'step_4', 'step_5'])
  const seqs = batches().map(({ seq }) => seq)
  expect(seqs).toEqual([0, ...seqs.slice(1).map((_, index) => index)])
})

test('visitor and session are shared between tabs and pages, a tab counts on, and a copy of a tab is a tab of its own', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.goto(`${stage.site.origin}/next`)
  await stage.ingest.until(({ url }) => url?.endsWith('/next') === true)
  const copied = stage.context.waitForEvent('page')
  // A window that a page opens starts with a copy of its sessionStorage, as a duplicated tab does.
  await stage.page.evaluate(`void open('/?copy')`)
  await copied
  await stage.ingest.until(({ url }) => url?.endsWith('/?copy') === true)
  const showing = (path: string) =>
    batches().find(({ events }) =>
      events.some(({ name, url }) => name === 'page_view' && url?.endsWith(path)),
    )
  const [first, second, copy] = [batches()[0], showing('/next'), showing('/?copy')]
  expect([first?.seq, copy?.seq]).toEqual([0, 0])
  expect(second?.seq).toBeGreaterThan(0)
  expect(second?.tabId).toBe(first?.tabId)
  expect(copy?.tabId).not.toBe(first?.tabId)
  expect(new Set(batches().map(({ visitorId, sessionId }) => visitorId + sessionId)).size).toBe(1)
})

test('with storage disabled everything works for the page’s life', async () => {
  stage.site.page(
    '/',
    `<script>for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })</script>
    ${stage.tag()}<button>Press</button>`,
  )
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.click('button')
  await stage.ingest.until(({ name }) => name === 'click')
  const [first, second] = batches()
  expect([first?.seq, second?.seq]).toEqual([0, 1])
  expect(second).toMatchObject({
    visitorId: first?.visitorId,
    sessionId: first?.sessionId,
    tabId: first?.tabId,
  })
  expect(stage.pageErrors).toEqual([])
})

test('under a strict policy that names only the tracker’s origin it runs and delivers', async () => {
  const { origin } = stage.ingest
  stage.site.page('/', `<title>Strict</title>${stage.tag()}`, {
    'Content-Security-Policy': `default-src 'none'; script-src 'self' ${origin}; connect-src ${origin}; require-trusted-types-for 'script'; trusted-types 'none'`,
  })
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  expect(stage.console).toEqual([])
  expect(stage.ingest.received[0]?.url).toBe(`/api/v1/track?k=${KEY}&c=`)
})

/** The later part is there: it zips, and keeps what cannot be sent. */
const laterCame = () =>
  expect
    .poll(() =>
      stage.page.evaluate(`indexedDB.databases().then((all) => all.some(({ version }) => version))`),
    )
    .toBe(true)

const held = () =>
  stage.page.evaluate(`new Promise((done) => {
    const request = indexedDB.open('playhead_${KEY}')
    request.onsuccess = () => {
      const all = request.result.transaction('batches').objectStore('batches').getAll()
      all.onsuccess = () => { request.result.close(); done(all.result.length) }
    }
  })`)

test('a large batch is zipped, without a preflight, and a small one is not', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await laterCame()
  await stage.page.evaluate(`UserTracker.track('step_large', { text: 'fern '.repeat(2_000) })`)
  await stage.ingest.until(({ name }) => name === 'step_large')
  const { headers } = stage.ingest.received.at(-1) ?? {}
  expect(headers?.['content-type']).toBe('application/x-www-form-urlencoded')
  expect(Number(headers?.['content-length'])).toBeLessThan(1_000)
  await stage.page.evaluate(`UserTracker.track('step_small')`)
  await stage.ingest.until(({ name }) => name === 'step_small')
  expect(stage.ingest.received.at(-1)?.headers['content-type']).toBe('text/plain')
  expect(stage.ingest.strays).toEqual([])
})

test('what a tab could not send before it was closed is delivered by the next visit, once', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await laterCame()
  const tab = batches()[0]?.tabId
  await stage.context.setOffline(true)
  await stage.page.evaluate(`UserTracker.track('step_offline')`)
  await stage.page.evaluate(`dispatchEvent(new PageTransitionEvent('pagehide'))`)
  await expect.poll(held).toBeGreaterThan(0)
  await stage.page.close()
  await stage.context.setOffline(false)
  stage.page = await stage.context.newPage()
  await stage.page.goto(`${stage.site.origin}/next`)
  await stage.ingest.until(({ name }) => name === 'step_offline')
  const carrying = batches().filter(({ events }) => events.some(({ name }) => name === 'step_offline'))
  expect(carrying.map(({ tabId }) => tabId)).toEqual([tab])
  await expect.poll(held).toBe(0)
})

test('without a network nothing is tried, and all is sent once it is back', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  const failed: string[] = []
  stage.page.on('requestfailed', (request) => failed.push(request.url()))
  await stage.context.setOffline(true)
  await stage.page.evaluate(`for (let i = 0; i < 80; i++) UserTracker.track('step_' + i)`)
  await stage.page.evaluate(`new Promise((done) => requestIdleCallback(done))`)
  await stage.context.setOffline(false)
  await stage.ingest.until(({ name }) => name === 'step_79')
  expect(tracked()).toHaveLength(80)
  expect(failed.filter((url) => url.includes('/track'))).toEqual([])
})

test('an endpoint that something blocks is left alone after six tries, without a word of ours', async () => {
  await stage.page.clock.install()
  let tries = 0
  await stage.page.route('**/api/v1/track**', (route) => {
    tries++
    return route.abort('blockedbyclient')
  })
  await open()
  for (let i = 0; i < 60; i++) {
    await stage.page.clock.runFor(5_000)
    await stage.page.evaluate(`window.UserTracker?.track('step_' + ${i})`)
  }
  expect(tries).toBe(6)
  expect(stage.console.filter((line) => line.includes('UserTracker'))).toEqual([])
  expect(stage.pageErrors).toEqual([])
})

test('behind a service worker that answers every request of the page, all arrives', async () => {
  stage.site.file(
    '/worker.js',
    `addEventListener('install', () => skipWaiting())
    addEventListener('activate', (event) => event.waitUntil(clients.claim()))
    addEventListener('fetch', (event) => event.respondWith(fetch(event.request)))`,
    { 'Content-Type': 'text/javascript' },
  )
  const origin = stage.site.origin.replace('127.0.0.1', 'localhost')
  stage.site.page('/plain', '<title>Plain</title>')
  stage.site.page('/', `<title>Worker</title>${stage.tag()}`)
  await stage.page.goto(`${origin}/plain`)
  await stage.page.evaluate(`navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready)
    .then(() => navigator.serviceWorker.controller || new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done)))
    .then(() => {})`)
  await stage.page.goto(`${origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await laterCame()
  await stage.page.evaluate(`UserTracker.track('step_0', { text: 'x'.repeat(5_000) })`)
  await stage.ingest.until(({ name }) => name === 'step_0')
  await stage.page.evaluate(`UserTracker.track('step_1')`)
  await stage.page.close()
  await stage.ingest.until(({ name }) => name === 'step_1')
})

test('a page that is rendered ahead is nobody’s visit until it is shown', async () => {
  await stage.context.addInitScript(
    `Object.defineProperty(document, 'prerendering', { get: () => !window.shown })`,
  )
  await open()
  await stage.page.waitForFunction('window.UserTracker')
  await stage.page.evaluate(`UserTracker.track('step_0')`)
  expect(await stage.page.evaluate(`Object.keys(localStorage)`)).toEqual([])
  expect(stage.ingest.received).toEqual([])
  await stage.page.evaluate(`window.shown = true; document.dispatchEvent(new Event('prerenderingchange'))`)
  await stage.ingest.until(({ name }) => name === 'step_0')
  expect(stage.ingest.events().map(({ name }) => name)).toContain('page_view')
})
