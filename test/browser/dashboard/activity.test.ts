import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'
import { activitiesAt } from './mock-people.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
// Noon, so that an hour more or less is the same day.
const now = new Date().setHours(12, 0, 0, 0)
const MINUTE = 60_000
const activity = (more = '') => `/activity?project=${shop.projectId}${more}`

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  stage.backend.state.activities = activitiesAt(now, 120, 30 * MINUTE)
})
afterEach(() => stage.close())

const rows = () => stage.page.locator('[data-activity]')
const total = (n: number) => stage.page.locator(`[data-activity-total="${n}"]`).waitFor()
const day = (at: number) => {
  const date = new Date(at)
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
    .map((n) => `${n}`.padStart(2, '0'))
    .join('-')
}

test('it tells who did what and when, newest first, by day, and reads on as one scrolls', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, activity())
  await total(120)
  expect(await rows().first().innerText()).toMatch(/mara_fern\s+posted a video\s+abc123/)
  expect(await rows().nth(4).innerText()).toMatch(/sent a message\s+conversation\s+c-17/)
  expect(await rows().nth(3).innerText()).toContain('plant repotted')
  await page.getByRole('heading', { name: 'Today' }).waitFor()
  await page.getByRole('heading', { name: 'Yesterday' }).waitFor()
  for (const least of [50, 100, 119]) {
    await expect.poll(() => rows().count(), { timeout: 8_000 }).toBeGreaterThanOrEqual(least)
    await rows().last().scrollIntoViewIfNeeded()
  }
  await page.getByText('That is all of the last 30 days.').waitFor()
  expect(await rows().count()).toBe(120)
  expect(complaints).toEqual([])
})

test('user, action and days narrow it, stand in the address, and are the API’s own filters', async () => {
  const { page, backend } = stage
  await openAsMember(stage, activity())
  await total(120)
  await page.getByLabel('User', { exact: true }).fill('user-1')
  await page.waitForURL('**user=user-1**')
  await total(30)
  await page.getByPlaceholder('Any action').fill('video_posted')
  await page.waitForURL('**action=video_posted**')
  await total(6)
  await page.getByLabel('From', { exact: true }).fill(day(now))
  await page.getByLabel('To', { exact: true }).fill(day(now))
  await total(2)
  const asked = backend.state.asked.findLast(({ path }) => path.endsWith('/user-activity'))
  expect(Object.fromEntries(asked?.search ?? [])).toMatchObject({
    userId: 'user-1',
    action: 'video_posted',
    offset: '0',
  })
  await page.reload()
  await total(2)
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await total(120)
})

test('a name leads to all that this user did', async () => {
  await openAsMember(stage, activity('&action=login'))
  await total(24)
  await rows().first().getByRole('link', { name: 'ted_oak' }).click()
  await stage.page.waitForURL('**user=user-2**')
  await total(6)
})

test('opened, an activity tells all that was said of it, and leads to its moment of the visit', async () => {
  const { page, backend } = stage
  const session = sessionAt(1, now, {
    userId: 'user-1',
    startedAt: now - 3 * MINUTE,
    lastSeenAt: now + MINUTE,
    endedAt: null,
  })
  backend.state.sessions = [session]
  await openAsMember(stage, activity())
  await rows().first().getByRole('button', { name: 'Details: mara_fern posted a video' }).click()
  for (const fact of ['duration', '30', 'tags', '["fern"]', 'user-1'])
    await rows().first().getByText(fact, { exact: true }).waitFor()
  await rows().first().getByRole('link', { name: 'See this moment in the session' }).click()
  await page.waitForURL(`**/sessions/${session.sessionId}?**at=${now}**`)
})

test('where no visit is known it says so', async () => {
  await openAsMember(stage, activity())
  await rows().nth(1).getByRole('button').click()
  await rows().nth(1).getByText('No visit is known of that moment.').waitFor()
})

test('nothing yet, and nothing that fits, are told apart; a failure can be tried again', async () => {
  const { page, backend } = stage
  backend.state.activities = []
  await openAsMember(stage, activity())
  await page.getByText('No activity yet').waitFor()
  await page.getByText("UserTracker.activity('video_posted'").waitFor()
  backend.state.activities = activitiesAt(now, 3, MINUTE)
  backend.state.faults.set('/api/v1/admin/analytics/user-activity', {
    status: 400,
    body: { title: 'Bad', detail: 'The days make no sense.' },
  })
  await page.goto(activity('&action=logout'))
  await page.getByText('The days make no sense.').waitFor()
  backend.state.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('Nobody did that').waitFor()
})

test('the log fits a narrow screen', async () => {
  await stage.close()
  stage = await theatre.openStage({ viewport: { width: 380, height: 780 } })
  stage.backend.state.activities = activitiesAt(now, 9, MINUTE).map((one) => ({
    ...one,
    username: 'name'.repeat(30),
    targetType: 'video',
    targetId: 'long'.repeat(25),
  }))
  await openAsMember(stage, activity())
  await total(9)
  await rows().first().getByRole('button').click()
  expect(await stage.page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
})
