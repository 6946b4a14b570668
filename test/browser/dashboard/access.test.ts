// What a project hides from a role is not on the screen, with a sentence why; admins decide it, and see who watched.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ACCESS_DEFAULTS, type ProjectAccess } from '../../../core/projects/access.ts'
import { openAsMember, openTheatre, type Stage, sessionRows, untilLive } from './dashboard-stage.ts'
import { entriesAt, sessionAt, shop } from './fixtures.ts'
import { replayOf, sideOf, VISIT_MS, visit } from './replay-fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const begun = sessionAt(7, Date.now())
const ended = {
  ...begun,
  endedAt: begun.startedAt + VISIT_MS,
  lastSeenAt: begun.startedAt + VISIT_MS,
  durationMs: VISIT_MS,
  hasReplay: true,
}
const running = sessionAt(1, Date.now(), { endedAt: null, lastSeenAt: Date.now() })

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
afterEach(() => stage.close())

const open = async (
  path: string,
  { role = 'viewer', access = {} }: { role?: typeof shop.role; access?: Partial<ProjectAccess> } = {},
  change = (_: Stage['backend']['state']) => {},
) => {
  stage = await theatre.openStage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const { state } = stage.backend
  Object.assign(state.projects[0] ?? {}, { role, access: { ...ACCESS_DEFAULTS, ...access } })
  Object.assign(state.organisations[0] ?? {}, { role })
  Object.assign(state, {
    sessions: [running, ended],
    events: visit(ended),
    replay: replayOf(ended),
    side: sideOf(ended),
  })
  change(state)
  await openAsMember(stage, path.replace('?', `?project=${shop.projectId}&`))
  return stage
}
const asked = (end: string) => stage.backend.state.asked.filter(({ path }) => path.endsWith(end))
const note = () => stage.page.locator('[data-not-shown]')

test('as a project is made, a viewer is hidden nothing', async () => {
  const { page } = await open('/sessions?')
  await sessionRows(page).first().waitFor()
  await untilLive(page)
  await page.getByRole('link', { name: /^Live/ }).first().waitFor()
  expect(await note().count()).toBe(0)
})

test('without live there is no board, no view of it and no socket, and the list says why', async () => {
  const { page, backend } = await open('/sessions?', { access: { viewerLive: false } })
  await sessionRows(page).first().waitFor()
  await note().getByText('only when they are over').waitFor()
  const main = page.getByRole('navigation', { name: 'Main' })
  expect(await main.getByRole('link').allInnerTexts()).toEqual([
    'Sessions',
    'Analytics',
    'Highlights',
    'Activity',
    'Settings',
  ])
  const views = page.getByRole('navigation', { name: 'Views' })
  expect(await views.getByText('Live now').count()).toBe(0)
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByPlaceholder('Find a filter').fill('live')
  await page.getByText('No such filter').waitFor()
  expect(backend.state.watches).toEqual([])
  expect(backend.state.asked.some(({ search }) => search.has('live'))).toBe(false)
  await page.goto(`/live?project=${shop.projectId}`)
  await page.getByRole('heading', { name: 'Not for your role' }).waitFor()
})

test('without live a session that goes on says to wait, and nothing of it is asked for', async () => {
  const { page, backend } = await open(`/sessions/${running.sessionId}?`, { access: { viewerLive: false } })
  await page.getByRole('heading', { name: 'This visit still goes on' }).waitFor()
  expect([asked('/events').length, asked('/replay').length, backend.state.watches.length]).toEqual([0, 0, 0])
})

test('without recordings a session is a list of what happened, and none is asked for', async () => {
  const { page } = await open(`/sessions/${ended.sessionId}?`, { access: { viewerReplay: false } })
  await page.locator('[data-event]').first().waitFor()
  await note().getByText('does not let viewers watch recordings').waitFor()
  await page.locator('[data-stage=none]').getByText('What happened is listed').waitFor()
  expect([asked('/replay').length, asked('/screenshots').length, asked('/side-events').length]).toEqual([
    0, 0, 0,
  ])
})

