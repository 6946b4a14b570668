import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { visitorIdOfHash } from '../../../core/erasure/visitor-secret.ts'
import { KEY, openStage } from './stage.ts'

const stage = openStage({ args: ['--host-resolver-rules=MAP *.ferns.test 127.0.0.1'] })

const events = (name: string) => stage.ingest.events().filter((event) => event.name === name)
const batches = () => stage.ingest.received.map(({ batch }) => batch)

const settled = async () => {
  await stage.page.evaluate(`UserTracker.track('test_end')`)
  await stage.ingest.until(({ name }) => name === 'test_end')
}

const open = async (tag = stage.tag(), host = stage.site.origin) => {
  // Of each load anew: the database of an earlier one would say nothing of this one's later part.
  const noticing = `<script>
    const { open } = IDBFactory.prototype
    window.laterCame = new Promise((done) => {
      IDBFactory.prototype.open = function (...args) { setTimeout(done); return open.apply(this, args) }
    })</script>`
  stage.site.page('/', `<title>Identity</title>${noticing}${tag}<button>Press</button>`)
  await stage.page.goto(`${host}/`)
}

/** The later part is there. */
const laterCame = () => stage.page.evaluate(`laterCame`)

/** What the browser keeps for the page's origin. */
const kept = async () => {
  const names = (await stage.page.evaluate(
    `Promise.resolve(indexedDB.databases()).then((all) => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...all.map(({ name }) => name), ...document.cookie.split('; ').filter(Boolean)])`,
  )) as string[]
  return names.sort()
}

test('nothing is stored or sent before consent is given, calls wait for it, and it is remembered', async () => {
  await open(stage.tag('data-consent="required" data-flush-interval="100"'))
  await stage.page.waitForFunction(`window.UserTracker`)
  await stage.page.evaluate(`UserTracker.track('before_consent'); UserTracker.identify('ann')`)
  await stage.page.click('button')
  expect(await stage.page.evaluate(`UserTracker.getSessionHeaders()`)).toEqual({})
  expect(await kept()).toEqual([])
  expect(stage.ingest.received).toEqual([])
  await stage.page.evaluate(`UserTracker.consent('granted')`)
  await stage.ingest.until(({ name }) => name === 'before_consent')
  expect(events('identify')).toHaveLength(1)
  expect(events('click')).toEqual([])
  stage.ingest.reset()
  await stage.page.reload()
  await stage.ingest.until(({ name }) => name === 'page_view')
})

test('a visitor who refuses is forgotten at once and for later pages, until told otherwise', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`UserTracker.setTraits({ firstName: 'Ann' }); UserTracker.consent('denied')`)
  await expect.poll(kept).toEqual(['playhead_consent'])
  const before = stage.ingest.received.length
  await stage.page.reload()
  await stage.page.waitForFunction(`window.UserTracker`)
  await stage.page.evaluate(`UserTracker.track('refused')`)
  await stage.page.click('button')
  expect(stage.ingest.received.length).toBe(before)
  await stage.page.evaluate(`UserTracker.consent('granted')`)
  await settled()
  expect(events('page_view').length).toBe(2)
})

test.each([
  ['Global Privacy Control', `Object.defineProperty(navigator, 'globalPrivacyControl', { get: () => true })`],
  ['Do Not Track', `Object.defineProperty(navigator, 'doNotTrack', { get: () => '1' })`],
])('%s is honoured, unless the site says otherwise', async (_, script) => {
  await stage.context.addInitScript(script)
  await open()
  await stage.page.waitForFunction(`window.UserTracker`)
  await stage.page.evaluate(`UserTracker.track('any')`)
  expect(await kept()).toEqual([])
  await open(stage.tag('data-respect-do-not-track="false" data-flush-interval="100"'))
  await stage.ingest.until(({ name }) => name === 'page_view')
  expect(stage.ingest.received).toHaveLength(1)
})

test('a crawler is not tracked, and a phone of the brand Cubot is no crawler', async () => {
  const visit = async (userAgent: string) => {
    const context = await stage.browser.newContext({ userAgent })
    stage.site.page('/', `<title>Bot</title>${stage.tag()}`)
    const page = await context.newPage()
    await page.goto(`${stage.site.origin}/`)
    await page.waitForFunction(`window.UserTracker`)
    const headers = await page.evaluate(`UserTracker.getSessionHeaders()`)
    await context.close()
    return Object.keys(headers as object).length
  }
  expect(await visit('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)')).toBe(0)
  expect(await visit('Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/120 Mobile')).toBe(
    1,
  )
})

