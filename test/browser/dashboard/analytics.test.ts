import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { visitsUntil } from './analytics-visits.ts'
import { openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
const at = (path: string) => `/analytics/${path}${path.includes('?') ? '&' : '?'}project=${shop.projectId}`
const filtered = (filter: unknown) => `filter=${encodeURIComponent(JSON.stringify(filter))}`

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  // So tall that every card is in view.
  stage = await theatre.openStage({ timezoneId: 'UTC', viewport: { width: 1280, height: 2400 } })
  stage.backend.state.sessions = Array.from({ length: 6 }, (_, n) => sessionAt(n, now))
  stage.backend.state.visits = visitsUntil(now)
  stage.backend.state.engineNow = now
})
afterEach(() => stage.close())

const asked = (question: string) =>
  stage.backend.state.asked
    .filter(({ path }) => path === `/api/v1/analytics/${question}`)
    .map(({ body }) => body as Record<string, unknown>)
const lastAsked = (question: string) => asked(question).at(-1)
const figure = (name: string) => stage.page.locator(`[data-figure=${name}]`)
const card = (name: string) => stage.page.getByRole('region', { name, exact: true })
const row = (name: string) =>
  stage.page.getByRole('row').filter({ has: stage.page.getByRole('button', { name, exact: true }) })
const chart = () => stage.page.getByRole('slider')
const said = () => chart().getAttribute('aria-valuetext')
const chip = (words: string) =>
  stage.page.getByRole('button', { name: `Change the filter ${words}`, exact: true })

/** Persons with an event in the last seven days of UTC, as the test itself counts them. */
const visitorsOf7Days = (more: (facts: Record<string, string | null>) => boolean = () => true) => {
  const from = Math.floor(now / 86_400_000) * 86_400_000 - 6 * 86_400_000
  const here = stage.backend.state.visits.filter(
    ({ facts, events }) => more(facts) && events.some(({ ts }) => ts >= from),
  )
  return new Set(here.map(({ person }) => person)).size
}

test('a project is seen at a glance: its figures with their change, the course of one, and where they come from', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, '/analytics')
  await page.waitForURL('**/analytics/overview**')
  await figure('visitors').getByText(String(visitorsOf7Days()), { exact: true }).waitFor()
  expect(visitorsOf7Days()).toBeGreaterThan(20)
  expect(await figure('views').innerText()).toMatch(/^Views\n+[\d,]+\n*[+-]?[\d.]+%$/)
  expect(await said()).toMatch(/: \d+, before \d+$/)
  await figure('bounceRate').click()
  await page.waitForURL('**figure=bounceRate**')
  await expect.poll(said).toMatch(/: (?:[\d.]+%|–), before (?:[\d.]+%|–)$/)
  await row('/checkout').waitFor()
  await row('Direct').waitFor()
  await card('Events').scrollIntoViewIfNeeded()
  await row('order_placed').waitFor()
  await page.locator('[data-people-now="2"]').waitFor()
  expect(complaints).toEqual([])
})

test('a press on a row narrows every number, another one of the same widens it, and a cross takes it back', async () => {
  const { page } = stage
  await openAsMember(stage, at('overview'))
  await row('Germany').getByRole('button', { name: 'Germany' }).click()
  await chip('Country is Germany').waitFor()
  await figure('visitors')
    .getByText(String(visitorsOf7Days(({ country }) => country === 'DE')), { exact: true })
    .waitFor()
  expect(lastAsked('overview')?.['filter']).toEqual({ dimension: 'country', op: 'is', value: ['DE'] })
  await page.getByRole('button', { name: /^Remove the filter Country/ }).click()
  await figure('visitors').getByText(String(visitorsOf7Days()), { exact: true }).waitFor()
  expect(page.url()).not.toContain('filter=')
  await openAsMember(stage, at(`overview?${filtered({ dimension: 'country', op: 'is', value: ['SE'] })}`))
  await chip('Country is Sweden').waitFor()
  await page.reload()
  await chip('Country is Sweden').waitFor()
})

