import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { foldBatch } from '../../../core/sessions/fold-batch.ts'
import { matchesFilter } from '../../../core/sessions/matches-filter.ts'
import type { Session, SessionList } from '../../../core/sessions/session.ts'
import { SESSION_SORTS, sessionQuerySchema } from '../../../core/sessions/session-query.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import { searchSessions } from '../../../functions/stores/search-sessions.ts'
import type { SessionStore } from '../../../functions/stores/sessions.ts'
import { client, makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { call } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

const SESSIONS = 2_000
const now = Date.now()
/** Three begin at each minute, so that pages end among equals. */
const startOf = (n: number) => now - 60_000 - Math.floor(n / 3) * 60_000

let stage: Stage
let store: SessionStore
let shop: MadeProject
let states: SessionState[]

const stateOf = (projectId: string, n: number): SessionState => {
  const ts = startOf(n)
  const user = n % 50 === 0 ? { userId: `user-${n % 150}` } : {}
  return foldBatch(
    undefined,
    makeStamped({
      projectId,
      sessionId: uuid(n),
      visitorId: uuid(9_000 + (n % 40)),
      receivedAt: ts,
      client: {
        ...client,
        browser: n % 3 === 0 ? 'Chrome 142' : 'Firefox 145',
        device: n % 4 === 0 ? 'mobile' : 'desktop',
        country: n % 5 === 0 ? 'SE' : 'NO',
        city: n % 5 === 0 ? 'Malmö' : 'Oslo',
        bot: n % 20 === 3,
      },
      ...(n % 6 === 0 && { replay: { format: 'rrweb-2', events: [1] } }),
      events: [
        {
          name: 'page_view',
          ts,
          url: `https://shop.example/p/${n % 9}${n % 8 === 0 ? '?utm_source=News&utm_medium=mail' : ''}`,
          ...(n % 4 === 1 && { referrer: 'https://www.search.example/find' }),
          ...user,
        },
        ...(n % 7 === 0 ? [{ name: 'error', ts: ts + 500 }] : []),
        ...(n % 11 === 0 ? [{ name: 'rage_click', ts: ts + 900 }] : []),
        ...(n % 12 === 0 ? [{ name: 'dead_click', ts: ts + 950 }] : []),
        ...(n % 10 === 0 ? [{ name: 'page_view', ts: ts + 990, url: 'https://shop.example/thanks' }] : []),
        ...Array.from({ length: n % 13 }, (_, at) => ({ name: 'step_done', ts: ts + at * 1_000 })),
      ],
    }),
  )
}

const newestFirst = (a: Session, b: Session) =>
  b.startedAt - a.startedAt || (a.sessionId < b.sessionId ? 1 : -1)

beforeAll(async () => {
  stage = await startStage()
  // Whether a session is live depends on the moment it is asked: here that is one moment.
  vi.useFakeTimers({ toFake: ['Date'], now })
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  store = (await import('../../../functions/stores/sessions.ts')).sessions(dynamodb, 'sessions', () => now)
  shop = await makeProject('ann')
  states = Array.from({ length: SESSIONS }, (_, n) => stateOf(shop.projectId, n))
  for (let at = 0; at < SESSIONS; at += 50) {
    await Promise.all(states.slice(at, at + 50).map((state) => store.write(state, undefined)))
  }
}, 60_000)

afterAll(async () => {
  vi.useRealTimers()
  await stage.stop()
})

const ask = async (query: Record<string, string>) => {
  const { handler } = await import('../../../functions/http/list-sessions.ts')
  return call(handler, { memberId: 'ann', query: { projectId: shop.projectId, ...query } })
}

const everyPage = async (query: Record<string, string>): Promise<Session[]> => {
  const found: Session[] = []
  let cursor: string | null = null
  do {
    const { status, body } = await ask({ ...query, ...(cursor && { cursor }) })
    expect(status).toBe(200)
    const page = body as SessionList
    found.push(...page.sessions)
    cursor = page.nextCursor
  } while (cursor)
  return found
}

const expected = (query: Record<string, string>): string[] => {
  const { sort: _sort, ...filter } = sessionQuerySchema.parse(query)
  return states
    .filter((state) => matchesFilter(state, filter, now))
    .sort((a, b) => newestFirst(a as never, b as never))
    .map(({ sessionId }) => sessionId)
}

const idsOf = (sessions: Session[]) => sessions.map(({ sessionId }) => sessionId)

test('the pages of all sessions are complete, without doubles, newest first', async () => {
  const found = await everyPage({ limit: '100' })
  expect(idsOf(found)).toEqual(expected({}))
  expect(found).toHaveLength(SESSIONS)
}, 60_000)

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
const queries = fc
  .record({
    user: some(fc.constantFrom('user-0', 'user-50', 'nobody')),
    visitor: some(fc.nat(41).map((n) => uuid(9_000 + n))),
    from: some(fc.nat(SESSIONS).map((n) => String(startOf(n)))),
    to: some(fc.nat(SESSIONS).map((n) => String(startOf(n)))),
    device: some(fc.constantFrom('mobile', 'desktop')),
    browser: some(fc.constantFrom('firefox', 'Chrome 142', 'Fire')),
    country: some(fc.constantFrom('se', 'NO')),
    hasReplay: some(fc.constantFrom('true', 'false')),
    minDuration: some(fc.constantFrom('500', '6000')),
    minEvents: some(fc.constantFrom('2', '10')),
    hasErrors: some(fc.constantFrom('true', 'false')),
    hasRageClicks: some(fc.constantFrom('true', 'false')),
    hasDeadClicks: some(fc.constantFrom('true', 'false')),
    maxDuration: some(fc.constantFrom('500', '6000')),
    minPages: some(fc.constantFrom('1', '2')),
    minErrors: some(fc.constantFrom('1')),
    bot: some(fc.constantFrom('true', 'false')),
    city: some(fc.constantFrom('malmö', 'Oslo')),
    entryPage: some(fc.constantFrom('/p/8', 'thanks')),
    exitPage: some(fc.constantFrom('/thanks')),
    referrer: some(fc.constantFrom('search.example', 'Direct', 'find')),
    utmSource: some(fc.constantFrom('news', 'ads')),
    utmMedium: some(fc.constantFrom('mail')),
    page: some(fc.constantFrom('/P/3', '/none')),
    event: some(fc.constantFrom('stepDone', 'purchase')),
    q: some(fc.constantFrom('shop.example p/7', 'user-50', 'chrome oslo', 'nothing at all')),
    live: some(fc.constantFrom('false')),
  })
  .map((query) =>
    Object.fromEntries(
      Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  )

test('whatever is asked, the pages hold what a look at every session finds', async () => {
  await fc.assert(
    fc.asyncProperty(queries, fc.integer({ min: 30, max: 100 }), async (query, limit) => {
      expect(idsOf(await everyPage({ ...query, limit: String(limit) }))).toEqual(expected(query))
    }),
    { numRuns: 40 },
  )
}, 120_000)

const VALUES: Record<string, (session: Session) => number> = {
  lastSeen: ({ lastSeenAt }) => lastSeenAt,
  duration: ({ durationMs }) => durationMs,
  engaged: ({ engagedMs }) => engagedMs,
  pages: ({ pageViews }) => pageViews,
  clicks: ({ clicks }) => clicks,
  events: ({ events }) => events,
  errors: ({ errors }) => errors,
  rageClicks: ({ rageClicks }) => rageClicks,
  deadClicks: ({ deadClicks }) => deadClicks,
}

test('every order has its test', () => {
  expect(['start', ...Object.keys(VALUES)]).toEqual(SESSION_SORTS)
})

test.each(Object.entries(VALUES))(
  'sorted by %s the greatest come first, each once',
  async (sort, value) => {
    const found = await everyPage({ sort, limit: '90', hasRageClicks: 'true' })
    expect(found).toEqual(found.toSorted((a, b) => value(b) - value(a) || newestFirst(a, b)))
    expect(new Set(idsOf(found))).toEqual(new Set(expected({ hasRageClicks: 'true' })))
    expect((await ask({ sort, from: String(startOf(900)) })).body).toMatchObject({ searchedTo: null })
  },
  60_000,
)

test('a page says how far back was searched, and the last one that all was', async () => {
  const first = (await ask({ limit: '30' })).body as SessionList
  expect(first.searchedTo).toBe(first.sessions.at(-1)?.startedAt)
  const whole = (await ask({ limit: '30', from: String(startOf(10)) })).body as SessionList
  expect(whole).toMatchObject({ nextCursor: null, searchedTo: null })
})

test('a cursor of one order is refused in another', async () => {
  const { nextCursor } = (await ask({ sort: 'events' })).body as SessionList
  expect((await ask({ sort: 'duration', cursor: nextCursor ?? '' })).body).toMatchObject({
    code: 'invalid-cursor',
  })
  expect((await ask({ cursor: nextCursor ?? '' })).body).toMatchObject({ code: 'invalid-cursor' })
})

test('a request reads only so much, and says where to go on and how far it looked', async () => {
  let read = 0
  const counted: Pick<SessionStore, 'newestFirst'> = {
    newestFirst: async (...asked) => {
      const rows = await store.newestFirst(...asked)
      read += rows.read
      return rows
    },
  }
  const search = searchSessions(counted, () => now, 300)
  const rare = { user: undefined, visitor: uuid(9_039), event: 'purchase' }
  const { states: none, next } = await search.byStart(shop.projectId, rare, { after: undefined, limit: 20 })
  expect(none).toEqual([])
  expect(next).toBeDefined()
  expect(read).toBeLessThanOrEqual(310)
  const ranked = await search.ranked(shop.projectId, {}, 'events', { after: undefined, limit: 20 })
  expect(ranked.searchedTo).toBe(startOf(299))
  expect(ranked.states[0]?.events).toBe(Math.max(...states.slice(0, 300).map(({ events }) => events)))
})

test('who is there now is told from who was', async () => {
  const later = (await everyPage({ live: 'true', limit: '100' })).map(({ startedAt }) => startedAt)
  expect(later.length).toBeGreaterThan(0)
  expect(Math.min(...later)).toBeGreaterThan(now - 5 * 60_000 - 15_000)
})

test.each([
  ['sort', 'name'],
  ['from', 'yesterday'],
  ['to', '99999999999999'],
  ['hasReplay', 'maybe'],
  ['device', 'fridge'],
  ['visitor', 'x'],
  ['minEvents', '-1'],
])('a list cannot be asked for %s %s', async (field, value) => {
  expect((await ask({ [field]: value })).body).toMatchObject({ status: 400, errors: [{ field }] })
})
