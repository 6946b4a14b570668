import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage, sessionRows, untilLive } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
const list = `/sessions?project=${shop.projectId}`
const another = (change = {}) =>
  sessionAt(900, now, {
    startedAt: now,
    lastSeenAt: now,
    endedAt: null,
    userId: 'grace@shop.example',
    ...change,
  })

const boxOf = async (found: Locator) => {
  const box = await found.boundingBox()
  if (!box) throw new Error('It is not on the page.')
  return { ...box, right: box.x + box.width }
}

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  stage.backend.state.sessions = Array.from({ length: 120 }, (_, n) => sessionAt(n, now))
})
afterEach(() => stage.close())

test('sessions are listed newest first, with what one needs to choose', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, list)
  const second = sessionRows(page).nth(1)
  await second.waitFor()
  const text = await second.innerText()
  for (const part of [
    'customer-1001@shop.example',
    'United States',
    '/cart',
    '2 pages · 7 clicks · 43 events',
    '1 min 57 s',
  ])
    expect(text).toContain(part)
  expect(text).toMatch(/1\d min ago/)
  await second.getByRole('img', { name: 'Mobile Safari 19' }).waitFor()
  await second.getByRole('img', { name: 'Live now' }).waitFor()
  expect(await page.title()).toBe('Sessions · Shop · Playhead')
  expect(complaints).toEqual([])
})

test('a new session appears on top without a reload, and changes in place after that', async () => {
  const { page, backend } = stage
  await openAsMember(stage, list)
  await sessionRows(page).first().waitFor()
  await untilLive(page)
  expect(backend.state.watches).toEqual([{ event: 'watch_sessions' }])
  backend.push({ event: 'session_update', data: { session: another() } })
  await sessionRows(page).first().getByText('grace@shop.example').waitFor()
  const error = another({ lastSeenAt: now + 1_000, errors: 7 })
  backend.push({ event: 'session_update', data: { session: error } })
  await sessionRows(page).first().getByTitle('7 errors').waitFor()
  expect(await sessionRows(page).getByText('grace@shop.example').count()).toBe(1)
})

test('while the socket is down the list asks, and it goes back to being told', async () => {
  const { page, backend } = stage
  await openAsMember(stage, list)
  await untilLive(page)
  backend.state.socketsWork = false
  backend.dropSockets()
  await page.locator('[data-live-status=down]').waitFor()
  backend.state.sessions.unshift(another())
  await sessionRows(page).first().getByText('grace@shop.example').waitFor()
  backend.state.socketsWork = true
  await untilLive(page)
})

test('what happened while the socket was away is caught up with when it is back', async () => {
  const { page, backend } = stage
  await openAsMember(stage, list)
  await untilLive(page)
  backend.state.sessions.unshift(another())
  backend.dropSockets()
  await sessionRows(page).first().getByText('grace@shop.example').waitFor()
})

test('the first session of a project takes the place of the instructions', async () => {
  const { page, backend, complaints } = stage
  backend.state.sessions = []
  await openAsMember(stage, list)
  await page.getByText('Nobody has been here yet').waitFor()
  await page.getByText(`data-key="${shop.publishableKey}"`).waitFor()
  await untilLive(page)
  backend.push({ event: 'session_update', data: { session: another() } })
  await sessionRows(page).first().getByText('grace@shop.example').waitFor()
  expect(complaints).toEqual([])
})

const ids = async (page: Page) =>
  Promise.all((await sessionRows(page).all()).map((row) => row.getAttribute('data-session')))
const addFilter = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('option', { name, exact: true }).click()
}

test('filters are added from a menu, changed and removed by their chips, stand in the URL and survive a reload', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, list)
  await page.getByText('50+ sessions').waitFor()
  await addFilter(page, 'Errors')
  await addFilter(page, 'Device')
  await page.getByRole('button', { name: 'Mobile' }).click()
  await page.getByRole('textbox', { name: /^Search/ }).fill('safari')
  await page.waitForURL(
    ({ searchParams }) =>
      searchParams.get('device') === 'mobile' &&
      searchParams.get('hasErrors') === 'true' &&
      searchParams.get('q') === 'safari',
  )
  await page.getByText('3 sessions', { exact: true }).waitFor()
  const before = await ids(page)
  await page.reload()
  await page.getByText('3 sessions', { exact: true }).waitFor()
  expect(await ids(page)).toEqual(before)
  expect(await page.getByRole('textbox', { name: /^Search/ }).inputValue()).toBe('safari')
  await page.getByRole('button', { name: 'Change the filter With errors' }).click()
  await page.getByRole('button', { name: 'Without errors' }).click()
  await page.getByRole('button', { name: 'Change the filter Without errors' }).waitFor()
  await page.getByText('21 sessions', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Remove the filter Device: Mobile' }).click()
  await page.waitForURL(({ searchParams }) => !searchParams.has('device'))
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await page.getByText('50+ sessions').waitFor()
  expect(complaints).toEqual([])
})

