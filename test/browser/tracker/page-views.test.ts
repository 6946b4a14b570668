import type { Request } from 'playwright-core'
import { expect, test } from 'vitest'
import { KEY, openStage } from './stage.ts'

const stage = openStage()

const views = () => stage.ingest.events().filter(({ name }) => name === 'page_view')

/** Marks the end of what a page does, so that nothing has to be waited for by the clock. */
const settled = async () => {
  await stage.page.evaluate(`UserTracker.track('test_end')`)
  await stage.ingest.until(({ name }) => name === 'test_end')
}

test('a loaded page sends one page_view with its facts in the first batch, without a preflight', async () => {
  stage.site.page('/', `<html lang="en"><title>Home of ferns</title>${stage.tag('')}`)
  await stage.page.setViewportSize({ width: 900, height: 600 })
  await stage.page.goto(`${stage.site.origin}/?utm_source=news`, {
    referer: 'https://search.example/?q=fern',
  })
  const view = await stage.ingest.until(({ name }) => name === 'page_view')
  expect(view).toMatchObject({
    url: `${stage.site.origin}/?utm_source=news`,
    referrer: 'https://search.example/?q=fern',
    props: { title: 'Home of ferns', viewportWidth: 900, viewportHeight: 600, language: 'en-GB' },
  })
  expect(view.props['screenWidth']).toBeGreaterThan(0)
  expect(view.userId).toBeUndefined()
  expect(stage.ingest.received).toHaveLength(1)
  expect(stage.ingest.received[0]).toMatchObject({
    url: `/api/v1/track?k=${KEY}&c=`,
    batch: { v: 1, seq: 0 },
    headers: { 'content-type': 'text/plain', origin: stage.site.origin, referer: `${stage.site.origin}/` },
  })
  expect(stage.ingest.strays).toEqual([])
})

test('pushState, replaceState, back and a new fragment are one page_view each, with the title set afterwards', async () => {
  stage.site.page('/', `<title>Start</title>${stage.tag()}<a href="#roots">roots</a>`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`history.pushState({}, '', '/ferns'); document.title = 'Ferns'`)
  await stage.ingest.until(({ url }) => url?.endsWith('/ferns') === true)
  await stage.page.evaluate(`history.replaceState({}, '', '/ferns?page=2')`)
  await stage.page.evaluate(`history.replaceState({ scroll: 10 }, '')`)
  await stage.page.click('a')
  await stage.page.goBack()
  await stage.page.waitForURL('**/ferns?page=2')
  await settled()
  const { origin } = stage.site
  expect(views().map(({ url, referrer }) => [url, referrer])).toEqual([
    [`${origin}/`, undefined],
    [`${origin}/ferns`, `${origin}/`],
    [`${origin}/ferns?page=2`, `${origin}/ferns`],
    [`${origin}/ferns?page=2#roots`, `${origin}/ferns?page=2`],
    [`${origin}/ferns?page=2`, `${origin}/ferns?page=2#roots`],
  ])
})

test('the title of a page reached without a load is the one its router sets', async () => {
  stage.site.page('/', `<title>Start</title>${stage.tag('data-flush-interval="500"')}`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(
    `history.pushState({}, '', '/oaks'); setTimeout(() => { document.title = 'Oaks' }, 20)`,
  )
  const view = await stage.ingest.until(({ url }) => url?.endsWith('/oaks') === true)
  expect(view.props['title']).toBe('Oaks')
})

test('a page that is brought back from the browser cache is seen again, and its tab counts on', async () => {
  let underWay = 0
  const isBatch = (request: Request) => request.url().includes('/track?')
  stage.page.on('request', (request) => isBatch(request) && underWay++)
  stage.page.on('requestfinished', (request) => isBatch(request) && underWay--)
  stage.site.page('/', `<title>Start</title>${stage.tag()}`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  // What leaves while a batch is under way leaves under a tab of its own.
  await expect.poll(() => underWay).toBe(0)
  await stage.page.evaluate(`new Promise((done) => setTimeout(done))`)
  await stage.page.evaluate(`
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))`)
  await settled()
  expect(views()).toHaveLength(2)
  const batches = stage.ingest.received.map(({ batch }) => batch)
  expect(new Set(batches.map(({ tabId }) => tabId)).size).toBe(1)
  expect(batches.map(({ seq }) => seq)).toEqual(batches.map((_, index) => index))
})

test('secrets in an address are masked before they leave', async () => {
  stage.site.page('/reset', `<title>Reset for ann@ferns.example</title>${stage.tag()}`)
  await stage.page.goto(
    `${stage.site.origin}/reset?token=t0psecret&page=3&user=ann%40ferns.example#access_token=fragm3nt&tab=a`,
  )
  const view = await stage.ingest.until(({ name }) => name === 'page_view')
  expect(view.url).toBe(`${stage.site.origin}/reset?token=***&page=3&user=***#access_token=***&tab=a`)
  expect(view.props['title']).toBe('Reset for ***')
  expect(stage.ingest.received.map(({ raw }) => raw).join()).not.toMatch(/t0psecret|fragm3nt|ann/)
})
