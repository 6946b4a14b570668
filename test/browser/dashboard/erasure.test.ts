import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { erasuresAt, shop } from './fixtures.ts'

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

const go = () => openAsMember(stage, `/settings/erasure?project=${shop.projectId}`)
const deletions = () => stage.backend.state.asked.filter(({ method }) => method === 'DELETE')

test('a person is erased only once the id is typed again, and the receipt appears', async () => {
  const { page, complaints } = stage
  await go()
  await page.getByText('Nobody was erased yet.').waitFor()
  await page.getByLabel('User id or visitor id').fill(' ada/1@shop.example ')
  await page.getByRole('button', { name: 'Erase this person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('This cannot be taken back').waitFor()
  const forGood = dialog.getByRole('button', { name: 'Erase for good' })
  expect(await forGood.isDisabled()).toBe(true)
  expect(deletions()).toEqual([])
  await dialog.getByLabel('Type “ada/1@shop.example” to go on').fill('ada/1@shop.example')
  await forGood.click()
  await page.getByText('The erasure has begun').waitFor()
  await page.getByText('Under way').waitFor()
  expect(deletions().map(({ path }) => path)).toEqual(['/api/v1/people/ada%2F1%40shop.example'])
  expect(await page.getByLabel('User id or visitor id').inputValue()).toBe('')
  expect(complaints).toEqual([])
})

test('receipts say how far each is, what was removed, and where a search could not read everything', async () => {
  const { page, backend } = stage
  backend.state.erasures = erasuresAt(Date.now())
  await go()
  const row = (n: number) => page.locator('[data-erasure]').nth(n)
  await row(0).getByText('Removed: 12 sessions, 2,431 rows of the lake, 61 stored files').waitFor()
  await row(1).getByText('Nothing was found.').waitFor()
  await row(1).getByText('by the visitor').waitFor()
  await row(2).getByText('Two searches through every store found nothing.').waitFor()
  await row(3).getByText('could not read everything').waitFor()
})

test('what the API refuses is told in the dialog, and nothing is lost', async () => {
  const { page, backend } = stage
  await go()
  const detail = 'The limit "erasure" is reached. Wait a little.'
  backend.state.faults.set('DELETE /api/v1/people/ada', {
    status: 429,
    body: { title: 'Too many requests', detail, code: 'too-many-requests' },
  })
  await page.getByLabel('User id or visitor id').fill('ada')
  await page.getByRole('button', { name: 'Erase this person' }).click()
  await page.getByRole('dialog').getByLabel('Type “ada” to go on').fill('ada')
  await page.getByRole('button', { name: 'Erase for good' }).click()
  await page.getByRole('dialog').getByText(detail).waitFor()
})

test('who is no admin is not shown the page in the menu, and is told so on it', async () => {
  const { page, backend } = stage
  for (const one of [...backend.state.organisations, ...backend.state.projects]) one.role = 'analyst'
  await go()
  await page.getByText('Admins erase people.').waitFor()
  expect(await page.getByRole('link', { name: 'Erasure' }).count()).toBe(0)
})