test('values are offered from the sessions that are there, and typed ones are understood', async () => {
  const { page } = stage
  await openAsMember(stage, list)
  await sessionRows(page).first().waitFor()
  await addFilter(page, 'Country')
  await page.getByRole('option', { name: 'Japan (JP)' }).click()
  await page.waitForURL('**country=JP**')
  await addFilter(page, 'Longer than')
  await page.getByRole('textbox', { name: 'Longer than' }).fill('1:xx')
  await page.getByText('Write it as 90, 1:30 or 2 min.').waitFor()
  await page.getByRole('textbox', { name: 'Longer than' }).fill('10 min')
  await page.keyboard.press('Enter')
  await page.waitForURL('**minDuration=600000**')
  await page.getByText('At least 10 min 00 s').waitFor()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('combobox', { name: 'Find a filter' }).fill('brow')
  await page.keyboard.press('Enter')
  await page.locator('[data-filter=browser]').getByText('Browser').waitFor()
  // Its editor is fetched when it is first wanted, and hears keys once it has the focus.
  await expect
    .poll(() => page.evaluate(`document.activeElement.closest('[role=dialog]') !== null`))
    .toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Change the filter Browser/ }).waitFor({ state: 'detached' })
})

test('what a list shows is what the API was asked for', async () => {
  const { page, backend } = stage
  const query = 'span=7d&hasDeadClicks=true&minPages=2&referrer=direct&event=Checkout%20Started&sort=errors'
  await openAsMember(stage, `${list}&${query}`)
  await page.getByText('No session fits these filters').waitFor()
  const asked = backend.state.asked.findLast(
    ({ path, search }) => path === '/api/v1/sessions' && !search.has('live'),
  )
  const { from, ...others } = Object.fromEntries(asked?.search ?? [])
  expect(others).toEqual({
    projectId: shop.projectId,
    limit: '50',
    hasDeadClicks: 'true',
    minPages: '2',
    referrer: 'direct',
    event: 'Checkout Started',
    sort: 'errors',
  })
  expect(Number(from)).toBeGreaterThan(now - 7 * 24 * 3_600_000 - 1)
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await sessionRows(page).first().waitFor()
})

test('another order puts the greatest first', async () => {
  const { page } = stage
  await openAsMember(stage, list)
  await sessionRows(page).first().waitFor()
  await page.getByLabel('Order').selectOption('Most errors')
  await page.waitForURL('**sort=errors**')
  await sessionRows(page).first().getByTitle('3 errors').waitFor()
})

test('a pushed session that does not fit the filters stays out, and one that no longer fits goes', async () => {
  const { page, backend } = stage
  await openAsMember(stage, `${list}&device=mobile&hasErrors=false`)
  await untilLive(page)
  backend.push({ event: 'session_update', data: { session: another({ device: 'tablet' }) } })
  const fits = another({ sessionId: sessionAt(901, now).sessionId, device: 'mobile', userId: 'fits' })
  backend.push({ event: 'session_update', data: { session: fits } })
  await sessionRows(page).first().getByText('fits').waitFor()
  expect(await page.getByText('grace@shop.example').count()).toBe(0)
  const broken = { ...fits, errors: 1, lastSeenAt: now + 1_000 }
  backend.push({ event: 'session_update', data: { session: broken } })
  await page.getByText('fits', { exact: true }).waitFor({ state: 'detached' })
})

