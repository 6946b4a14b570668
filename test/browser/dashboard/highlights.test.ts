// Stretches of a session that members cut out, and the list of a project's newest; and sessions that are pinned.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Highlight } from '../../../core/highlights/highlight.ts'
import { openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { sessionAt, shop } from './fixtures.ts'
import { PIXELS, picturesOf, replayOf, sideOf, VISIT_MS, visit } from './replay-fixtures.ts'

let theatre: Awaited<ReturnType<typeof openTheatre>>
let stage: Stage
const begun = sessionAt(7, Date.now())
const session = {
  ...begun,
  hasReplay: true,
  endedAt: begun.startedAt + VISIT_MS,
  lastSeenAt: begun.startedAt + VISIT_MS,
  durationMs: VISIT_MS,
}
const at = (seconds: number) => session.startedAt + seconds * 1_000

const aHighlight = (change: Partial<Highlight> = {}): Highlight => ({
  highlightId: 'clip_0000000000000001',
  sessionId: session.sessionId,
  title: 'The coupon is refused',
  tags: ['checkout', 'bug'],
  from: at(60),
  to: at(90),
  screenshotId: null,
  author: { memberId: 'member-1', email: 'ann@fern.example' },
  createdAt: Date.now() - 60_000,
  editedAt: null,
  ...change,
})

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

const OF_SESSION = `/sessions/${session.sessionId}?project=${shop.projectId}`

const open = async (path: string, change = (_: Stage['backend']['state']) => {}) => {
  stage = await theatre.openStage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  Object.assign(stage.backend.state, {
    sessions: [session],
    events: visit(session),
    // What happened and was pictured is played by the clock, without a frame.
    replay: replayOf(session),
    side: sideOf(session),
    pictures: picturesOf(session),
    picture: PIXELS,
  })
  change(stage.backend.state)
  await openAsMember(stage, path)
  return stage
}

const second = (page: Stage['page']) =>
  page.getByRole('slider', { name: 'Time line' }).getAttribute('aria-valuenow')

test('a highlight is cut by its keys, named, and found in the panel and on the time line', async () => {
  const { page, backend } = await open(`${OF_SESSION}&t=120000`)
  await page.getByRole('slider', { name: 'Time line' }).focus()
  await page.keyboard.press('[')
  const form = page.getByRole('form', { name: 'Highlight' })
  await form.getByText('2:00 to 2:30, 30 s').waitFor()
  await page.getByRole('slider', { name: 'Time line' }).focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press(']')
  await form.getByText('2:00 to 2:11, 11 s').waitFor()
  await form.getByRole('textbox', { name: 'Title' }).fill('The payment never answers')
  await form.getByRole('combobox', { name: 'Tags' }).fill('bug')
  await page.keyboard.press('Enter')
  await form.getByRole('button', { name: 'Add the highlight' }).click()
  await page.locator('[data-highlight]').getByText('The payment never answers').waitFor()
  const pictures = picturesOf(session).filter(({ ts }) => ts <= at(120))
  expect(backend.state.highlights).toMatchObject([
    { from: at(120), to: at(131), tags: ['bug'], screenshotId: pictures.at(-1)?.screenshotId },
  ])
  await page.locator('[data-highlight-span]').waitFor()
  expect(await page.locator('[data-highlight-draft]').count()).toBe(0)
})

test('one is cut by dragging below the marks, and its ends are dragged', async () => {
  const { page, backend } = await open(`${OF_SESSION}&t=0`)
  const lane = page.locator('[data-highlight-lane]')
  const box = await lane.boundingBox()
  if (!box) throw new Error('There is no lane.')
  const x = (share: number) => box.x + box.width * share
  const y = box.y + box.height / 2
  const drag = async (from: number, to: number) => {
    await page.mouse.move(x(from), y)
    await page.mouse.down()
    await page.mouse.move(x((from + to) / 2), y)
    await page.mouse.move(x(to), y)
    await page.mouse.up()
  }
  await drag(0.75, 0.25)
  await page.locator('[data-end=to]').waitFor()
  await drag(0.75, 0.5)
  await page.getByRole('textbox', { name: 'Title' }).fill('Dragged')
  await page.getByRole('button', { name: 'Add the highlight' }).click()
  await expect.poll(() => backend.state.highlights.length).toBe(1)
  const [{ from, to } = { from: 0, to: 0 }] = backend.state.highlights
  const share = (moment: number) => (moment - session.startedAt) / VISIT_MS
  expect(share(from)).toBeCloseTo(0.25, 1)
  expect(share(to)).toBeCloseTo(0.5, 1)
})

test('a highlight is played alone: from its beginning, to its end, where it stops, and once more', async () => {
  const { page } = await open(`${OF_SESSION}&panel=highlights`, (state) => {
    state.highlights = [aHighlight({ from: at(60), to: at(62) })]
  })
  await page.getByRole('button', { name: 'Play “The coupon is refused”' }).click()
  await page.locator('[data-span-bar]').getByText('The coupon is refused').waitFor()
  await expect.poll(() => new URL(page.url()).search).toContain('t=60000&until=62000')
  await expect.poll(() => second(page)).toBe('62')
  await page.getByRole('toolbar', { name: 'Player' }).getByRole('button', { name: 'Play' }).waitFor()
  // Had it gone on, it would be playing: it rests where it ended, and the address is still the highlight's.
  expect(new URL(page.url()).search).toContain('t=60000&until=62000')
  await page.getByRole('toolbar', { name: 'Player' }).getByRole('button', { name: 'Play' }).click()
  await expect.poll(() => second(page)).toBe('60')
  await expect.poll(() => second(page)).toBe('62')
  await page.getByRole('button', { name: 'Whole session' }).click()
  await page.locator('[data-span-bar]').waitFor({ state: 'detached' })
  expect(new URL(page.url()).search).not.toContain('until')
})

test('who goes elsewhere leaves the highlight', async () => {
  const { page } = await open(`${OF_SESSION}&t=60000&until=90000`, (state) => {
    state.highlights = [aHighlight()]
  })
  await page.locator('[data-span-bar]').getByText('1:00 to 1:30').waitFor()
  await page.getByRole('slider', { name: 'Time line' }).focus()
  await page.keyboard.press('Home')
  await page.locator('[data-span-bar]').waitFor({ state: 'detached' })
  await expect.poll(() => new URL(page.url()).searchParams.get('until')).toBeNull()
})

test('a highlight is changed and deleted by who made it, by others only as an admin', async () => {
  const { page, backend } = await open(`${OF_SESSION}&t=0&panel=highlights`, (state) => {
    state.highlights = [
      aHighlight(),
      aHighlight({
        highlightId: 'clip_0000000000000002',
        title: 'Somebody’s',
        from: at(100),
        to: at(110),
        author: { memberId: 'member-9', email: 'bo@fern.example' },
      }),
    ]
  })
  const own = page.locator('[data-highlight=clip_0000000000000001]')
  await own.getByRole('button', { name: 'Change the highlight' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Refused again')
  await page.getByRole('button', { name: 'Save' }).click()
  await own.getByText('Refused again').waitFor()
  await own.getByText(/edited/).waitFor()
  const other = page.locator('[data-highlight=clip_0000000000000002]')
  expect(await other.getByRole('button', { name: 'Change the highlight' }).count()).toBe(0)
  await other.getByRole('button', { name: 'Delete the highlight' }).click()
  await other.waitFor({ state: 'detached' })
  expect(backend.state.highlights.map(({ title }) => title)).toEqual(['Refused again'])
})

test('its public link is bound to it, and its file too', async () => {
  const { page, backend } = await open(`${OF_SESSION}&t=0&panel=highlights`, (state) => {
    state.replay = recorded()
    state.highlights = [aHighlight()]
  })
  const row = page.locator('[data-highlight]')
  await row.getByRole('button', { name: 'Save as a file' }).click()
  await page.getByText(/30 s of what was recorded, and nothing of before or after/).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await row.getByRole('button', { name: 'Make a public link' }).click()
  expect(
    await page.getByRole('radio', { name: /The highlight “The coupon is refused”, 30 s/ }).isChecked(),
  ).toBe(true)
  await page.getByRole('dialog').getByRole('button', { name: 'Make a public link' }).click()
  await page.getByText(/\/shared\/T+\d+$/).waitFor()
  expect([...backend.state.shares.values()]).toMatchObject([{ from: at(60), to: at(90), mask: 'all_text' }])
})

test('viewers see and play highlights, and are offered nothing else', async () => {
  const { page } = await open(`${OF_SESSION}&t=0&panel=highlights`, (state) => {
    state.projects = state.projects.map((project) => ({ ...project, role: 'viewer' }))
    state.highlights = [aHighlight({ author: { memberId: 'member-9', email: 'bo@fern.example' } })]
  })
  await page.getByRole('button', { name: 'Play “The coupon is refused”' }).waitFor()
  for (const name of ['Cut a highlight', 'Change the highlight', 'Delete the highlight', 'Pin'])
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0)
  await page.keyboard.press('[')
  expect(await page.getByRole('form', { name: 'Highlight' }).count()).toBe(0)
})

test('the newest highlights of a project are listed, searched, and lead to their stretch', async () => {
  const [picture] = picturesOf(session)
  const { page } = await open(`/highlights?project=${shop.projectId}`, (state) => {
    state.highlights = [
      aHighlight({ screenshotId: picture?.screenshotId ?? null }),
      ...Array.from({ length: 30 }, (_, nth) =>
        aHighlight({
          highlightId: `clip_${String(nth + 100).padStart(16, '0')}`,
          title: `Number ${nth}`,
          tags: ['shoes'],
          from: at(100 + nth),
          to: at(140 + nth),
          createdAt: Date.now() - 3_600_000 - nth * 60_000,
        }),
      ),
    ]
  })
  const cards = page.locator('[data-highlight]')
  await cards.first().getByText('The coupon is refused').waitFor()
  await cards.first().locator('img').waitFor()
  await cards.first().getByText('0:30').waitFor()
  expect(await cards.count()).toBe(24)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => cards.count()).toBe(31)
  await page.getByRole('searchbox', { name: 'Search highlights' }).fill('COUPON')
  await expect.poll(() => cards.count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('q')).toBe('COUPON')
  await page.getByRole('searchbox', { name: 'Search highlights' }).fill('hats')
  await page.getByText('No highlight fits').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await cards.first().getByRole('button', { name: 'bug' }).click()
  await expect.poll(() => cards.count()).toBe(1)
  await cards.first().getByRole('link').click()
  await page.locator('[data-span-bar]').getByText('The coupon is refused').waitFor()
  await page.locator('[data-highlight][data-active]').waitFor()
  await expect.poll(() => new URL(page.url()).search).toContain('t=60000&until=90000')
})

test('a project without highlights says how to make one', async () => {
  const { page } = await open(`/highlights?project=${shop.projectId}`)
  await page.getByRole('heading', { name: 'No highlights yet' }).waitFor()
  await page.getByRole('link', { name: 'To the sessions', exact: true }).click()
  await page.locator('[data-session]').waitFor()
})

test('a session is pinned and unpinned, is marked in the list, and the list is asked for pinned ones', async () => {
  const { page, backend } = await open(`${OF_SESSION}&t=0`)
  await page.getByRole('button', { name: 'Pin', exact: true }).click()
  const pinned = page.getByRole('button', { name: 'Pinned', exact: true })
  await pinned.waitFor()
  expect(backend.state.sessions[0]?.pinned).toMatchObject({ by: { memberId: 'member-1' } })
  await pinned.hover()
  await page
    .getByRole('tooltip')
    .getByText(/^Pinned by .+@/)
    .waitFor()
  await page.getByRole('link', { name: 'Sessions' }).last().click()
  await page
    .locator('[data-session]')
    .getByRole('img', { name: /^Pinned by/ })
    .waitFor()
  await page
    .getByRole('link', { name: 'Pinned' })
    .or(page.getByRole('tab', { name: 'Pinned' }))
    .first()
    .click()
  await page.locator('[data-session]').click()
  // It is within its days: nothing is lost, and nobody is asked.
  await page.getByRole('button', { name: 'Pinned', exact: true }).click()
  await page.getByRole('button', { name: 'Pin', exact: true }).waitFor()
  expect(backend.state.sessions[0]?.pinned).toBeNull()
})

test('what unpinning takes away is said before', async () => {
  const { page, backend } = await open(`${OF_SESSION}&t=0`, (state) => {
    const old = Date.now() - 400 * 24 * 60 * 60_000
    const by = { memberId: 'member-2', email: 'bo@fern.example' }
    const startedAt = old - session.durationMs
    state.sessions = [
      { ...session, startedAt, lastSeenAt: old, endedAt: old, pinned: { at: old, by, withReplay: true } },
    ]
  })
  await page.getByRole('button', { name: 'Pinned', exact: true }).click()
  await page
    .getByRole('dialog')
    .getByText(/older than the \d+ days that the project keeps/)
    .waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(backend.state.sessions[0]?.pinned).not.toBeNull()
  await page.getByRole('button', { name: 'Pinned', exact: true }).click()
  await page.getByRole('button', { name: 'Unpin the session' }).click()
  await expect.poll(() => backend.state.sessions[0]?.pinned).toBeNull()
})
