import { expect, test } from 'vitest'
import { SETTINGS } from './settings.ts'
import { openStage } from './stage.ts'

const stage = openStage()

/** A worker as the build wrote it, asked from where the parts are. */
const builtFiles = async () => {
  const read = async (path: string) => (await fetch(`${stage.ingest.origin}${path}`)).text()
  const nameIn = (text: string, part: string) =>
    new RegExp(`${part}-[\\da-f]{8}\\.js`).exec(text)?.[0] ?? `no ${part}`
  const later = nameIn(await read('/tracker.js'), 'later')
  const laterText = await read(`/tracker/${later}`)
  const names = [later, ...['zip-worker', 'recorder', 'screenshots'].map((part) => nameIn(laterText, part))]
  return Promise.all(names.map(async (name) => ({ name, text: await read(`/tracker/${name}`) })))
}

const open = async (attributes: string, headers: Record<string, string> = {}) => {
  stage.ingest.settings = { ...SETTINGS, screenshots: { ...SETTINGS.screenshots, enabled: false } }
  stage.site.page(
    '/',
    `<title>Zip</title><ul>${'<li>An article of the shop</li>'.repeat(50)}</ul>
    ${stage.tag(`data-flush-interval="100" data-recording-interval="100" ${attributes}`)}`,
    headers,
  )
  await stage.page.goto(`${stage.site.origin}/`)
}

const recorded = () => stage.ingest.received.filter(({ batch }) => batch.replay)
const untilRecorded = (timeout = 15_000) =>
  expect.poll(() => recorded().length, { timeout, interval: 50 }).toBeGreaterThan(0)

const serveWorker = async () => {
  const worker = (await builtFiles()).find(({ name }) => name.startsWith('zip-worker'))
  stage.site.file('/zip-worker.js', worker?.text ?? '', { 'Content-Type': 'text/javascript' })
}

test('a site that serves the worker itself has its recordings compressed by it', async () => {
  await serveWorker()
  await open('data-worker-url="/zip-worker.js"')
  await untilRecorded()
  expect(stage.page.workers().map((worker) => worker.url())).toEqual([`${stage.site.origin}/zip-worker.js`])
  expect(recorded()[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(recorded()[0]?.raw).toContain('An article of the shop')
  expect(stage.ingest.strays).toEqual([])
  expect([...stage.console, ...stage.pageErrors]).toEqual([])
})

test('parts of the page’s own origin bring the worker along, and stop ends it', async () => {
  for (const { name, text } of await builtFiles())
    stage.site.file(`/tracker/${name}`, text, { 'Content-Type': 'text/javascript' })
  await open(`data-parts-url="${stage.site.origin}/tracker"`)
  await untilRecorded()
  expect(stage.page.workers()).toHaveLength(1)
  await stage.page.evaluate(`UserTracker.stop()`)
  await expect.poll(() => stage.page.workers().length).toBe(0)
})

test('from another origin no worker is asked for, and the page compresses by itself', async () => {
  await open('')
  await untilRecorded()
  expect(stage.page.workers()).toEqual([])
  expect(recorded()[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect([...stage.console, ...stage.pageErrors]).toEqual([])
})

test('where the policy allows no worker the page compresses by itself', async () => {
  await serveWorker()
  await open('data-worker-url="/zip-worker.js"', { 'Content-Security-Policy': `worker-src 'none'` })
  await untilRecorded()
  expect(stage.page.workers()).toEqual([])
  expect(recorded()[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded')
  expect(stage.pageErrors).toEqual([])
})

test.each([
  ['is not there', undefined],
  ['fails at its start', 'throw new Error("broken")'],
  ['fails at its work', 'onmessage = () => { throw new Error("broken") }'],
  ['ends in the middle without a word', 'onmessage = () => close()'],
])('with a worker that %s nothing is lost', async (_, code) => {
  const path = code ? '/bad-worker.js' : '/missing-worker.js'
  stage.site.file('/bad-worker.js', code ?? '', { 'Content-Type': 'text/javascript' })
  await open(`data-worker-url="${path}"`)
  await untilRecorded()
  expect(recorded()[0]?.batch.replay?.events.length).toBeGreaterThan(0)
  await stage.page.evaluate(`UserTracker.track('after')`)
  await stage.ingest.until(({ name }) => name === 'after')
  const seqs = stage.ingest.received.map(({ batch }) => batch.seq)
  expect(seqs).toEqual(seqs.map((_, index) => index))
  expect(stage.pageErrors).toEqual([])
})

test('a page that goes while the worker is at work loses nothing', async () => {
  stage.site.file('/bad-worker.js', 'onmessage = () => {}', { 'Content-Type': 'text/javascript' })
  const asked = stage.page.waitForEvent('worker')
  await open('data-worker-url="/bad-worker.js"')
  await asked
  await stage.page.evaluate(`UserTracker.track('last_word')`)
  stage.site.page('/next', `<title>Next</title>${stage.tag()}`)
  await stage.page.goto(`${stage.site.origin}/next`)
  await stage.ingest.until(({ name }) => name === 'last_word')
  await untilRecorded()
  expect(stage.ingest.events().filter(({ name }) => name === 'last_word')).toHaveLength(1)
  expect(recorded()[0]?.raw).toContain('An article of the shop')
})
