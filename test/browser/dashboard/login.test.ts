import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage, sessionRows, signIn } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'
import { MEMBER } from './mock-logins.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  stage.backend.state.sessions = [sessionAt(3, Date.now())]
})
afterEach(() => stage.close())

test('a wrong password says so, keeps the address and lets one try again', async () => {
  const { page } = stage
  await page.goto('/login')
  await signIn(page, 'wrong')
  await page.getByRole('alert').getByText('E-mail or password is not right.').waitFor()
  expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(MEMBER.email)
  expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
  await signIn(page)
  await sessionRows(page).first().waitFor()
})

test('after the login comes the page that was asked for', async () => {
  const { page, complaints } = stage
  await page.goto(`/sessions?project=${shop.projectId}&q=otter`)
  await page.waitForURL('**/login?**')
  await signIn(page)
  await page.waitForURL((url) => url.pathname === '/sessions' && url.searchParams.get('q') === 'otter')
  expect(await page.getByRole('textbox', { name: /^Search/ }).inputValue()).toBe('otter')
  expect(complaints).toEqual([])
})

test('a server that cannot be reached is not called a wrong password', async () => {
  const { page, backend } = stage
  await page.goto('/login')
  await page.getByLabel('E-mail').waitFor()
  backend.state.faults.set('/api/v1/auth/login', { status: 503, body: {} })
  await signIn(page)
  await page.getByRole('alert').getByText('It will be back shortly.').waitFor()
})

test('a login that is kept survives a new visit; one that is not ends with the tab', async () => {
  const { page } = stage
  await page.goto('/login')
  await signIn(page)
  await sessionRows(page).first().waitFor()
  const second = await page.context().newPage()
  await second.goto('/sessions')
  await sessionRows(second).first().waitFor()

  await page.getByRole('button', { name: /^Member/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  // The other tab leaves too.
  await second.waitForURL('**/login?**')
  await page.waitForURL('**/login?**')
  await page.getByLabel('Keep me signed in').uncheck()
  await signIn(page)
  await sessionRows(page).first().waitFor()
  await page.reload()
  await sessionRows(page).first().waitFor()
  const third = await page.context().newPage()
  await third.goto('/sessions')
  await third.waitForURL('**/login?**')
})

test('a token that the server refuses is renewed without the member noticing', async () => {
  const { page, backend, complaints } = stage
  await openAsMember(stage, `/settings/project?project=${shop.projectId}`)
  await page.getByRole('heading', { name: 'Install' }).waitFor()
  backend.state.goodTokens.clear()
  backend.state.asked.length = 0
  await page.getByRole('link', { name: 'Sessions', exact: true }).click()
  await sessionRows(page).first().waitFor()
  const refreshes = backend.state.asked.filter(({ path }) => path === '/api/v1/auth/refresh')
  const lists = backend.state.asked.filter(({ path }) => path === '/api/v1/sessions')
  expect(refreshes).toHaveLength(1)
  expect(new Set(lists.map(({ token }) => token)).size).toBe(2)
  expect(complaints).toEqual([])
})

test('when the login has ended the member is asked to sign in, and comes back to the same page', async () => {
  const { page, backend } = stage
  await openAsMember(stage, `/settings/project?project=${shop.projectId}`)
  await page.getByRole('heading', { name: 'Install' }).waitFor()
  backend.state.goodTokens.clear()
  backend.state.refreshTokens.clear()
  await page.getByRole('link', { name: 'Sessions', exact: true }).click()
  await page.waitForURL('**/login?**')
  await signIn(page)
  await page.waitForURL('**/sessions?**')
  await sessionRows(page).first().waitFor()
})