test('a search goes on by itself for a while, says how far back it looked, and further when it is asked', async () => {
  const { page, backend } = stage
  backend.state.sessions = Array.from({ length: 120 }, (_, n) =>
    sessionAt(n, now, { hasReplay: n % 30 === 29, bot: false }),
  )
  backend.state.readsMax = 10
  await openAsMember(stage, `${list}&hasReplay=true`)
  await page.getByText(/^Searched back to/).waitFor()
  const cursors = backend.state.asked
    .filter(({ path, search }) => path === '/api/v1/sessions' && !search.has('live'))
    .map(({ search }) => search.get('cursor'))
  expect(new Set(cursors)).toEqual(new Set([null, '10', '20', '30', '40']))
  await page.getByText('1+ sessions').waitFor()
  await page.getByRole('button', { name: 'Search further' }).click()
  await page.getByText('3+ sessions').waitFor()
  await page.getByRole('button', { name: 'Search further' }).click()
  await page.getByText('4 sessions', { exact: true }).waitFor()
  await page.getByText('That is all of them.').waitFor()
})

test('a hundred thousand sessions are walked like a hundred: what comes next is there before the reader', async () => {
  const { page, backend } = stage
  backend.state.sessions = Array.from({ length: 100_000 }, (_, n) => sessionAt(n, now))
  await openAsMember(stage, list)
  await page.getByText('50+ sessions').waitFor()
  for (let n = 0; n < 12; n++) await page.mouse.wheel(0, 1_500)
  await expect
    .poll(
      async () =>
        Number(
          (await page.getByRole('status').allInnerTexts())
            .join()
            .match(/([\d,]+)\+ sessions/)?.[1]
            ?.replace(',', ''),
        ),
      { timeout: 8_000 },
    )
    .toBeGreaterThan(300)
  // However many are loaded, only those near the screen exist.
  expect(await sessionRows(page).count()).toBeLessThan(50)
  const rows = page.getByRole('list', { name: 'Sessions' })
  expect(((await boxOf(rows)).height * 10) % 610).toBe(0)
})

/** Asked anew each time: what waits inside the page is evaluated there, which its policy forbids. */
const scrolled = () => stage.page.evaluate('window.scrollY')

test('new sessions do not move the rows of somebody who reads further down', async () => {
  const { page, backend } = stage
  await openAsMember(stage, list)
  await untilLive(page)
  await page.mouse.wheel(0, 1_500)
  await expect.poll(scrolled, { timeout: 8_000 }).toBeGreaterThan(1_000)
  backend.push({ event: 'session_update', data: { session: another() } })
  const pill = page.getByRole('button', { name: '1 new session' })
  await pill.waitFor()
  const [above, titles] = [await boxOf(pill), await boxOf(page.getByText('With', { exact: true }))]
  expect(above.y + above.height).toBeLessThan(titles.y)
  await pill.click()
  await sessionRows(page).first().getByText('grace@shop.example').waitFor()
  await expect.poll(scrolled, { timeout: 8_000 }).toBe(0)
})