test('a filter is built by keyboard: what it is about, values that there are, and another one beside it', async () => {
  const { page } = stage
  await openAsMember(stage, at('overview'))
  await figure('visitors').waitFor()
  await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
  await page.getByRole('combobox', { name: 'Find what to filter by' }).fill('countr')
  await page.keyboard.press('Enter')
  const values = page.getByRole('combobox', { name: 'Values of Country' })
  await values.fill('swed')
  await page.getByRole('option', { name: /^Sweden/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Or something else' }).click()
  await page.getByRole('combobox', { name: 'Find what to filter by' }).fill('plan')
  await page.getByRole('option', { name: '“plan”' }).click()
  await page.getByRole('combobox', { name: 'Values of plan' }).fill('pr')
  await page.getByRole('option', { name: /^pro/ }).click()
  await page.getByRole('button', { name: 'Apply' }).click()
  await chip('Country is Sweden or plan is pro').waitFor()
  expect(lastAsked('overview')?.['filter']).toEqual({
    and: [
      {
        or: [
          { dimension: 'country', op: 'is', value: ['SE'] },
          { dimension: 'props.plan', op: 'is', value: ['pro'] },
        ],
      },
    ],
  })
})

test('between parts stands “and”; pressed, any of them is enough', async () => {
  const { page } = stage
  const both = {
    and: [
      { dimension: 'country', op: 'is', value: ['SE'] },
      { dimension: 'device', op: 'is', value: ['mobile'] },
    ],
  }
  await openAsMember(stage, at(`overview?${filtered(both)}`))
  await page.getByRole('button', { name: 'All must hold; change to any' }).click()
  await page.getByRole('button', { name: 'Any must hold; change to all' }).waitFor()
  await expect.poll(() => lastAsked('overview')?.['filter']).toEqual({ or: both.and })
})

test('a filter that the engine would refuse is not taken out of a URL, and asks for nothing', async () => {
  await openAsMember(stage, at(`overview?${filtered({ dimension: 'page', op: 'matches', value: '(' })}`))
  await figure('visitors').getByText(String(visitorsOf7Days()), { exact: true }).waitFor()
  expect(lastAsked('overview')).not.toHaveProperty('filter')
})

test('the course is walked by keys, and a pressed interval opens to its sessions or to its hours', async () => {
  const { page } = stage
  await openAsMember(stage, at('overview'))
  await chart().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  const third = await said()
  await page.keyboard.press('Enter')
  const link = page.getByRole('link', { name: 'Sessions', exact: true }).last()
  const day = Math.floor(now / 86_400_000) * 86_400_000 - 4 * 86_400_000
  expect(await link.getAttribute('href')).toMatch(
    new RegExp(`^/sessions\\?.*from=${day}&to=${day + 86_400_000}&bot=false`),
  )
  expect(third).toMatch(/: \d+, before \d+$/)
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect
    .poll(() => lastAsked('timeline'))
    .toMatchObject({ from: day, to: day + 86_400_000, interval: 'hour' })
  await chart().focus()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('button', { name: 'Zoom in' }).count()).toBe(0)
})

test('a row leads to its sessions where the list can show exactly those, and else offers none', async () => {
  const { page } = stage
  await openAsMember(stage, at('overview'))
  const sessions = page.getByRole('link', { name: 'Sessions: Sweden' })
  expect(await sessions.getAttribute('href')).toContain('country=SE')
  await row('/checkout').waitFor()
  expect(await page.getByRole('link', { name: 'Sessions: /checkout' }).count()).toBe(0)
  await sessions.click()
  await page.getByRole('button', { name: 'Change the filter Country: Sweden' }).waitFor()
})

test('all rows are searched, put in another order, and taken along as a file', async () => {
  const { page } = stage
  await openAsMember(stage, at('overview'))
  await page.getByRole('button', { name: 'Show all: Pages' }).click()
  const dialog = page.getByRole('dialog', { name: 'Pages' })
  await dialog.getByText('10 rows').waitFor()
  await dialog.getByRole('textbox').fill('PRODUCT')
  await dialog.getByText('2 rows').waitFor()
  await dialog.getByRole('combobox', { name: 'Order' }).selectOption('views')
  await expect.poll(() => lastAsked('breakdown')?.['orderBy']).toBe('views')
  await dialog.getByText('2 rows').waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^pages-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/)
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n')
  expect(lines[0]).toBe('\uFEFFPage,Visitors,Views,Sessions,Events,Bounce rate,"Duration, s"')
  expect(
    lines
      .slice(1)
      .filter(Boolean)
      .map((line) => line.split(',')[0])
      .toSorted(),
  ).toEqual(['/product/boston-fern', '/product/snake-plant'])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
})

test('the time is chosen by its name or by dates, compared to nothing if one likes, and goes along to the next screen', async () => {
  const { page } = stage
  await openAsMember(stage, at('overview'))
  await page.getByRole('button', { name: 'Last 7 days' }).click()
  await page.getByRole('button', { name: 'Last 30 days' }).click()
  await expect.poll(() => lastAsked('overview')).toMatchObject({ period: '30d', compare: 'previous' })
  await page.getByRole('combobox', { name: 'Comparison' }).selectOption('none')
  await expect.poll(() => lastAsked('overview')).toMatchObject({ period: '30d', compare: 'none' })
  await expect.poll(() => figure('views').innerText()).toMatch(/^Views\n+[\d,]+$/)
  await page.getByRole('combobox', { name: 'Interval' }).selectOption('week')
  await expect.poll(() => lastAsked('timeline')).toMatchObject({ interval: 'week' })
  await page.getByRole('button', { name: 'Last 30 days' }).click()
  await page.getByLabel('From').fill('2026-11-01')
  await page.getByLabel('To', { exact: true }).fill('2026-11-03')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect.poll(() => lastAsked('overview')).toMatchObject({ from: '2026-11-01', to: '2026-11-03' })
  await page.getByRole('navigation', { name: 'Analytics' }).getByRole('link', { name: 'Events' }).click()
  await expect.poll(() => lastAsked('events')).toMatchObject({ from: '2026-11-01', to: '2026-11-03' })
})

