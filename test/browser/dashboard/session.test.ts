import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventRows, openAsMember, openTheatre, type Stage, untilLive } from './dashboard-stage.ts'
import { eventAt, sessionAt, shop } from './fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
const session = sessionAt(0, now)
const address = `/sessions/${session.sessionId}?project=${shop.projectId}`

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  stage.backend.state.sessions = [session]
  stage.backend.state.events = Array.from({ length: 260 }, (_, n) => eventAt(n, session))
})
afterEach(() => stage.close())

const events = (n: number) => stage.page.getByText(`${n} events`, { exact: true })

test('the events of a session are listed in order, with when, what and on what', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, address)
  await eventRows(page).nth(4).waitFor()
  const lines = await eventRows(page).allInnerTexts()
  expect(lines[0]).toMatch(/^0:00\.0\s+page_view\s+\//)
  expect(lines[1]).toContain('Add to cart')
  expect(lines[4]).toContain("Cannot read properties of undefined (reading 'price')")
  expect(complaints).toEqual([])
})

test('an event opens to all that was sent with it', async () => {
  const { page } = stage
  await openAsMember(stage, address)
  await eventRows(page).nth(5).click()
  const item = page.locator('li', { has: page.locator('[aria-expanded=true]') })
  await item.getByText('Checkout Started').waitFor()
  expect(await item.innerText()).toContain('"total": 129.9')
})

test('a long session is read to its end, and only what is in sight exists', async () => {
  const { page, backend } = stage
  backend.state.events = Array.from({ length: 2_300 }, (_, n) => eventAt(n, session))
  await openAsMember(stage, address)
  await page.getByText('2,300 events', { exact: true }).waitFor()
  expect(await eventRows(page).count()).toBeLessThan(60)
  const cursors = backend.state.asked
    .filter(({ path, search }) => path.endsWith('/events') && search.has('cursor'))
    .map(({ search }) => search.get('cursor'))
  // The last page is read once more when the socket is there: something may have come before it was.
  expect([...new Set(cursors)]).toEqual(['1000', '2000'])
})

test('search and kinds stand in the URL and survive a reload', async () => {
  const { page } = stage
  await openAsMember(stage, address)
  await events(260).waitFor()
  await page.getByRole('group', { name: 'Kinds of events' }).getByText('Other').click()
  await page.getByText('43 of 260').waitFor()
  await page.getByLabel('Search the events').fill('blog')
  await page.waitForURL(/q=blog/)
  expect(page.url()).toContain('kinds=other')
  const found = await page.getByText(/^\d+ of 260$/).innerText()
  expect(Number.parseInt(found, 10)).toBeLessThan(43)
  await page.reload()
  await page.getByText(found).waitFor()
  for (const line of await eventRows(page).allInnerTexts()) expect(line).toContain('scroll')
  await page.getByLabel('Search the events').fill('nothing of the kind')
  await page.getByRole('button', { name: 'Show all' }).click()
  await events(260).waitFor()
})

test('events of a running session appear as they happen, once each', async () => {
  const { page, backend } = stage
  backend.state.events = [eventAt(0, session)]
  await openAsMember(stage, address)
  await untilLive(page)
  expect(backend.state.watches).toEqual([
    { event: 'watch_session', data: { sessionId: session.sessionId, replay: true } },
  ])
  const pushed = [eventAt(0, session), eventAt(5, session, { name: 'order_paid' })]
  backend.push({ event: 'session_events', data: { sessionId: session.sessionId, events: pushed } })
  backend.push({ event: 'session_events', data: { sessionId: session.sessionId, events: pushed } })
  await eventRows(page).nth(1).getByText('order_paid').waitFor()
  await events(2).waitFor()
  expect(await eventRows(page).count()).toBe(2)
})

test('events stored while the socket is down are all caught up with', async () => {
  const { page, backend } = stage
  backend.state.events = backend.state.events.slice(0, 40)
  await openAsMember(stage, address)
  await untilLive(page)
  await events(40).waitFor()
  backend.state.socketsWork = false
  backend.dropSockets()
  await page.locator('[data-live-status=down]').waitFor()
  backend.state.events = Array.from({ length: 340 }, (_, n) => eventAt(n, session))
  await events(340).waitFor()
})

test('the counts of a running session follow what is pushed, never back', async () => {
  const { page, backend } = stage
  backend.state.events = []
  await openAsMember(stage, address)
  await untilLive(page)
  const later = { ...session, lastSeenAt: session.lastSeenAt + 1_000, clicks: 4321 }
  backend.push({ event: 'session_update', data: { session: later } })
  await page.getByText('4,321 clicks').waitFor()
  backend.push({ event: 'session_update', data: { session } })
  const ended = { ...later, endedAt: later.lastSeenAt }
  backend.push({ event: 'session_update', data: { session: ended } })
  await page.getByText(/^Visited/).waitFor()
  await page.getByText('4,321 clicks').waitFor()
  await page.locator('[data-live-status]').waitFor({ state: 'detached' })
})

test('a session that goes on says for how long', async () => {
  const { page } = stage
  await openAsMember(stage, address)
  await page.getByText(/^On the site now, for \d+ min \d\d s$/).waitFor()
})

test('a session that has ended is shown without a socket', async () => {
  const { page, backend } = stage
  backend.state.sessions = [{ ...session, endedAt: now }]
  await openAsMember(stage, address)
  await eventRows(page).first().waitFor()
  await page.getByText(/^Visited/).waitFor()
  expect(backend.state.asked.some(({ path }) => path === '/api/v1/socket-tickets')).toBe(false)
})

test('all that is known of the visit is one press away', async () => {
  const { page } = stage
  await openAsMember(stage, address)
  await page.getByRole('button', { name: 'Details' }).click()
  const dialog = page.getByRole('dialog', { name: 'Details' })
  await dialog.getByText(session.visitorId).waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await dialog.waitFor({ state: 'detached' })
})

test('a session that does not exist says so', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, `/sessions/00000000-0000-4000-8000-00000000dead?project=${shop.projectId}`)
  await page.getByRole('heading', { name: 'No such session' }).waitFor()
  expect(complaints).toEqual([])
})
