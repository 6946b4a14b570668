import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PresenceChange } from '../../../dashboard/src/people-online/online-people.ts'
import { openAsMember, openTheatre, type Stage, untilLive } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'
import { onlineAt } from './mock-people.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
const people = `/people?project=${shop.projectId}`
const visit = sessionAt(1, now, {
  userId: 'user-1',
  startedAt: now - 5 * 60_000,
  lastSeenAt: now - 5_000,
  endedAt: null,
  exitUrl: 'https://shop.example/cart',
})

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  stage.backend.state.sessions = [visit]
  stage.backend.state.online = onlineAt(now, ['mara_fern', 'ted_oak', 'ines_moss'])
})
afterEach(() => stage.close())

const rows = () => stage.page.locator('[data-person]')
const counted = (n: number) => stage.page.locator(`[data-online-count="${n}"]`).waitFor()
let version = 0
const tell = (userId: string, username: string | null, status: PresenceChange['status']) =>
  stage.backend.push({
    event: 'presence_update',
    data: { userId, username, status, timestamp: new Date().toISOString(), version: ++version },
  })

test('it tells who is online, whether they look, on which page and for how long, and what they did last', async () => {
  const { complaints } = stage
  await openAsMember(stage, people)
  await counted(3)
  const text = await rows().first().innerText()
  for (const part of ['mara_fern', 'user-1', '/cart', 'here for 5 min', 'Active now', 'Watch'])
    expect(text).toContain(part)
  expect(await rows().nth(2).innerText()).toContain('Away')
  expect(await rows().nth(1).innerText()).toContain('No running visit')
  await stage.page.getByText('1 away').waitFor()
  expect(complaints).toEqual([])
})

test('who comes, looks away and leaves is seen without a reload and without asking', async () => {
  const { backend } = stage
  await openAsMember(stage, people)
  await counted(3)
  await untilLive(stage.page)
  expect(backend.state.watches).toContainEqual({ event: 'watch_people' })
  const asked = () => backend.state.asked.filter(({ path }) => path === '/api/v1/presence/online').length
  await expect.poll(asked).toBe(2)
  tell('user-9', 'jonas_bark', 'online')
  await counted(4)
  await rows().first().getByText('jonas_bark').waitFor()
  tell('user-1', null, 'away')
  await stage.page.locator('[data-person="user-1"][data-presence=away]').getByText('mara_fern').waitFor()
  tell('user-2', null, 'offline')
  await counted(3)
  expect(await stage.page.locator('[data-person="user-2"]').count()).toBe(0)
  expect(asked()).toBe(2)
})

test('a search narrows the list and stands in the address; a person leads to their running visit', async () => {
  const { page } = stage
  await openAsMember(stage, people)
  await counted(3)
  await page.getByRole('textbox', { name: 'Search person or page' }).fill('cart')
  await page.waitForURL('**q=cart**')
  await expect.poll(() => rows().count()).toBe(1)
  await page.getByText('1 person fits that.').waitFor()
  await page.getByRole('textbox', { name: 'Search person or page' }).fill('nobody like this')
  await page.getByText('Nobody who is online fits that.').waitFor()
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await rows().first().click()
  await page.waitForURL(`**/sessions/${visit.sessionId}**`)
})

test('where nobody is online it says how a site tells it, and fills by itself', async () => {
  const { page, backend } = stage
  backend.state.online = []
  await openAsMember(stage, people)
  await page.getByText('None of your users is online right now').waitFor()
  await page.getByText('createPlayheadServer({').waitFor()
  await page.getByText('UserTracker.presence.start({').waitFor()
  await untilLive(page)
  tell('user-9', 'jonas_bark', 'online')
  await counted(1)
})

test('while the socket is down it asks, and goes back to being told', async () => {
  const { page, backend } = stage
  await openAsMember(stage, people)
  await untilLive(page)
  backend.state.socketsWork = false
  backend.dropSockets()
  await page.locator('[data-live-status=down]').waitFor()
  backend.state.online = onlineAt(now, ['mara_fern'])
  await counted(1)
  backend.state.socketsWork = true
  await untilLive(page)
})

test('a list that cannot be read says so, and is read again on demand', async () => {
  const { page, backend } = stage
  backend.state.faults.set('/api/v1/presence/online', {
    status: 400,
    body: { title: 'Bad', detail: 'It is not there.' },
  })
  await openAsMember(stage, people)
  await page.getByText('It is not there.').waitFor()
  backend.state.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await counted(3)
})

test('the list fits a narrow screen', async () => {
  await stage.close()
  stage = await theatre.openStage({ viewport: { width: 380, height: 780 } })
  stage.backend.state.sessions = [{ ...visit, exitUrl: `https://shop.example/${'long'.repeat(30)}` }]
  stage.backend.state.online = onlineAt(
    now,
    Array.from({ length: 30 }, (_, n) => `${'name'.repeat(20)}_${n}`),
  )
  await openAsMember(stage, people)
  await counted(30)
  expect(await stage.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
