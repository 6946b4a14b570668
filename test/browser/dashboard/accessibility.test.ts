// Every page by the rules of WCAG 2.1 AA, as IBM's checker reads them, in both colour schemes and on both widths; each once, for
// the checker takes a second a page and look.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { visitsUntil } from './analytics-visits.ts'
import { openAsMember, openTheatre, type Stage } from './dashboard-stage.ts'
import { entriesAt, erasuresAt, eventAt, keysAt, quarantineAt, sessionAt, shop, usageAt } from './fixtures.ts'
import { INVITATION_TOKEN } from './mock-accounts.ts'
import { activitiesAt, onlineAt } from './mock-people.ts'
import { PIXELS, picturesOf, replayOf, sideOf, VISIT_MS } from './replay-fixtures.ts'

const engine = readFileSync(
  createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js'),
  'utf8',
)
const now = Date.now()
const session = sessionAt(0, now)

/** HTML allows a user name in a field of type `email` (control group Username), and password managers need it; the rule does not know. */
const IS_LOGIN = /type="email".*autocomplete="username"/

type Result = { ruleId: string; value: [string, string]; message: string; snippet: string }

/** Asked from outside the page's own scripts, which its policy would refuse. */
const violations = async (page: Page): Promise<string[]> => {
  const known = await page.evaluate('typeof globalThis.ace')
  if (known === 'undefined') await page.evaluate(`${engine}; globalThis.ace = ace; undefined`)
  const results = (await page.evaluate(
    "new ace.Checker().check(document, ['WCAG_2_1']).then(({ results }) => results)",
  )) as Result[]
  expect(results.length).toBeGreaterThan(10)
  return results
    .filter(({ value: [kind, outcome] }) => kind === 'VIOLATION' && outcome === 'FAIL')
    .filter(({ ruleId, snippet }) => !(ruleId === 'input_autocomplete_valid' && IS_LOGIN.test(snippet)))
    .map(({ ruleId, message, snippet }) => `${ruleId}: ${message} ${snippet}`)
}

const fill = ({ backend: { state } }: Stage) => {
  state.sessions = Array.from({ length: 12 }, (_, n) =>
    sessionAt(n, now, {
      hasReplay: n % 2 === 0,
      lastEvent: 'click',
      activity: { minutes: 1, from: 0, counts: [3, 0, 9, 1] },
    }),
  )
  state.visits = visitsUntil(now)
  state.events = Array.from({ length: 20 }, (_, n) => eventAt(n, session))
  const ended = {
    ...sessionAt(5, now),
    endedAt: now,
    lastSeenAt: now,
    durationMs: VISIT_MS,
    startedAt: now - VISIT_MS,
  }
  state.sessions[5] = ended
  state.replay = replayOf(ended)
  state.side = sideOf(ended)
  state.pictures = picturesOf(ended)
  state.picture = PIXELS
  state.highlights = [
    {
      highlightId: 'clip_0000000000000001',
      sessionId: ended.sessionId,
      title: 'The coupon is refused',
      tags: ['checkout'],
      from: ended.startedAt + 60_000,
      to: ended.startedAt + 90_000,
      screenshotId: state.pictures[0]?.screenshotId ?? null,
      author: { memberId: 'member-1', email: 'ann@fern.example' },
      createdAt: now,
      editedAt: null,
    },
  ]
  const pinned = { at: now, by: { memberId: 'member-1', email: 'ann@fern.example' }, withReplay: true }
  state.sessions = state.sessions.map((one) => (one.sessionId === ended.sessionId ? { ...one, pinned } : one))
  state.keys = keysAt(now)
  state.usage = usageAt(now)
  state.entries = entriesAt(now)
  state.erasures = erasuresAt(now)
  state.quarantine = quarantineAt(now)
  state.online = onlineAt(now, ['mara_fern', 'ted_oak', 'ines_moss'])
  state.activities = activitiesAt(now, 12, 3_600_000)
  state.views = [
    {
      viewId: 'view_0000000000000001',
      projectId: shop.projectId,
      name: 'Checkout trouble',
      filters: { hasErrors: true },
      shared: true,
      createdBy: 'member-2',
      createdAt: now,
      updatedAt: now,
    },
  ]
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).first().waitFor()
const first = (selector: string) => (page: Page) => page.locator(selector).first().waitFor()
const openMenu = async (page: Page) => {
  await first('[data-session]')(page)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('option', { name: 'City' }).waitFor()
}
const openEditor = async (page: Page) => {
  await first('[data-session]')(page)
  await page.getByRole('button', { name: /^Change the filter At least/ }).click()
  await page.getByRole('textbox', { name: 'Longer than' }).waitFor()
}
const openDialog = async (page: Page) => {
  await first('[data-session]')(page)
  await page.getByRole('button', { name: 'Save as new' }).click()
  await page.getByRole('dialog').waitFor()
}

const openActivity = async (page: Page) => {
  await page.locator('[data-activity]').first().getByRole('button').click()
  await page.getByText('No visit is known').waitFor()
}

const openEvent = (page: Page) => page.locator('[data-event]').nth(1).click()
const inPanel = async (page: Page) => {
  await page.getByRole('slider', { name: 'Time line' }).waitFor()
  await page.getByRole('status', { name: /^(Loading|Reading)/ }).waitFor({ state: 'detached' })
}
const openScript = async (page: Page) => {
  await page.getByRole('button', { name: 'As a test' }).click()
  await page.getByLabel('The test').waitFor()
}

