import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { entriesAt, fern, keysAt, shop, usageAt } from './fixtures.ts'
import { INVITATION_TOKEN, NEW_SECRET } from './mock-accounts.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const now = Date.now()
beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
beforeEach(async () => {
  stage = await theatre.openStage()
  const { state } = stage.backend
  state.keys = keysAt(now)
  state.usage = usageAt(now)
  state.entries = entriesAt(now)
})
afterEach(() => stage.close())

const go = (page: string, email?: string) =>
  openAsMember(stage, `/settings/${page}?project=${shop.projectId}`, email)
const heading = (name: string | RegExp) => stage.page.getByRole('heading', { name, level: 1 })
const button = (name: string) => stage.page.getByRole('button', { name, exact: true })
const dialog = () => stage.page.getByRole('dialog')
const section = (name: string) =>
  stage.page.locator('section', { has: stage.page.getByRole('heading', { name, exact: true, level: 2 }) })
const focused = () => stage.page.evaluate('document.activeElement.textContent')
const sent = (method: string) =>
  stage.backend.state.asked.filter((asked) => asked.method === method && asked.body !== undefined)
const becomeViewer = (role: 'viewer' | 'analyst' | 'admin' = 'viewer') => {
  const { state } = stage.backend
  for (const one of [...state.organisations, ...state.projects]) one.role = role
  const me = state.members[0]
  if (me) me.role = role
  const other = state.members[1]
  if (other) other.role = 'owner'
}
const problemOf = (status: number, detail: string, more = {}) => ({
  status,
  body: { title: 'No', detail, code: 'x', ...more },
})

test('a project’s settings are saved for themselves, naming only what changed', async () => {
  const { page, backend, complaints } = stage
  await go('project')
  const general = section('General')
  await general.getByLabel('Name').fill('Store')
  await general.getByRole('combobox', { name: 'Time zone' }).fill('berl')
  await page.getByRole('option', { name: 'Europe/Berlin' }).click()
  await general.getByRole('combobox', { name: 'Sites' }).fill('http://localhost:*')
  await general.getByRole('button', { name: 'Save' }).click()
  await general.getByText('Saved').waitFor()
  await heading('Store').waitFor()
  await page.getByRole('button', { name: 'Project: Store' }).waitFor()
  expect(sent('PATCH').at(-1)?.body).toEqual({
    name: 'Store',
    timeZone: 'Europe/Berlin',
    origins: [...shop.origins, 'http://localhost:*'],
  })
  await section('Privacy').getByRole('switch', { name: 'Mask the texts of the page' }).click()
  await section('Privacy').getByRole('button', { name: 'Save' }).click()
  await section('Privacy').getByText('Saved').waitFor()
  await section('Ingest').getByRole('switch', { name: 'Take what the sites send' }).click()
  await section('Ingest').getByRole('button', { name: 'Save' }).click()
  await page.getByText('The ingest is off').waitFor()
  expect(backend.state.projects[0]).toMatchObject({
    masking: { inputs: true, text: true },
    ingest: false,
  })
  expect(complaints).toEqual([])
})