test('a session outside the sample sends nothing, and its decision holds for all its pages', async () => {
  await open(stage.tag('data-sampling="0" data-flush-interval="100"'))
  await stage.page.waitForFunction(`window.UserTracker`)
  await stage.page.evaluate(`UserTracker.track('unseen')`)
  await stage.page.click('button')
  await stage.page.reload()
  await stage.page.evaluate(`UserTracker.getSessionHeaders()`)
  expect(stage.ingest.received).toEqual([])
  await open(stage.tag('data-sampling="1" data-flush-interval="100"'))
  await stage.ingest.until(({ name }) => name === 'page_view')
})

test('traits of somebody unnamed stay in the browser, and leave once the site has named the person', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`UserTracker.setTraits({ firstName: 'Ann' })`)
  await settled()
  expect(stage.ingest.received.map(({ raw }) => raw).join()).not.toContain('Ann')
  expect(await stage.page.evaluate(`JSON.parse(localStorage.playhead_user_data)`)).toEqual({
    firstName: 'Ann',
  })
  await stage.page.evaluate(`UserTracker.identify('ann', { age: '25-30' })`)
  const told = await stage.ingest.until(({ name, props }) => name === 'identify' && 'traits' in props)
  expect(told).toMatchObject({ userId: 'ann', props: { traits: { firstName: 'Ann', age: '25-30' } } })
  await stage.page.evaluate(`UserTracker.reset(); UserTracker.track('as_nobody')`)
  const nobody = await stage.ingest.until(({ name }) => name === 'as_nobody')
  expect(nobody.userId).toBeUndefined()
  expect(await stage.page.evaluate(`localStorage.playhead_user_data`)).toBeUndefined()
})

test('logins and activities are events in the words of the API', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`
    UserTracker.identify('ann')
    UserTracker.login({ method: 'google' })
    UserTracker.activity('video_watched', { targetType: 'video', targetId: 'v-1', metadata: { watchDuration: 12 } })`)
  expect(await stage.ingest.until(({ name }) => name === 'login')).toMatchObject({
    props: { method: 'google' },
    activity: true,
  })
  expect(await stage.ingest.until(({ name }) => name === 'video_watched')).toMatchObject({
    userId: 'ann',
    activity: true,
    target: { type: 'video', id: 'v-1' },
    props: { watchDuration: 12 },
  })
  await stage.page.evaluate(`UserTracker.track('video_watched_by_track')`)
  const tracked = await stage.ingest.until(({ name }) => name === 'video_watched_by_track')
  expect(tracked).not.toHaveProperty('activity')
})

test('forgetting a visitor leaves nothing behind, sends nothing, and ends the tracking of the page', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.evaluate(`UserTracker.identify('ann', { firstName: 'Ann' })`)
  await stage.ingest.until(({ name, props }) => name === 'identify' && 'traits' in props)
  await stage.page.evaluate(
    `UserTracker.track('waits'); UserTracker.reset({ forget: true }); UserTracker.track('gone')`,
  )
  await expect.poll(kept).toEqual([])
  // The server is told, with the proof that only this browser had.
  const [told, ...more] = stage.ingest.forgotten
  expect([told?.visitorId, told?.url, more]).toEqual([batches()[0]?.visitorId, `/api/v1/forget?k=${KEY}`, []])
  expect(told?.visitorId).toBe(visitorIdOfHash(createHash('sha256').update(`${told?.secret}`).digest()))
  expect(stage.ingest.received.map(({ raw, url }) => raw + url).join()).not.toContain(told?.secret)
  await stage.page.click('button')
  await stage.page.goto('about:blank')
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await settled()
  expect([...events('waits'), ...events('gone'), ...events('click')]).toEqual([])
  expect(new Set(batches().map(({ visitorId }) => visitorId)).size).toBe(2)
})