test('a new project says how to begin; one with a quiet week shows that it was quiet', async () => {
  const { page, backend } = stage
  backend.state.visits = []
  await openAsMember(stage, at('overview'))
  await page.getByText('Nothing in this time.').first().waitFor()
  expect(await page.getByText('Nobody has been here yet').count()).toBe(0)
  backend.state.sessions = []
  await page.reload()
  await page.getByText('Nobody has been here yet').waitFor()
  expect(await figure('visitors').count()).toBe(0)
})

test('a time in which only bots came says so, and counts them on demand', async () => {
  const { page, backend } = stage
  backend.state.visits = backend.state.visits.map((visit) => ({ ...visit, bot: true }))
  await openAsMember(stage, at('overview'))
  await figure('visitors').getByText('0', { exact: true }).waitFor()
  await page.getByText(/^Only bots came in this time: \d+ sessions$/).waitFor()
  await page.getByRole('button', { name: 'Count them, too' }).click()
  await figure('visitors').getByText(String(visitorsOf7Days()), { exact: true }).waitFor()
  expect(await page.getByText('Only bots came').count()).toBe(0)
})

test('a question that fails says so in its place and is asked again on demand; the others are answered', async () => {
  const { backend } = stage
  backend.state.faults.set('/api/v1/analytics/breakdown', {
    status: 403,
    body: { title: 'You may not do this', detail: 'The role is not enough.', code: 'forbidden' },
  })
  await openAsMember(stage, at('overview'))
  await figure('visitors').getByText(String(visitorsOf7Days()), { exact: true }).waitFor()
  await card('Pages').getByText('The role is not enough.').waitFor()
  backend.state.faults.clear()
  await card('Pages').getByRole('button', { name: 'Try again' }).click()
  await row('/checkout').waitFor()
})

test('nothing moves when the answers come: what waits for them has their height', async () => {
  const { page } = stage
  await openAsMember(stage, at('overview'))
  await row('/checkout').waitFor()
  await page.getByText('Show as a table').waitFor()
  const answered = await card('Pages').boundingBox()
  const slow = await theatre.openStage({ viewport: { width: 1280, height: 2400 } })
  for (const question of ['overview', 'timeline', 'breakdown'])
    slow.backend.state.faults.set(`/api/v1/analytics/${question}`, 'hang')
  await openAsMember(slow, at('overview'))
  await slow.page.getByRole('status', { name: 'Loading the chart' }).waitFor()
  const waiting = await slow.page.getByRole('region', { name: 'Pages', exact: true }).boundingBox()
  await slow.close()
  expect(waiting?.height).toBeGreaterThan(300)
  expect(Math.abs((answered?.y ?? 0) - (waiting?.y ?? 0))).toBeLessThanOrEqual(2)
  expect(answered?.height).toBe(waiting?.height)
})

test('events are listed with their course, and one opens to its days, its pages and the values of a property', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, at('events'))
  const orders = page.locator('[data-event-name=order_placed]')
  await orders.locator('svg').waitFor()
  await page.getByRole('textbox', { name: 'Search names of events' }).fill('order')
  await page.getByText('1 event', { exact: true }).waitFor()
  await orders.getByRole('link').click()
  await page.getByRole('heading', { name: 'order_placed' }).waitFor()
  await expect.poll(said).toMatch(/: \d+, before \d+$/)
  await row('/checkout').waitFor()
  await page.getByRole('textbox', { name: 'By property' }).fill('plan')
  await row('pro').waitFor()
  await row('pro').getByRole('button').click()
  await chip('plan is pro').waitFor()
  await page.getByRole('link', { name: 'All events' }).click()
  await orders.waitFor()
  expect(complaints).toEqual([])
})

test('the figures of a chart are there as a table, too', async () => {
  const { page } = stage
  await openAsMember(stage, at('overview'))
  await page.getByText('Show as a table').click()
  const table = page.getByRole('table').filter({ has: page.getByRole('columnheader', { name: 'Day' }) })
  expect(await table.getByRole('row').count()).toBe(8)
})
