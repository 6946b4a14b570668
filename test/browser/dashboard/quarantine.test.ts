import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { quarantineAt, shop } from './fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
})
afterEach(() => stage.close())

const TEXT = '{"props":"<img src=x onerror=alert(1)>"}'

const go = () => openAsMember(stage, `/settings/quarantine?project=${shop.projectId}`)
const fill = () => {
  const { state } = stage.backend
  state.quarantine = quarantineAt(Date.now())
  state.quarantined = [{ sessionId: null, sequenceNumber: '1', text: TEXT, truncated: true }]
}
const entries = () => stage.page.locator('[data-quarantined]')
const dialog = () => stage.page.getByRole('dialog')
const sent = () =>
  stage.backend.state.asked
    .filter(({ path }) => path.endsWith('/redrive'))
    .map(({ search }) => search.get('receipt'))

test('an empty quarantine says that all is well', async () => {
  await go()
  await stage.page.getByText('All is well').waitFor()
  expect(stage.complaints).toEqual([])
})

test('an entry says what went wrong, where and how much, and leads to its session', async () => {
  fill()
  await go()
  const [first, second] = [entries().nth(0), entries().nth(1)]
  await first.getByText('events.3.props: is no object').waitFor()
  await first.getByText('Playhead-prod-RollUpSessions').waitFor()
  await first.getByText('1 record, 4.3 kB').waitFor()
  await second.getByText('3 records, 48 kB').waitFor()
  expect(await second.getByRole('link').count()).toBe(1)
  const link = await first.getByRole('link').getAttribute('href')
  expect(link).toMatch(/^\/sessions\/00000002-.*project=prj_000000000001/)
})

test('what a stranger sent is shown as a text, and only when it is asked for', async () => {
  fill()
  const { page, backend, complaints } = stage
  await go()
  await entries().first().waitFor()
  expect(backend.state.asked.filter(({ path }) => path.startsWith('/api/v1/quarantine/'))).toEqual([])
  await page.getByRole('button', { name: 'Open: events.3.props' }).click()
  await dialog().getByText(TEXT).waitFor()
  await dialog().getByText('only its beginning is shown').waitFor()
  expect(await dialog().locator('pre img').count()).toBe(0)
  expect(complaints).toEqual([])
})

test('it is sent again after a question, and leaves the list once it is counted', async () => {
  fill()
  const { page, backend, complaints } = stage
  await page.clock.install()
  backend.state.consumersRun = false
  await go()
  await page.getByRole('button', { name: 'Open: events.3.props' }).click()
  await dialog().getByRole('button', { name: 'Send again' }).click()
  expect(sent()).toEqual([])
  await dialog().getByRole('button', { name: 'Yes, send it again' }).click()
  await dialog().getByText('On the stream.').waitFor()
  expect(sent()).toEqual([null])
  backend.state.consumersRun = true
  await page.clock.fastForward(5_000)
  await dialog().getByText('Done: its sessions are counted').waitFor()
  expect(sent()).toEqual([null, 'a-receipt'])
  await dialog().getByRole('button', { name: 'Close' }).click()
  await page.getByText('Playhead-prod-RollUpSessions').waitFor({ state: 'detached' })
  expect(await entries().count()).toBe(1)
  expect(complaints).toEqual([])
})

test('what the API refuses is told in the dialog, and the entry stays', async () => {
  fill()
  const { page, backend } = stage
  const detail = 'This version cannot read it either. Deploy the fix first, and run it from there.'
  backend.state.faults.set('POST /api/v1/quarantine/dW5yZWFkYWJsZQ/redrive', {
    status: 409,
    body: { title: 'Conflict', detail, code: 'not-redriven' },
  })
  await go()
  await page.getByRole('button', { name: 'Open: events.3.props' }).click()
  await dialog().getByRole('button', { name: 'Send again' }).click()
  await dialog().getByRole('button', { name: 'Yes, send it again' }).click()
  await dialog().getByText(detail).waitFor()
  expect(await entries().count()).toBe(2)
})

test('who is no admin is not shown the page in the menu, and is told so on it', async () => {
  const { page, backend } = stage
  for (const one of [...backend.state.organisations, ...backend.state.projects]) one.role = 'analyst'
  await go()
  await page.getByText('Admins see the quarantine.').waitFor()
  expect(await page.getByRole('link', { name: 'Quarantine' }).count()).toBe(0)
})
