import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked, beganIn } from './oracle.ts'

const DAY_MS = 86_400_000
const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 17 })
})

afterAll(() => at.stop())

const expected = (what: Asked) => {
  const found = asked(at.sessions, what)
  const persons = [...Map.groupBy(found, ({ session }) => session.person).values()].map((own) =>
    own.map(({ event }) => event).toSorted((a, b) => a.ts - b.ts || (a.eventId < b.eventId ? -1 : 1)),
  )
  const unknown = persons.filter(([first]) => first?.userId === undefined)
  const known = unknown.filter((events) => events.some(({ userId }) => userId !== undefined))
  const sessions = beganIn(found, what)
  const starts = [...Map.groupBy(sessions, ({ person }) => person).values()].map((own) =>
    own.map(({ startedAt }) => startedAt).toSorted((a, b) => a - b),
  )
  const returned = (days: number) =>
    starts.filter(([first = 0, next = Number.POSITIVE_INFINITY]) => next - first <= days * DAY_MS).length
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  return {
    visitors: persons.length,
    cameUnknown: unknown.length,
    becameKnown: known.length,
    becameKnownRate: share(known.length, unknown.length),
    began: starts.length,
    returnedIn7: returned(7),
    returnedIn7Rate: share(returned(7), starts.length),
    returnedIn30: returned(30),
    returnedIn30Rate: share(returned(30), starts.length),
    sessions: sessions.length,
    events: found.length,
    sessionsPerDay: sessions.length / ((what.to - what.from) / DAY_MS),
    eventsPerSession: share(found.length, sessions.length),
  }
}

test('who became known and who came back, as counting by hand gives it', async () => {
  const { rows } = await at.ask('people', WHOLE)
  expect(rows).toEqual([expected(WHOLE)])
  const { becameKnown, cameUnknown, returnedIn7, began } = expected(WHOLE)
  expect(becameKnown > 0 && becameKnown < cameUnknown && returnedIn7 > 0 && returnedIn7 < began).toBe(true)
})

test('of some days of a time zone, under a filter of events', async () => {
  const filter = { dimension: 'name', op: 'is', value: ['click', 'page_view'] }
  const { rows } = await at.ask(
    'people',
    { from: '2026-10-23', to: '2026-10-25', filter },
    { timeZone: 'Europe/Berlin' },
  )
  const what = { from: Date.UTC(2026, 9, 22, 22), to: Date.UTC(2026, 9, 25, 23) }
  const where: Asked['where'] = ({ name }) => name === 'click' || name === 'page_view'
  expect(rows).toEqual([expected({ ...what, where })])
})

test('where nobody came there is nothing to share', async () => {
  const { rows } = await at.ask('people', { from: FIRST_DAY - 5 * DAY_MS, to: FIRST_DAY - 4 * DAY_MS })
  expect(rows).toMatchObject([{ visitors: 0, sessions: 0, sessionsPerDay: 0, becameKnownRate: null }])
})
