import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage, signIn } from './dashboard-stage.ts'
import { sessionAt } from './fixtures.ts'
import { NEW_SECRET } from './mock-accounts.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  stage.backend.state.organisations = []
  stage.backend.state.projects = []
})
afterEach(() => stage.close())

const heading = (name: string | RegExp) => stage.page.getByRole('heading', { name, level: 1 })
const press = (name: string) => stage.page.getByRole('button', { name, exact: true }).click()
const name = () => stage.page.getByLabel('Name', { exact: true })
const step = () => stage.page.locator('[aria-current=step]').innerText()

const makeProject = async () => {
  // Both steps ask for a name: fill the one of this step.
  await heading('Create your first project').waitFor()
  await name().fill('My shop')
  await stage.page.getByRole('combobox', { name: 'Sites' }).fill('shop.example')
  await press('Create project')
  await heading('Two keys').waitFor()
}

test('a new member comes from nothing to the first event, which turns the page green', async () => {
  await stage.close()
  stage = await theatre.openStage({ timezoneId: 'Asia/Tokyo' })
  const { page, backend, complaints } = stage
  backend.state.organisations = []
  backend.state.projects = []
  await page.goto('/')
  await signIn(page)
  await heading('Welcome to Playhead').waitFor()
  await name().fill('   ')
  await press('Create organisation')
  await page.getByText('Give the organisation a name.').waitFor()
  await name().fill('Moss & Co')
  await press('Create organisation')
  await heading('Create your first project').waitFor()
  expect(await page.getByRole('combobox', { name: 'Time zone' }).inputValue()).toBe('Asia/Tokyo')
  await makeProject()
  const project = backend.state.projects[0]
  expect(project).toMatchObject({
    name: 'My shop',
    origins: ['https://shop.example'],
    timeZone: 'Asia/Tokyo',
    organisationId: backend.state.organisations[0]?.organisationId,
  })
  await page.getByText(NEW_SECRET).waitFor()
  await press('I have kept the secret key')
  await page.getByText('data-key="pk_test_newnew').waitFor()
  await page.getByText('Waiting for the first event').waitFor()
  await expect.poll(() => backend.state.watches.length).toBe(1)
  const session = sessionAt(0, now, { projectId: project?.projectId ?? '' })
  backend.state.sessions = [session]
  backend.push({ event: 'session_update', data: { session } })
  await page.locator('[data-arrived]').getByText('The first event is here.').waitFor()
  await page.getByRole('link', { name: 'Open the session' }).click()
  await page.waitForURL(`**/sessions/${session.sessionId}?**`)
  await page.goto('/')
  await page.waitForURL('**/sessions?**')
  expect(complaints).toEqual([])
})

test('without a socket the first event is asked for', async () => {
  const { page, backend } = stage
  backend.state.socketsWork = false
  await openAsMember(stage, '/')
  await name().fill('Moss & Co')
  await press('Create organisation')
  await makeProject()
  await press('I have kept the secret key')
  await page.getByText('Waiting for the first event').waitFor()
  backend.state.sessions = [sessionAt(0, now, { projectId: backend.state.projects[0]?.projectId ?? '' })]
  await page.locator('[data-arrived]').waitFor()
})

test('whoever comes back in the middle goes on where it stopped, and the secret is not shown again', async () => {
  const { page } = stage
  await openAsMember(stage, '/')
  await name().fill('Moss & Co')
  await press('Create organisation')
  await heading('Create your first project').waitFor()
  await page.goto('/')
  await heading('Create your first project').waitFor()
  expect(await step()).toBe('Project')
  await makeProject()
  await page.goto('/')
  await heading('Put the snippet on My shop').waitFor()
  expect(await step()).toBe('Snippet')
  expect(await page.getByText(NEW_SECRET).count()).toBe(0)
})

test('a project whose answer was lost on the way is made once', async () => {
  const { page, backend } = stage
  await openAsMember(stage, '/')
  await name().fill('Moss & Co')
  await press('Create organisation')
  await heading('Create your first project').waitFor()
  backend.state.stumbles.set('POST /api/v1/projects', 'lose')
  await name().fill('My shop')
  await page.getByRole('combobox', { name: 'Sites' }).fill('shop.example')
  await press('Create project')
  await page.getByRole('alert').getByText('The service is busy').waitFor()
  await press('Create project')
  await heading('Two keys').waitFor()
  expect(backend.state.projects).toHaveLength(1)
})

test('a member who may not make a project is told to wait, and sees it when it is there', async () => {
  await stage.close()
  stage = await theatre.openStage()
  const { state } = stage.backend
  const [project] = state.projects.splice(0)
  for (const organisation of state.organisations) organisation.role = 'viewer'
  await openAsMember(stage, '/')
  await heading('No project yet').waitFor()
  if (project) state.projects.push({ ...project, role: 'viewer' })
  await press('Look again')
  await stage.page.waitForURL('**/sessions?**')
})