test('accounts of users are let in here, by the client ids that are named, and the page is told how', async () => {
  const { page, backend, complaints } = stage
  await go('project')
  const form = section('Accounts of users')
  expect(await form.getByLabel('Client ids at Google').isDisabled()).toBe(true)
  expect(await form.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  await form.getByRole('switch', { name: 'Let users sign in' }).click()
  const google = form.getByRole('combobox', { name: 'Client ids at Google' })
  await google.fill('one.apps.googleusercontent.com')
  await google.press('Enter')
  await google.fill('two.apps.googleusercontent.com')
  await form.getByRole('combobox', { name: 'Client ids at Apple' }).fill('com.example.shop')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('Saved').waitFor()
  const saved = {
    enabled: true,
    googleClientIds: ['one.apps.googleusercontent.com', 'two.apps.googleusercontent.com'],
    appleClientIds: ['com.example.shop'],
  }
  expect(sent('PATCH').at(-1)?.body).toEqual({ userLogins: saved })
  expect(backend.state.projects[0]).toMatchObject({ userLogins: saved })
  const key = shop.publishableKey ?? ''
  expect(key).not.toBe('')
  await form.getByText(`'x-api-key': '${key}'`).waitFor()
  await form.getByRole('switch', { name: 'Let users sign in' }).click()
  await form.getByText('x-api-key').waitFor({ state: 'detached' })
  await form.getByRole('button', { name: 'Save' }).click()
  await page.waitForFunction(`!document.querySelector('form[aria-label="Accounts of users"] code')`)
  await expect.poll(() => sent('PATCH').at(-1)?.body).toEqual({ userLogins: { ...saved, enabled: false } })
  expect(complaints).toEqual([])
})

test('recording and pictures are switched, sampled in percent, and saved', async () => {
  const { page, backend } = stage
  await go('project')
  await page.getByLabel('Percent of sessions recorded').fill('120')
  await section('Recording').getByRole('button', { name: 'Save' }).click()
  await page.getByText('A whole number from 0 to 100.').waitFor()
  await page.getByLabel('Percent of sessions recorded').fill('25')
  await page.getByLabel('Begin').selectOption('on_error')
  await section('Recording').getByRole('switch', { name: 'Canvas elements' }).click()
  await section('Recording').getByRole('switch', { name: 'Take pictures of pages' }).click()
  await section('Recording').getByRole('button', { name: 'Save' }).click()
  await section('Recording').getByText('Saved').waitFor()
  expect(backend.state.projects[0]).toMatchObject({
    recording: { enabled: true, sampleRate: 0.25, mode: 'on_error', canvas: true },
    screenshots: { enabled: false, sampleRate: 1 },
  })
})

test('hosts of styles, fonts and images are names, one a line, and saved', async () => {
  const { page, backend } = stage
  await go('project')
  const files = section('Styles, fonts and images')
  const hosts = files.getByLabel('Hosts beside your own sites')
  await hosts.fill('cdn.example.net\n10.0.0.1')
  await files.getByRole('button', { name: 'Save' }).click()
  await page.getByText('“10.0.0.1” is no host').waitFor()
  await hosts.fill('CDN.example.net\n*.images.example')
  await files.getByRole('button', { name: 'Save' }).click()
  await files.getByText('Saved').waitFor()
  expect(backend.state.projects[0]).toMatchObject({
    assets: { enabled: true, hosts: ['cdn.example.net', '*.images.example'] },
  })
})

test('retention and limits take whole numbers within their bounds, and empty limits are the stage’s', async () => {
  const { page, backend } = stage
  await go('project')
  await page.getByLabel('Days for recordings').fill('9999')
  await section('Retention').getByRole('button', { name: 'Save' }).click()
  await page.getByText('A whole number from 1 to 730.').waitFor()
  await page.getByLabel('Days for recordings').fill('14')
  await section('Retention').getByRole('button', { name: 'Save' }).click()
  await section('Retention').getByText('Saved').waitFor()
  await page.getByLabel('Events per second').fill('50')
  await page.getByText('Fill in both, or neither.').waitFor()
  await page.getByLabel('Events at once').fill('200')
  await section('Limits').getByRole('button', { name: 'Save' }).click()
  await section('Limits').getByText('Saved').waitFor()
  expect(backend.state.projects[0]).toMatchObject({
    retention: { replayDays: 14, eventDays: 90 },
    limits: { ingest: { perSecond: 50, burst: 200 } },
  })
})

test('what the server has against a field stands below it, and what it has against all above', async () => {
  const { page, backend } = stage
  await go('project')
  const general = section('General')
  const fault = `PATCH /api/v1/projects/${shop.projectId}`
  backend.state.faults.set(
    fault,
    problemOf(400, 'Not valid.', { errors: [{ field: 'origins.0', message: 'must be an origin' }] }),
  )
  await general.getByLabel('Name').fill('Store')
  await general.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Must be an origin.').waitFor()
  backend.state.faults.set(fault, problemOf(403, 'Your role does not allow this.'))
  await general.getByRole('button', { name: 'Save' }).click()
  await general.getByRole('alert').getByText('Your role does not allow this.').waitFor()
})

test('a project is deleted only once its name is typed', async () => {
  const { page, backend } = stage
  backend.state.projects.push({ ...shop, projectId: 'prj_000000000002', name: 'Blog' })
  await go('project')
  await button('Delete the project').click()
  expect(await button('Delete it for good').isDisabled()).toBe(true)
  await page.getByLabel('Type “Shop” to go on').fill('Shop')
  await button('Delete it for good').click()
  await page.waitForURL('**/sessions?project=prj_000000000002')
  expect(backend.state.projects.map(({ name }) => name)).toEqual(['Blog'])
})

test('a dialog keeps the focus, closes with Escape and gives the focus back', async () => {
  const { page, backend } = stage
  await go('project')
  await button('Delete the project').click()
  await dialog().waitFor()
  for (let n = 0; n < 6; n++) {
    await page.keyboard.press('Tab')
    const inside = await page.evaluate(
      'document.activeElement === document.body || document.querySelector("dialog").contains(document.activeElement)',
    )
    expect(inside).toBe(true)
  }
  await page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  expect(await focused()).toBe('Delete the project')
  expect(backend.state.projects).toHaveLength(1)
})

test('a viewer reads the settings and is offered nothing to change', async () => {
  const { page, complaints } = stage
  becomeViewer()
  await go('project')
  await page.getByText('only their network is kept').waitFor()
  for (const name of ['Save', 'Delete the project']) expect(await button(name).count()).toBe(0)
  const links = await page.getByRole('navigation', { name: /settings$/ }).allInnerTexts()
  expect(links.join(' ')).not.toMatch(/Keys|Audit log/)
  await page.getByRole('link', { name: 'Members' }).click()
  await page.getByText('grace@shop.example', { exact: true }).waitFor()
  expect(await button('Invite').count()).toBe(0)
  expect(await page.getByRole('combobox').count()).toBe(0)
  await button('Leave Fern & Oak').waitFor()
  expect(stage.backend.state.asked.some(({ path }) => path.endsWith('/invitations'))).toBe(false)
  expect(complaints).toEqual([])
})

test('an analyst sees the keys but cannot change them', async () => {
  becomeViewer('analyst')
  await go('keys')
  await stage.page.getByText('Order service with a rather long name that somebody typed').waitFor()
  expect(await button('New key').count()).toBe(0)
  expect(await stage.page.getByRole('button', { name: /^(Regenerate|Revoke)/ }).count()).toBe(0)
})

test('the keys say what they are, how much they are used and until when an earlier text works', async () => {
  await go('keys')
  const row = (n: number) => stage.page.locator(`[data-key=key_000000000000000${n}]`)
  await row(1)
    .getByText(shop.publishableKey ?? '')
    .waitFor()
  await row(1).getByText('48,211 requests in 30 days, last used 4 min ago').waitFor()
  await row(2).getByText('The earlier text sk_live_77Qk… works until').waitFor()
  await row(3).getByText('Revoked', { exact: true }).waitFor()
  expect(await row(3).getByRole('button').count()).toBe(0)
  await stage.page.getByText(`data-key="${shop.publishableKey}"`).waitFor()
})

test('a new key shows its secret once', async () => {
  const { page, backend, complaints } = stage
  await go('keys')
  await button('New key').click()
  await dialog().getByLabel('Name').fill('Too many')
  await button('Make the key').click()
  await dialog().getByRole('alert').getByText('A project has 50 keys at most.').waitFor()
  await dialog().getByLabel('Name').fill('CI')
  await dialog().getByLabel('Expires').selectOption('30')
  await button('Make the key').click()
  await dialog().getByText(NEW_SECRET).waitFor()
  await button('I have kept it').click()
  await page.getByText('CI', { exact: true }).waitFor()
  expect(await page.getByText(NEW_SECRET).count()).toBe(0)
  expect(sent('POST').at(-1)?.body).toEqual({
    kind: 'secret',
    environment: 'live',
    name: 'CI',
    expiresInDays: 30,
  })
  expect(backend.state.keys).toHaveLength(4)
  expect(complaints).toEqual([])
})

test('a key is regenerated with a grace, and revoked once that is confirmed', async () => {
  const { page, backend } = stage
  await go('keys')
  await button('Regenerate Website').click()
  await dialog().getByLabel('The old text works on').selectOption('168')
  await dialog().getByRole('button', { name: 'Regenerate' }).click()
  await button('Done').click()
  expect(sent('POST').at(-1)?.body).toEqual({ graceHours: 168 })
  await button('Revoke Website').click()
  await dialog().getByText('pages that have it stop sending').waitFor()
  await dialog().getByRole('button', { name: 'Revoke' }).click()
  await dialog().waitFor({ state: 'detached' })
  await expect.poll(() => backend.state.keys[0]?.status).toBe('revoked')
  await page.locator('[data-key=key_0000000000000001]').getByText('Revoked', { exact: true }).waitFor()
})

test('usage is drawn by day for a range that stands in the URL, and told as a table', async () => {
  const { page, complaints } = stage
  await go('usage')
  await page.getByRole('img', { name: /^Events by day: [\d,]+ in all, most of them on/ }).waitFor()
  expect(await page.locator('svg[data-metric] rect').count()).toBe(60)
  await page.getByText('7 days', { exact: true }).click()
  await page.waitForURL('**days=7**')
  await expect.poll(() => page.locator('svg[data-metric] rect').count()).toBe(14)
  await page.getByRole('button', { name: /Limited$/ }).click()
  await page.getByRole('img', { name: /^Limited by day/ }).waitFor()
  await page.getByText('Show as a table').click()
  expect(await page.getByRole('table').first().getByRole('row').count()).toBe(8)
  await section('By key').getByText('Order service').waitFor()
  expect(complaints).toEqual([])
})

test('an owner gives roles; making another owner is asked about', async () => {
  const { page, backend } = stage
  await go('members')
  const roleOf = (id: string) => backend.state.members.find(({ memberId }) => memberId === id)?.role
  await page.getByLabel('Role of Linus').selectOption('analyst')
  await expect.poll(() => roleOf('member-3')).toBe('analyst')
  await page.getByLabel('Role of grace@shop.example').selectOption('owner')
  await dialog().getByText('Owners may do everything').waitFor()
  expect(roleOf('member-2')).toBe('admin')
  await button('Make an owner').click()
  await page.getByLabel('Role of Ada Lovelace').waitFor()
  expect(roleOf('member-2')).toBe('owner')
})

test('the last owner is offered neither another role nor the way out', async () => {
  const { page } = stage
  await go('members')
  await page.getByLabel('Role of Linus').waitFor()
  expect(await page.getByLabel('Role of Ada Lovelace').count()).toBe(0)
  expect(await button('Leave Fern & Oak').count()).toBe(0)
  await page.getByRole('link', { name: 'Organisation', exact: true }).click()
  await page.getByText('You are its only owner').waitFor()
  expect(await button('Leave the organisation').isDisabled()).toBe(true)
})

test('a refusal of the server is told in the dialog, which stays', async () => {
  const { backend } = stage
  await go('members')
  await button('Remove Linus').click()
  backend.state.faults.set(
    `DELETE /api/v1/organisations/${fern.organisationId}/members/member-3`,
    problemOf(409, 'Others are changing the same. Try again.'),
  )
  await dialog().getByRole('button', { name: 'Remove' }).click()
  await dialog().getByRole('alert').getByText('Others are changing the same.').waitFor()
  backend.state.faults.clear()
  await dialog().getByRole('button', { name: 'Remove' }).click()
  await dialog().waitFor({ state: 'detached' })
  expect(backend.state.members).toHaveLength(2)
})

test('somebody is invited by a link that is shown once, and the invitation can be taken back', async () => {
  const { page, backend } = stage
  await go('members')
  await page.getByText('Nobody is invited just now.').waitFor()
  await button('Invite').click()
  await dialog().getByLabel('E-mail').fill('grace@shop.example')
  await button('Make the link').click()
  await dialog().getByRole('alert').getByText('belongs to a member already').waitFor()
  await dialog().getByLabel('E-mail').fill('new@shop.example')
  await button('Make the link').click()
  await dialog().getByText(`/invitations#${INVITATION_TOKEN}`).waitFor()
  await button('Done').click()
  await page.getByText('new@shop.example', { exact: true }).waitFor()
  await button('Revoke the invitation of new@shop.example').click()
  await dialog().getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('Nobody is invited just now.').waitFor()
  expect(backend.state.invitations).toEqual([])
})

test('who leaves an organisation sees nothing of it any more', async () => {
  const { page } = stage
  becomeViewer()
  await go('members')
  await button('Leave Fern & Oak').click()
  await dialog().getByRole('button', { name: 'Leave' }).click()
  await heading('Welcome to Playhead').waitFor()
  expect(await page.getByRole('button', { name: /^Project:/ }).count()).toBe(0)
})

test('an organisation is renamed everywhere', async () => {
  const { page } = stage
  await go('organisation')
  await page.getByRole('textbox', { name: 'Name' }).fill('Moss & Co')
  await button('Save').click()
  await heading('Moss & Co').waitFor()
  await button('Project: Shop').click()
  await page.getByRole('menu').getByText('Moss & Co').waitFor()
})

test('the audit log tells in sentences who did what, page by page', async () => {
  const { page, complaints } = stage
  await go('audit-log')
  await page.getByText('ada@shop.example changed the settings of the project “Shop”').first().waitFor()
  await page.getByText('time zone: UTC → Europe/Berlin').first().waitFor()
  const entries = page.getByRole('listitem').filter({ has: page.locator('time') })
  expect(await entries.count()).toBe(50)
  await button('Load more').click()
  await page.getByText('That is all of it.').waitFor()
  expect(await entries.count()).toBe(70)
  expect(complaints).toEqual([])
})

test('a list that a limit turned down is asked for once more as soon as it may be', async () => {
  const { page, backend } = stage
  backend.state.stumbles.set('GET /api/v1/keys', { status: 429, headers: { 'retry-after': '1' }, body: {} })
  await go('keys')
  await page.getByText('Old import').waitFor()
  expect(backend.state.asked.filter(({ path }) => path === '/api/v1/keys')).toHaveLength(2)
})

test('a list that must be waited for longer says for how long', async () => {
  const { page, backend } = stage
  backend.state.faults.set('/api/v1/keys', { status: 429, headers: { 'retry-after': '30' }, body: {} })
  await go('keys')
  await page.getByRole('alert').getByText('Try again in 30 s.').waitFor()
  backend.state.faults.clear()
  await button('Try again').click()
  await page.getByText('Old import').waitFor()
})

test('a login that ends in the middle of a change comes back to the same page', async () => {
  const { page, backend } = stage
  await go('organisation')
  await page.getByRole('textbox', { name: 'Name' }).fill('Moss & Co')
  backend.state.goodTokens.clear()
  backend.state.refreshTokens.clear()
  await button('Save').click()
  await page.waitForURL('**/login?**')
  expect(new URL(page.url()).searchParams.get('next')).toContain('/settings/organisation')
})

test('projects are grouped by organisation, and one without a project leads to its settings', async () => {
  const { page, backend, complaints } = stage
  backend.state.organisations.push({
    ...fern,
    organisationId: 'org_0000000000000002',
    name: 'Moss & Co',
    role: 'viewer',
  })
  await go('project')
  await button('Project: Shop').click()
  await page.getByRole('menuitem', { name: 'No project yet: settings' }).click()
  await heading('Moss & Co').waitFor()
  await page.getByText('Viewer: sees everything that was recorded').waitFor()
  await button('Project: Shop').click()
  await page.getByRole('menuitem', { name: 'New organisation' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Third')
  await button('Create organisation').click()
  await heading('New project').waitFor()
  expect(await page.getByLabel('Organisation').locator('option:checked').innerText()).toBe('Third')
  expect(complaints).toEqual([])
})
