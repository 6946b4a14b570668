import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage, sessionRows, signIn } from './dashboard-stage.ts'
import { sessionAt } from './fixtures.ts'
import { INVITATION_TOKEN } from './mock-accounts.ts'
import { CODE, MEMBER } from './mock-logins.ts'

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

const heading = (name: string) => stage.page.getByRole('heading', { name, level: 1 })
const press = (name: string) => stage.page.getByRole('button', { name, exact: true }).click()
const fill = (label: string, text: string) => stage.page.getByLabel(label, { exact: true }).fill(text)
const bodiesOf = (path: string) =>
  stage.backend.state.asked.filter((asked) => asked.path === path).map(({ body }) => body)

test('whoever registers confirms the address by a code and is signed in with the password typed before', async () => {
  const { page, backend, complaints } = stage
  backend.state.config['selfRegistration'] = true
  await page.goto('/login')
  await page.getByRole('link', { name: 'Register' }).click()
  await fill('E-mail', 'new@shop.example')
  await fill('Password', 'short')
  await press('Register')
  await page.getByText('Is too short.').waitFor()
  await fill('Password', 'long enough')
  await press('Register')
  await page.getByText('We sent a code to new@shop.example.').waitFor()
  await fill('Code', '000000')
  await press('Confirm')
  await page.getByText('Is wrong or has ended.').waitFor()
  await press('send the code again')
  await page.getByText('A new code is on its way.').waitFor()
  await fill('Code', CODE)
  await press('Confirm')
  await sessionRows(page).first().waitFor()
  expect(bodiesOf('/api/v1/auth/confirm').at(-1)).toEqual({
    email: 'new@shop.example',
    code: CODE,
    password: 'long enough',
  })
  const stored = await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])')
  expect(stored).not.toContain('long enough')
  expect(complaints).toEqual([])
})

test('an address that is a member’s already leads to the login', async () => {
  const { page, backend } = stage
  backend.state.config['selfRegistration'] = true
  await page.goto('/register')
  await fill('E-mail', MEMBER.email)
  await fill('Password', 'long enough')
  await press('Register')
  await page.getByText('There is a member with this address.').getByRole('link', { name: 'Sign in' }).click()
  await heading('Sign in to Playhead').waitFor()
  expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(MEMBER.email)
})

test('where nobody may register by himself it is not offered', async () => {
  const { page } = stage
  await page.goto('/login')
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  expect(await page.getByRole('link', { name: 'Register' }).count()).toBe(0)
  await page.goto('/register')
  await heading('By invitation only').waitFor()
})

test('a login that was never confirmed asks for the code and goes on', async () => {
  const { page, backend } = stage
  backend.state.unconfirmed.add(MEMBER.email)
  await page.goto('/login')
  await signIn(page)
  await heading('Confirm your address').waitFor()
  await fill('Code', CODE)
  await press('Confirm')
  await sessionRows(page).first().waitFor()
})

test('a login that must choose a new password goes on with it', async () => {
  const { page, backend } = stage
  backend.state.mustChoose.add(MEMBER.email)
  await page.goto('/login')
  await signIn(page)
  await heading('Choose a password').waitFor()
  await fill('New password', 'short')
  await press('Set it and sign in')
  await page.getByText('Is too short.').waitFor()
  await fill('New password', 'a better one')
  await press('Set it and sign in')
  await sessionRows(page).first().waitFor()
})

test('a forgotten password is set anew by a code, and signs in', async () => {
  const { page } = stage
  await page.goto('/login')
  await page.getByRole('textbox', { name: 'E-mail' }).fill(MEMBER.email)
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  expect(await page.getByLabel('E-mail').inputValue()).toBe(MEMBER.email)
  await press('Send a code')
  await page.getByText(`If ${MEMBER.email} belongs to a member`).waitFor()
  await fill('Code', 'wrong')
  await fill('New password', 'a better one')
  await press('Set it and sign in')
  await page.getByText('Is wrong or has ended.').waitFor()
  await fill('Code', CODE)
  await press('Set it and sign in')
  await sessionRows(page).first().waitFor()
})

test('too many tries say when to come back', async () => {
  const { page, backend } = stage
  await page.goto('/login')
  backend.state.faults.set('/api/v1/auth/login', {
    status: 429,
    headers: { 'retry-after': '60' },
    body: { title: 'Too Many Requests', detail: 'Too many tries.', code: 'too-many-logins' },
  })
  await signIn(page)
  await page.getByRole('alert').getByText('Try again in 60 s.').waitFor()
})