const cutHighlight = async (page: Page) => {
  await inPanel(page)
  await page.locator('[data-highlight]').waitFor()
  await page.getByRole('button', { name: 'Cut a highlight' }).click()
  await page.getByRole('form', { name: 'Highlight' }).waitFor()
}
const chosen = async (page: Page) => {
  await page.getByRole('slider').press('End')
  await page.getByRole('slider').press('Enter')
  await page.getByRole('button', { name: 'Zoom in' }).waitFor()
  await first('th button')(page)
}
const openCondition = async (page: Page) => {
  await page.getByRole('button', { name: /^Change the filter Country/ }).click()
  await page.getByRole('option', { name: /^Germany/ }).waitFor()
}
const openDimensions = async (page: Page) => {
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('option', { name: 'Entry page' }).waitFor()
}
const openRanges = async (page: Page) => {
  await page.getByRole('button', { name: 'Last 30 days' }).click()
  await page.getByLabel('From').waitFor()
}
const openRows = async (page: Page) => {
  await page.getByRole('button', { name: 'Show all: Pages' }).click()
  await page.getByRole('dialog').getByText('10 rows').waitFor()
}
const SWEDEN = encodeURIComponent(JSON.stringify({ dimension: 'country', op: 'is', value: ['SE'] }))

type PageToCheck = [path: string, ready: (page: Page) => Promise<unknown>]

const OUTSIDE: PageToCheck[] = [
  ['/login', heading],
  ['/register', heading],
  ['/password', heading],
  [`/invitations#${INVITATION_TOKEN}`, heading],
]

const INSIDE: PageToCheck[] = [
  ['/sessions', first('[data-session]')],
  ['/sessions?q=nothing', (page) => page.getByText('No session fits').waitFor()],
  ['/sessions?browser=Chrome&device=desktop', openMenu],
  ['/sessions?minDuration=60000&hasErrors=false', openEditor],
  ['/sessions?view=view_0000000000000001&bot=false', openDialog],
  ['/highlights', first('[data-highlight]')],
  ['/highlights?q=nothing', (page) => page.getByText('No highlight fits').waitFor()],
  ['/analytics/overview', chosen],
  [`/analytics/overview?figure=bounceRate&filter=${SWEDEN}`, openCondition],
  ['/analytics/overview?figure=views', openDimensions],
  ['/analytics/overview?period=30d', openRanges],
  ['/analytics/overview?compare=none', openRows],
  ['/analytics/events', first('[data-event-name] svg')],
  ['/analytics/events?event=order_placed', first('th button')],
  ['/live', first('[data-live-session]')],
  ['/live?by=page', first('[data-live-session]')],
  ['/people', first('[data-person]')],
  ['/people?q=nobody', (page) => page.getByText('Nobody who is online').waitFor()],
  ['/activity', openActivity],
  [`/sessions/${session.sessionId}`, first('[data-event]')],
  [`/sessions/${session.sessionId}?t=0`, openEvent],
  ...['console', 'network', 'errors', 'vitals', 'page'].map(
    (panel): PageToCheck => [`/sessions/${sessionAt(5, now).sessionId}?t=121000&panel=${panel}`, inPanel],
  ),
  [`/sessions/${sessionAt(5, now).sessionId}?t=60000&until=90000&panel=highlights`, cutHighlight],
  [`/sessions/${session.sessionId}?t=1000`, openScript],
  ['/welcome', heading],
  ['/projects/new', heading],
  ['/organisations/new', heading],
  ['/settings/project', heading],
  ['/settings/keys', (page) => page.getByText('Website', { exact: true }).first().waitFor()],
  ['/settings/usage', heading],
  ['/settings/erasure', heading],
  ['/settings/quarantine', (page) => page.getByText('is no object').first().waitFor()],
  ['/settings/organisation', heading],
  ['/settings/members', (page) => page.getByText('linus@shop.example').first().waitFor()],
  ['/settings/audit-log', heading],
  ['/nowhere', heading],
]

const withProject = (path: string) => `${path}${path.includes('?') ? '&' : '?'}project=${shop.projectId}`

let theatre: Awaited<ReturnType<typeof openTheatre>>

/** Every page is loaded once, and looked at in each. */
const LOOKS = [
  ['dark', 1440],
  ['light', 380],
] as const

const checkEach = async (page: Page): Promise<void> => {
  for (const [colorScheme, width] of LOOKS) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
    expect(await violations(page), `${colorScheme}, ${width} px`).toEqual([])
  }
}

let stage: Stage
beforeAll(async () => {
  theatre = await openTheatre()
  // Half-way through a movement colours are neither the one nor the other.
  stage = await theatre.openStage({ reducedMotion: 'reduce' })
  fill(stage)
})
afterAll(async () => {
  await stage.close()
  await theatre.close()
})

test.each(OUTSIDE)('%s has no violation', async (path, ready) => {
  await stage.page.goto(path)
  await ready(stage.page)
  await checkEach(stage.page)
})

test.each(INSIDE)('%s has no violation', async (path, ready) => {
  await openAsMember(stage, withProject(path))
  await ready(stage.page)
  await checkEach(stage.page)
})
