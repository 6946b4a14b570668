import type { Locator } from 'playwright-core'
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
  for (const part of ['customer-1001@shop.example', '/cart', 'US', '1 min 57 s']) expect(text).toContain(part)
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

test('filters stand in the URL and survive a reload', async () => {
  const { page } = stage
  await openAsMember(stage, list)
  await sessionRows(page).first().waitFor()
  await page.getByLabel('Device').selectOption('mobile')
  await page.getByText('With errors', { exact: true }).click()
  await page.getByRole('textbox').fill('safari')
  await page.waitForURL(
    ({ searchParams }) =>
      searchParams.get('device') === 'mobile' &&
      searchParams.get('errors') === 'true' &&
      searchParams.get('q') === 'safari',
  )
  const ids = async () =>
    Promise.all((await sessionRows(page).all()).map((row) => row.getAttribute('data-session')))
  await page.getByText('1 of the newest 50 sessions').waitFor()
  const before = await ids()
  await page.reload()
  await page.getByText('1 of the newest 50 sessions').waitFor()
  expect(await ids()).toEqual(before)
  expect(await page.getByLabel('Device').inputValue()).toBe('mobile')
  expect(await page.getByRole('textbox').inputValue()).toBe('safari')
  await page.getByRole('button', { name: 'Reset' }).click()
  await page.getByText('50+ sessions').waitFor()
})

test('older sessions are loaded on request, and a reload comes back as far', async () => {
  const { page } = stage
  await openAsMember(stage, list)
  await page.getByText('50+ sessions').waitFor()
  await page.getByRole('button', { name: 'Load more' }).click()
  await page.getByText('100+ sessions').waitFor()
  await page.waitForURL('**pages=2**')
  await page.reload()
  await page.getByText('100+ sessions').waitFor()
  await page.getByRole('button', { name: 'Load more' }).click()
  await page.getByText('120 sessions').waitFor()
  await page.getByText('That is all of them.').waitFor()
  // However many are loaded, only those near the screen exist.
  expect(await sessionRows(page).count()).toBeLessThan(50)
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
  const [above, titles] = [await boxOf(pill), await boxOf(page.getByText('From', { exact: true }))]
  expect(above.y + above.height).toBeLessThan(titles.y)
  await pill.click()
  await sessionRows(page).first().getByText('grace@shop.example').waitFor()
  await expect.poll(scrolled, { timeout: 8_000 }).toBe(0)
})

test('the list is walked and opened by keyboard, and the way back leads to the same filters', async () => {
  const { page } = stage
  await openAsMember(stage, `${list}&people=true`)
  await sessionRows(page).first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/sessions/${sessionAt(1, now).sessionId}?project=${shop.projectId}`)
  await page.getByRole('main').getByRole('link', { name: 'Sessions' }).click()
  await page.waitForURL('**people=true**')
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
  const { x } = await boxOf(page.getByText('From', { exact: true }))
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