test('Google is offered where it is set up, and the way back trades its cookie once', async () => {
  const { page, backend, complaints } = stage
  backend.state.config['google'] = true
  await page.goto('/login?next=%2Fsettings%2Fmembers')
  const way = await page.getByRole('link', { name: 'Continue with Google' }).getAttribute('href')
  expect(way).toBe('/api/v1/auth/google?next=%2Fsettings%2Fmembers')
  backend.state.googleCookie = MEMBER.email
  await page.goto('/login/google?next=%2Fsettings%2Fmembers')
  await heading('Members').waitFor()
  expect(bodiesOf('/api/v1/auth/google/tokens')).toHaveLength(1)
  expect(complaints).toEqual([])
})

test('a way back from Google that fails says why on the login page', async () => {
  const { page } = stage
  await page.goto('/login/google?next=%2Fsettings')
  await page.getByRole('alert').getByText('That sign-in took too long or was finished already.').waitFor()
  await page.goto('/login?problem=registration-closed')
  await page.getByRole('alert').getByText('without an invitation').waitFor()
})

test('signing out ends the login at the server', async () => {
  const { page, backend } = stage
  await openAsMember(stage, '/sessions')
  await sessionRows(page).first().waitFor()
  await page.getByRole('button', { name: /^Member/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/login?**')
  await expect.poll(() => backend.state.refreshTokens.size).toBe(0)
})

const invite = (email: string) => {
  const { state } = stage.backend
  state.organisations = []
  state.projects = state.projects.map((project) => ({ ...project, role: 'analyst' }))
  state.invited = { email, role: 'analyst', organisationName: 'Moss & Co' }
}
const link = `/invitations#${INVITATION_TOKEN}`

test('an invitation is told before it is taken up by whom it is for', async () => {
  const { page, complaints } = stage
  invite(MEMBER.email)
  await openAsMember(stage, link)
  await heading('Join Moss & Co').waitFor()
  await page.getByText(`grace@shop.example invites ${MEMBER.email} as analyst`).waitFor()
  expect(page.url()).not.toContain('inv_')
  await press('Join')
  await page.waitForURL('**/sessions?**')
  expect(bodiesOf('/api/v1/invitations/accept')).toEqual([{ token: INVITATION_TOKEN }])
  expect(await page.evaluate("sessionStorage.getItem('playhead.invitation')")).toBeNull()
  expect(complaints).toEqual([])
})

test('who registers for an invitation is in as soon as the code is sent', async () => {
  const { page, backend } = stage
  invite('new@shop.example')
  await page.goto(link)
  await page.getByRole('link', { name: 'Register' }).click()
  expect(await page.getByLabel('E-mail').inputValue()).toBe('new@shop.example')
  await fill('Password', 'long enough')
  await press('Register')
  await fill('Code', CODE)
  await press('Confirm')
  await page.waitForURL('**/sessions?**')
  expect(backend.state.invited).toBeUndefined()
  const addresses = backend.state.asked.map(({ path, search }) => `${path}?${search}`)
  expect(addresses.join('\n')).not.toContain('inv_')
})

test('who signs in for an invitation needs no further press', async () => {
  const { page, backend } = stage
  invite(MEMBER.email)
  await page.goto(link)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await fill('Password', MEMBER.password)
  await press('Sign in')
  await page.waitForURL('**/sessions?**')
  expect(backend.state.invited).toBeUndefined()
})

test('somebody else is told so, and may sign out to go on', async () => {
  const { page } = stage
  invite('other@shop.example')
  await openAsMember(stage, link)
  await page.getByText(`You are signed in as ${MEMBER.email}`).waitFor()
  await press('Sign out and go on')
  await page.getByRole('link', { name: 'Register' }).waitFor()
  await heading('Join Moss & Co').waitFor()
})

test('an invitation that was taken back says so', async () => {
  await stage.page.goto(link)
  await heading('This invitation does not work').waitFor()
})

test('an invitation that cannot be taken up says why', async () => {
  const { page, backend } = stage
  invite(MEMBER.email)
  await openAsMember(stage, link)
  backend.state.faults.set('/api/v1/invitations/accept', {
    status: 409,
    body: { title: 'Conflict', detail: 'You belong to 50 organisations.', code: 'too-many' },
  })
  await press('Join')
  await page.getByRole('alert').getByText('You belong to 50 organisations.').waitFor()
})