test('the list is walked and opened by keyboard, and the way back leads to the same filters', async () => {
  const { page } = stage
  await openAsMember(stage, `${list}&bot=false`)
  await sessionRows(page).first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/sessions/${sessionAt(1, now).sessionId}?project=${shop.projectId}`)
  await page.getByRole('main').getByRole('link', { name: 'Sessions' }).click()
  await page.waitForURL('**bot=false**')
  await sessionRows(page).first().waitFor()
})

test('back from a session by the browser, the focus is on its row again', async () => {
  const { page } = stage
  await openAsMember(stage, list)
  await sessionRows(page).first().waitFor()
  for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key)
  await page.getByRole('heading', { name: 'customer-1001@shop.example' }).waitFor()
  const focused = () => page.evaluate('document.activeElement.dataset.session ?? document.activeElement.id')
  await expect.poll(focused).toBe('main')
  await page.goBack()
  await expect.poll(focused).toBe(sessionAt(1, now).sessionId)
  await page.keyboard.press('j')
  expect(await focused()).toBe(sessionAt(2, now).sessionId)
})

test('back from a session the list stands where it stood, as far as it was loaded', async () => {
  const { page, backend } = stage
  await openAsMember(stage, list)
  await page.getByText('50+ sessions').waitFor()
  await page.mouse.wheel(0, 2_000)
  await page.getByText('120 sessions', { exact: true }).waitFor()
  await page.mouse.wheel(0, 1_500)
  await expect.poll(scrolled, { timeout: 8_000 }).toBe(3_500)
  const row = sessionRows(page).nth(12)
  const { y } = await boxOf(row)
  const id = await row.getAttribute('data-session')
  await row.click()
  await page.waitForURL(`**/sessions/${id}**`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const before = backend.state.asked.length
  await page.goBack()
  await expect.poll(scrolled, { timeout: 8_000 }).toBe(3_500)
  const again = page.locator(`[data-session="${id}"]`)
  expect((await boxOf(again)).y).toBe(y)
  await expect
    .poll(() => page.evaluate('document.activeElement.dataset.session'), { timeout: 8_000 })
    .toBe(id)
  // What was loaded is not loaded again: the newest page is looked at for what was missed, nothing else.
  const reread = backend.state.asked.slice(before).filter(({ path }) => path === '/api/v1/sessions')
  expect(reread.length).toBeLessThanOrEqual(2)
})

test('a slash goes to the search, Escape out of it, and neither is heard in a field', async () => {
  const { page } = stage
  await openAsMember(stage, list)
  await sessionRows(page).first().waitFor()
  await page.keyboard.press('/')
  const field = page.getByRole('textbox', { name: /^Search/ })
  await page.keyboard.type('jk/')
  expect(await field.inputValue()).toBe('jk/')
  await page.keyboard.press('Escape')
  expect(await page.evaluate('document.activeElement === document.body')).toBe(true)
})

test.each([1280, 1200, 380])('at %i px a long name gives way to the signs after it', async (width) => {
  await stage.close()
  stage = await theatre.openStage({ viewport: { width, height: 780 } })
  const { page, backend } = stage
  const userId = 'a-customer-with-quite-a-long-name-indeed-and-more@subdomain.shop.example'
  backend.state.sessions = [sessionAt(0, now, { userId, bot: true })]
  await openAsMember(stage, list)
  const isCut = (box: { scrollWidth: number; clientWidth: number }) => box.scrollWidth > box.clientWidth
  const check = async (row: Locator) => {
    const badge = row.locator('[class*=Badge-root]', { hasText: /^Bot$/ })
    const [name, dot, bot] = [row.getByTitle(userId), row.getByRole('img', { name: 'Live now' }), badge]
    expect((await boxOf(name)).right).toBeLessThan((await boxOf(dot)).x)
    expect(await boxOf(dot)).toMatchObject({ width: 8, height: 8 })
    expect((await boxOf(dot)).right).toBeLessThan((await boxOf(bot)).x)
    expect((await boxOf(bot)).right).toBeLessThanOrEqual((await boxOf(row)).right)
    expect(await badge.locator('*').evaluate(isCut)).toBe(false)
  }
  await sessionRows(page).first().waitFor()
  await check(sessionRows(page).first())
  await sessionRows(page).first().click()
  const heading = page.getByRole('heading', { level: 1 })
  await heading.getByTitle(userId).waitFor()
  await check(heading)
})

test('what somebody came with stands below its column’s title, with a country or without', async () => {
  const { page } = stage
  await openAsMember(stage, list)
  await sessionRows(page).first().waitFor()
  const { x } = await boxOf(page.getByText('With', { exact: true }))
  for (const row of [0, 4]) {
    const device = sessionRows(page)
      .nth(row)
      .getByRole('img', { name: /^(Desktop|Tablet)$/ })
    expect((await boxOf(device)).x).toBe(x)
  }
})

test('a failed list says why and can be tried again', async () => {
  const { page, backend } = stage
  backend.state.faults.set('/api/v1/sessions', {
    status: 400,
    body: { title: 'Odd', detail: 'Not today.', code: 'x' },
  })
  await openAsMember(stage, list)
  await page.getByRole('alert').getByText('Not today.').waitFor()
  backend.state.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await sessionRows(page).first().waitFor()
})

test('the list fits a narrow screen', async () => {
  await stage.close()
  stage = await theatre.openStage({ viewport: { width: 380, height: 780 } })
  const { page, backend } = stage
  backend.state.sessions = Array.from({ length: 30 }, (_, n) => sessionAt(n, now))
  await openAsMember(stage, list)
  await sessionRows(page).first().waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  const card = await sessionRows(page).first().boundingBox()
  expect(card?.width).toBeGreaterThan(320)
})
