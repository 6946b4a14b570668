import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Session } from '../../../core/sessions/session.ts'
import { openAsMember, openTheatre, type Stage, sessionRows, untilLive } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
const board = `/live?project=${shop.projectId}`
const here = (n: number, change: Partial<Session> = {}) =>
  sessionAt(n, now, {
    startedAt: now - n * 60_000,
    lastSeenAt: now - 5_000,
    endedAt: null,
    bot: false,
    ...change,
  })

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  stage.backend.state.sessions = [
    here(1, { exitUrl: 'https://shop.example/cart', lastEvent: 'click', referrerHost: 'search.example' }),
    here(2, { exitUrl: 'https://shop.example/cart?coupon=1', lastEvent: 'checkout_started' }),
    here(3, { exitUrl: 'https://shop.example/' }),
    sessionAt(40, now),
  ]
})
afterEach(() => stage.close())

const rows = () => stage.page.locator('[data-live-session]')
const nav = () => stage.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Live/ })
const counted = (n: number) => stage.page.locator(`[data-live-count="${n}"]`).waitFor()
const push = (session: Session) => stage.backend.push({ event: 'session_update', data: { session } })

test('the board tells who is there, on which page, since when, from where, and what they did last', async () => {
  const { complaints } = stage
  await openAsMember(stage, board)
  await counted(3)
  const text = await rows().first().innerText()
  for (const part of [
    'customer-1001@shop.example',
    'United States',
    '/cart',
    'from search.example',
    'Clicked',
  ])
    expect(text).toContain(part)
  expect(text).toMatch(/1 min \d\d s/)
  expect(await rows().nth(1).innerText()).toContain('checkout started')
  expect(await nav().innerText()).toMatch(/Live\s*3/)
  expect(complaints).toEqual([])
})

test('who comes, moves on and leaves is seen without a reload and without asking', async () => {
  const { page, backend } = stage
  await openAsMember(stage, board)
  await counted(3)
  await untilLive(page)
  await expect
    .poll(() => backend.state.asked.filter(({ path }) => path === '/api/v1/sessions').length, {
      timeout: 8_000,
    })
    .toBe(2)
  push(
    here(0, {
      sessionId: sessionAt(900, now).sessionId,
      userId: 'grace@shop.example',
      lastSeenAt: Date.now(),
    }),
  )
  await counted(4)
  await rows().first().getByText('grace@shop.example').waitFor()
  push(here(2, { exitUrl: 'https://shop.example/thanks', lastEvent: 'order_placed', lastSeenAt: Date.now() }))
  await rows().getByText('/thanks').waitFor()
  await rows().getByText('order placed').waitFor()
  push(here(3, { endedAt: Date.now(), lastSeenAt: Date.now() }))
  await counted(3)
  const asked = backend.state.asked.filter(({ path }) => path === '/api/v1/sessions')
  expect(asked).toHaveLength(2)
})

test('who falls silent leaves by the clock alone', async () => {
  const { page } = stage
  await page.clock.install({ time: now })
  await openAsMember(stage, board)
  await counted(3)
  await page.clock.runFor(4 * 60_000)
  push(here(1, { lastSeenAt: now + 4 * 60_000 }))
  await page.clock.runFor(2 * 60_000)
  await counted(1)
  await rows().first().getByText('customer-1001@shop.example').waitFor()
})

test('grouped by page the busiest comes first, whatever follows its path; and a row leads to its session', async () => {
  const { page } = stage
  await openAsMember(stage, board)
  await counted(3)
  await page.getByText('By page', { exact: true }).click()
  await page.waitForURL('**by=page**')
  const headings = page.getByRole('heading', { level: 2 })
  await expect
    .poll(() => headings.allInnerTexts(), { timeout: 8_000 })
    .toEqual(['/cart\n2', '/\n1'].map((text) => expect.stringMatching(text.replace('\n', '\\s*'))))
  await rows().first().click()
  await page.waitForURL(`**/sessions/${sessionAt(1, now).sessionId}**`)
})

test('an empty board says so, and fills by itself', async () => {
  const { page, backend } = stage
  backend.state.sessions = [sessionAt(40, now)]
  await openAsMember(stage, board)
  await page.getByText('Nobody is on the site right now').waitFor()
  await untilLive(page)
  push(here(1, { lastSeenAt: Date.now() }))
  await counted(1)
})

test('while the socket is down the board asks, and it goes back to being told', async () => {
  const { page, backend } = stage
  await openAsMember(stage, board)
  await untilLive(page)
  backend.state.socketsWork = false
  backend.dropSockets()
  await page.locator('[data-live-status=down]').waitFor()
  backend.state.sessions.unshift(
    here(0, { sessionId: sessionAt(900, now).sessionId, lastSeenAt: Date.now() }),
  )
  await counted(4)
  backend.state.socketsWork = true
  await untilLive(page)
})

test('the count beside the way to the board is there on other screens, without a socket of its own', async () => {
  const { page, backend } = stage
  await openAsMember(stage, `/settings/project?project=${shop.projectId}`)
  await expect.poll(() => nav().innerText(), { timeout: 8_000 }).toMatch(/3$/)
  expect(backend.state.watches).toEqual([])
  await page.getByRole('link', { name: 'Sessions', exact: true }).click()
  await sessionRows(page).first().waitFor()
  await untilLive(page)
  push(here(0, { sessionId: sessionAt(900, now).sessionId, lastSeenAt: Date.now() }))
  await expect.poll(() => nav().innerText(), { timeout: 8_000 }).toMatch(/4$/)
})

test('the board fits a narrow screen', async () => {
  await stage.close()
  stage = await theatre.openStage({ viewport: { width: 380, height: 780 } })
  stage.backend.state.sessions = Array.from({ length: 30 }, (_, n) =>
    here(n + 1, { exitUrl: `https://shop.example/${'long'.repeat(30)}` }),
  )
  await openAsMember(stage, board)
  await counted(30)
  expect(await stage.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
