// What members add to a session, and what others see of it by a link.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'
import { PIXELS, picturesOf, replayOf, sideOf, VISIT_MS, visit } from './replay-fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const begun = sessionAt(7, Date.now())
const session = {
  ...begun,
  endedAt: begun.startedAt + VISIT_MS,
  lastSeenAt: begun.startedAt + VISIT_MS,
  durationMs: VISIT_MS,
}
/** A recording that no frame plays here: the controls and the time line know it all the same. */
const recorded = () => {
  const replay = replayOf(session)
  const [{ tabId } = { tabId: '' }] = replay.tabs
  const { from, to } = replay
  const segment = {
    name: `${'a'.repeat(24)}.0-0-100`,
    tabId,
    format: 'rrweb-2',
    from,
    to,
    bytes: 100,
    events: 9,
  }
  return { ...replay, segments: [{ ...segment, picture: 'whole' as const }] }
}

beforeAll(async () => {
  theatre = await openTheatre()
})
afterAll(() => theatre.close())
afterEach(() => stage.close())

const open = async (
  path = `/sessions/${session.sessionId}?project=${shop.projectId}&t=120000`,
  change = (_: Stage['backend']['state']) => {},
) => {
  stage = await theatre.openStage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  Object.assign(stage.backend.state, {
    sessions: [session],
    events: visit(session),
    replay: recorded(),
    side: sideOf(session),
    pictures: picturesOf(session),
    picture: PIXELS,
  })
  change(stage.backend.state)
  await openAsMember(stage, path)
  return stage
}

test('a note is written on the moment that is shown, changed, found on the time line and deleted', async () => {
  const { page, backend } = await open()
  await page.getByRole('tab', { name: 'Notes' }).click()
  await page.getByText('No notes yet: write').waitFor()
  await page.getByRole('textbox', { name: 'Note' }).fill('The payment never answers')
  await page.getByRole('combobox', { name: 'Tags' }).fill('bug')
  await page.keyboard.press('Enter')
  await page.getByText('at 2:00').waitFor()
  await page.getByRole('button', { name: 'Add the note' }).click()
  const note = page.locator('[data-note]')
  await note.getByText('The payment never answers').waitFor()
  expect(backend.state.notes).toMatchObject([{ at: session.startedAt + 120_000, tags: ['bug'] }])

  await note.getByRole('button', { name: 'Change the note' }).click()
  await page.getByRole('textbox', { name: 'Note' }).first().fill('It does not answer')
  await page.getByRole('button', { name: 'Save' }).click()
  await note.getByText('It does not answer').waitFor()
  await note.getByText(/edited/).waitFor()

  await page.getByRole('tab', { name: 'Console' }).click()
  await page.locator('[data-note-flag]').click()
  await page.locator('[data-note][data-chosen]').waitFor()
  await page.getByRole('button', { name: 'Delete the note' }).click()
  await page.locator('[data-note-flag]').waitFor({ state: 'detached' })
})

test('a link is made with what is hidden by default, shown once, listed, and revoked', async () => {
  const { page, backend } = await open()
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('radio', { name: 'The minute around 2:00' }).check()
  await page.getByRole('button', { name: 'Make a public link' }).click()
  const link = await page.getByText(/\/shared\/T+\d+$/).innerText()
  const [[token, share] = []] = [...backend.state.shares]
  expect(link).toBe(`${backend.url}/shared/${token}`)
  expect(share).toMatchObject({ mask: 'all_text', withInspector: false, from: session.startedAt + 90_000 })
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByText('from 1:30 to 2:30, texts hidden').waitFor()
  expect(await page.getByText(token ?? '').count()).toBe(0)
  await page.getByRole('button', { name: 'Revoke' }).click()
  await page.locator('[data-share]').waitFor({ state: 'detached' })
})

test('viewers are offered neither', async () => {
  const address = `/sessions/${session.sessionId}?project=${shop.projectId}&t=0&panel=notes`
  const { page } = await open(address, (state) => {
    state.projects = state.projects.map((project) => ({ ...project, role: 'viewer' }))
  })
  await page.getByText('No notes yet.').waitFor()
  expect(await page.getByRole('button', { name: 'Share' }).count()).toBe(0)
  expect(await page.getByRole('textbox', { name: 'Note' }).count()).toBe(0)
})

test('who is mentioned sees how many are new, and comes to the moment', async () => {
  const note = {
    noteId: 'note_0000000000000009',
    sessionId: session.sessionId,
    at: session.startedAt + 60_000,
    text: 'What do you think?',
    tags: [],
    mentions: ['member-1'],
    author: { memberId: 'member-2', email: 'bo@fern.example' },
    createdAt: Date.now(),
    editedAt: null,
  }
  const { page, backend } = await open(`/sessions?project=${shop.projectId}`, (state) => {
    state.notes = [note]
    state.mentions = { mentions: [{ note, unread: true }], unread: 1 }
  })
  await page.getByRole('button', { name: 'Mentions, 1 unread' }).click()
  await page.getByRole('menuitem', { name: /What do you think/ }).click()
  await page.locator('[data-note]').getByText('What do you think?').waitFor()
  await expect
    .poll(() => page.getByRole('slider', { name: 'Time line' }).getAttribute('aria-valuenow'))
    .toBe('60')
  expect(backend.state.mentions.unread).toBe(0)
})

test('a public link shows a player to somebody who never signed in, and says what is hidden', async () => {
  const { page, backend } = await open('/login')
  await page.evaluate(() => localStorage.clear())
  const { origin } = new URL(page.url())
  const token = 'A'.repeat(32)
  backend.state.shares.set(token, {
    shareId: 'share_0000000000000001',
    sessionId: session.sessionId,
    createdBy: { memberId: 'member-1', email: 'ann@fern.example' },
    createdAt: Date.now(),
    expiresAt: Date.now() + 3_600_000,
    mask: 'all_text',
    from: null,
    to: null,
    withInspector: false,
  })
  // What the page before still asks is not the shared one's.
  await page.goto('about:blank')
  const before = backend.state.asked.length
  await page.goto(`${origin}/shared/${token}`)
  await page.getByRole('heading', { name: 'A shared session' }).waitFor()
  await page.getByText('Texts and images hidden').waitFor()
  await page.getByRole('slider', { name: 'Time line' }).waitFor()
  expect(await page.locator('meta[name=robots]').getAttribute('content')).toContain('noindex')
  const asked = backend.state.asked.slice(before)
  const notPublic = asked.filter(({ path, token: bearer }) => !path.startsWith('/api/v1/shared/') || bearer)
  expect(notPublic.map(({ path }) => path)).toEqual([])
  await page.goto(`${origin}/shared/${'B'.repeat(32)}`)
  await page.getByRole('heading', { name: 'This link leads nowhere' }).waitFor()
})
