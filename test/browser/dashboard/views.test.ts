import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SavedView } from '../../../core/views/saved-view.ts'
import { openAsMember, openTheatre, type Stage, sessionRows } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
const list = `/sessions?project=${shop.projectId}`
const view = (change: Partial<SavedView> = {}): SavedView => ({
  viewId: 'view_0000000000000001',
  projectId: shop.projectId,
  name: 'Checkout trouble',
  filters: { hasErrors: true, minPages: 3, shoeSize: 44 },
  shared: true,
  createdBy: 'member-2',
  createdAt: now,
  updatedAt: now,
  ...change,
})

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  stage.backend.state.sessions = Array.from({ length: 60 }, (_, n) => sessionAt(n, now))
})
afterEach(() => stage.close())

const tab = (name: string) =>
  stage.page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name, exact: true })
const isShown = (name: string) =>
  expect.poll(() => tab(name).getAttribute('aria-current'), { timeout: 8_000 }).toBe('page')

test('every project begins with views of what matters, and the one shown is marked', async () => {
  const { page, complaints } = stage
  await openAsMember(stage, list)
  await isShown('All')
  await tab('With errors').click()
  await page.waitForURL('**hasErrors=true**')
  await isShown('With errors')
  expect(await tab('All').getAttribute('aria-current')).toBeNull()
  await tab('Live now').click()
  await page.waitForURL(({ search }) => search.includes('live=true') && !search.includes('hasErrors'))
  await expect.poll(() => sessionRows(page).count(), { timeout: 8_000 }).toBe(2)
  expect(complaints).toEqual([])
})

test('filters are saved under a name, come back with it, and tell when they are not the saved ones any more', async () => {
  const { page, backend } = stage
  await openAsMember(stage, `${list}&device=mobile&span=30d`)
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('On phones')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await isShown('On phones')
  expect(backend.state.views).toMatchObject([
    { name: 'On phones', filters: { device: 'mobile', span: '30d' }, shared: false },
  ])
  await page.getByRole('button', { name: 'Remove the filter Last 30 days' }).click()
  await page.getByText('Not saved').waitFor()
  await isShown('On phones')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Not saved').waitFor({ state: 'detached' })
  expect(backend.state.views[0]?.filters).toEqual({ device: 'mobile' })
  await tab('All').click()
  await tab('On phones').click()
  await page.waitForURL('**device=mobile**')
})

test('a view is renamed, shared and deleted', async () => {
  const { page, backend } = stage
  backend.state.views = [view({ shared: false, createdBy: 'member-1' })]
  await openAsMember(stage, list)
  await tab('Checkout trouble').click()
  // What the list does not know is left out, and no change.
  await page.waitForURL(({ search }) => search.includes('minPages=3') && !search.includes('shoeSize'))
  const menu = page.getByRole('button', { name: 'View Checkout trouble' })
  await menu.click()
  await page.getByRole('menuitem', { name: 'Rename or share' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Trouble')
  await page.getByRole('switch', { name: 'Share with the project' }).check({ force: true })
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('navigation', { name: 'Views' }).getByLabel('shared').waitFor()
  expect(backend.state.views).toMatchObject([{ name: 'Trouble', shared: true }])
  await page.getByRole('button', { name: 'View Trouble' }).click()
  await page.getByRole('menuitem', { name: 'Delete view' }).click()
  await page.getByRole('button', { name: 'Delete view' }).click()
  await page.getByRole('button', { name: 'View Trouble' }).waitFor({ state: 'detached' })
  expect(backend.state.views).toEqual([])
  // Its filters stay as they are: nothing moves under the reader.
  expect(page.url()).toContain('minPages=3')
})

test('a viewer is offered nothing that the API would refuse', async () => {
  const { page, backend } = stage
  for (const project of backend.state.projects) project.role = 'viewer'
  backend.state.views = [view()]
  await openAsMember(stage, `${list}&view=view_0000000000000001&hasErrors=true`)
  await page.getByText('Not saved').waitFor()
  await page.getByRole('button', { name: 'Save as new' }).waitFor()
  expect(await page.getByRole('button', { name: 'Save changes' }).count()).toBe(0)
  expect(await page.getByRole('button', { name: /^View Checkout/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Save as new' }).click()
  expect(await page.getByRole('switch').isDisabled()).toBe(true)
})

test('what the API says against a view is told where it was asked', async () => {
  const { page, backend } = stage
  await openAsMember(stage, `${list}&bot=false`)
  await sessionRows(page).first().waitFor()
  backend.state.faults.set('POST /api/v1/views', {
    status: 409,
    body: {
      title: 'Conflict',
      detail: 'There are 50 views already, and no more may be made.',
      code: 'too-many-views',
    },
  })
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('One more')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('alert').getByText('There are 50 views already').waitFor()
})