test('whom the server could not forget at once is told again by the next page, and a visitor of another tracker is not', async () => {
  await open()
  await stage.ingest.until(({ name }) => name === 'page_view')
  await laterCame()
  stage.ingest.forgetAnswers.push(503)
  await stage.page.evaluate(`UserTracker.reset({ forget: true })`)
  await expect.poll(() => stage.ingest.forgotten.length).toBe(1)
  expect(await kept()).toEqual([`playhead_forgotten_${KEY}`])
  await open()
  await expect.poll(() => stage.ingest.forgotten.length).toBe(2)
  const [first, second] = stage.ingest.forgotten
  expect(second).toEqual(first)
  await expect.poll(kept).not.toContain(`playhead_forgotten_${KEY}`)

  await stage.page.evaluate(
    `localStorage.setItem('playhead_visitor', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff')`,
  )
  await open()
  await laterCame()
  await stage.page.evaluate(`UserTracker.reset({ forget: true })`)
  await expect.poll(kept).toEqual([])
  expect(stage.ingest.forgotten).toHaveLength(2)
})

test('shares by page take a session from the page on that names it, and keep it on all others', async () => {
  stage.site.page(
    '/',
    `<title>Rules</title><script src="${stage.ingest.origin}/tracker.js"></script>
    <script>UserTracker.init({ key: '${KEY}', flushInterval: 100, sampling: [{ page: '/checkout*', rate: 1 }, { rate: 0 }] })</script>`,
  )
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.page.evaluate(`UserTracker.track('before'); history.pushState({}, '', '/checkout/pay')`)
  await stage.ingest.until(({ url }) => url?.endsWith('/checkout/pay') === true)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.page.evaluate(`UserTracker.track('after')`)
  await stage.ingest.until(({ name }) => name === 'after')
  expect(events('before')).toEqual([])
  expect(new Set(batches().map(({ sessionId }) => sessionId)).size).toBe(1)
})

test('with a cookie’s domain the subdomains of a site share visitor and session', async () => {
  const tag = stage.tag('data-cookie-domain="ferns.test" data-flush-interval="100"')
  const port = new URL(stage.site.origin).port
  await open(tag, `http://shop.ferns.test:${port}`)
  await stage.ingest.until(({ name }) => name === 'page_view')
  await open(tag, `http://blog.ferns.test:${port}`)
  await stage.ingest.until(({ url }) => url?.startsWith('http://blog') === true)
  const ids = batches().map(({ visitorId, sessionId }) => `${visitorId} ${sessionId}`)
  expect(new Set(ids).size).toBe(1)
  const cookies = await stage.context.cookies()
  expect(cookies.find(({ name }) => name === 'playhead_visitor')).toMatchObject({
    domain: '.ferns.test',
    sameSite: 'Lax',
  })
  // By the secret a visitor may be erased: the site's servers get the cookies, and never that.
  const [{ visitorId } = {}] = batches()
  const [shop] = (await stage.context.storageState()).origins.filter(({ origin }) => origin.includes('shop'))
  const secret = shop?.localStorage.find(({ name }) => name === 'playhead_secret')?.value ?? ''
  expect(secret).toContain(`${visitorId}~`)
  expect(cookies.map(({ value }) => value).join()).not.toContain(secret.split('~')[1])
})

test('ids that another tracker kept under its own key go on, and the variant stands in every event', async () => {
  const known = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'
  await stage.context.addInitScript(`localStorage.setItem('zerrah_session_id', '${known}')`)
  await open(stage.tag('data-storage-key="zerrah_session_id" data-cta-variant="B" data-flush-interval="100"'))
  await stage.ingest.until(({ name }) => name === 'page_view')
  await stage.page.click('button')
  await stage.ingest.until(({ name }) => name === 'click')
  expect(batches().every(({ visitorId }) => visitorId === known)).toBe(true)
  expect(stage.ingest.events().map(({ props }) => props['ctaVariant'])).not.toContain(undefined)
})

test('an API without encryption is warned of, unless it is this machine', async () => {
  stage.site.page('/', `<script src="${stage.ingest.origin}/tracker.js"></script>`)
  await stage.page.goto(`${stage.site.origin}/`)
  await stage.page.evaluate(`UserTracker.init({ key: '${KEY}', apiUrl: 'http://localhost:1/api/v1' })`)
  expect(stage.console.join()).not.toContain('in the clear')
  await stage.page.evaluate(
    `UserTracker.stop(); UserTracker.init({ key: '${KEY}', apiUrl: 'http://playhead.example/api/v1' })`,
  )
  await expect.poll(() => stage.console.join()).toContain('apiUrl is http')
})