test('without console and network the inspector has no such panels, whatever the address asks for', async () => {
  const { page } = await open(`/sessions/${ended.sessionId}?panel=network`, {
    access: { viewerDevTools: false },
  })
  await note().getByText('console and the network').waitFor()
  const tabs = page.getByRole('tablist', { name: 'Inspector' }).getByRole('tab')
  await tabs.first().waitFor()
  const names = (await tabs.allInnerTexts()).map((name) => name.replace(/\d.*/s, '').trim())
  expect(names).toEqual(['Events', 'Errors', 'Vitals', 'Page', 'Notes', 'Highlights'])
  await page.locator('[data-event]').first().waitFor()
})

test('an analyst without names is offered no search for a user', async () => {
  const { page } = await open('/sessions?', { role: 'analyst', access: { analystPersonal: false } })
  await sessionRows(page).first().waitFor()
  await note().getByText('who its visitors are').waitFor()
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByPlaceholder('Find a filter').fill('user')
  await page.getByText('No such filter').waitFor()
})

test('admins decide it among the settings of the project', async () => {
  const { page, backend } = await open('/settings/project?', { role: 'admin' })
  const form = page.locator('section', { has: page.getByRole('heading', { name: 'Who sees what' }) })
  await form.getByRole('switch', { name: 'Watch live' }).click()
  await form.getByRole('switch', { name: 'See who it was' }).last().click()
  expect(await form.getByRole('switch', { name: 'See who it was' }).first().isDisabled()).toBe(true)
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('Saved').waitFor()
  expect(backend.state.projects[0]?.access).toEqual({
    ...ACCESS_DEFAULTS,
    viewerLive: false,
    analystPersonal: false,
  })
})

test('admins see who watched a session, and go on to the log of it', async () => {
  const at = Date.now()
  const { page } = await open(`/sessions/${ended.sessionId}?`, { role: 'admin' }, (state) => {
    state.watchers = [
      {
        kind: 'member',
        id: 'member-2',
        name: 'grace@shop.example',
        firstAt: at - 7_200_000,
        lastAt: at,
        times: 2,
      },
      {
        kind: 'key',
        id: 'key_0000000000000002',
        name: 'key_0000000000000002',
        firstAt: at,
        lastAt: at,
        times: 1,
      },
    ]
    const watched = {
      action: 'replay.watched' as const,
      target: { id: ended.sessionId, name: null },
      changes: [],
    }
    state.entries = entriesAt(at).map((entry, n) => (n % 10 === 0 ? { ...entry, ...watched } : entry))
  })
  await page.getByRole('button', { name: 'Watched by' }).click()
  await page.locator('[data-watcher=member-2]').getByText('2 times').waitFor()
  await page.getByText('A server, by the key').waitFor()
  await page.getByRole('link', { name: 'In the audit log' }).click()
  await page.getByText('That is all of it.').waitFor()
  expect(await page.getByRole('listitem').filter({ hasText: 'watched the session' }).count()).toBe(7)
  await page.getByRole('combobox', { name: 'Action' }).selectOption('Member removed')
  await page.getByText('The log has nothing of that.').waitFor()
  expect(page.url()).toContain('action=member.removed')
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('button', { name: 'Load more' }).waitFor()
})

test('the list is narrowed to a tag of the project’s notes', async () => {
  const noted = {
    noteId: 'note_0000000000000001',
    sessionId: ended.sessionId,
    at: ended.startedAt,
    text: 'Here',
    tags: ['checkout', 'bug'],
    mentions: [],
    author: { memberId: 'member-1', email: 'ada@shop.example' },
    createdAt: ended.startedAt,
    editedAt: null,
  }
  const { page } = await open('/sessions?', {}, (state) => state.notes.push(noted))
  await sessionRows(page).first().waitFor()
  expect(await sessionRows(page).count()).toBe(2)
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByPlaceholder('Find a filter').fill('tag')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'checkout' }).click()
  await page.getByRole('button', { name: 'Change the filter Tag: checkout' }).waitFor()
  await page.getByText('1 session', { exact: true }).waitFor()
  expect(await sessionRows(page).count()).toBe(1)
  expect(page.url()).toContain('tag=checkout')
})
