import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { asked } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 4 })
}, 120_000)

afterAll(() => at?.stop())

test('each name has its count, its persons, users and sessions', async () => {
  const expected = [...Map.groupBy(asked(at.sessions, WHOLE), ({ event }) => event.name)]
    .map(([name, found]) => ({
      name,
      count: found.length,
      visitors: new Set(found.map(({ session }) => session.person)).size,
      users: new Set(found.flatMap(({ session }) => (session.isUser ? [session.person] : []))).size,
      sessions: new Set(found.map(({ session }) => session.sessionId)).size,
    }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  expect((await at.ask('events', WHOLE)).rows).toEqual(expected)
  expect(expected.some(({ users, visitors }) => users > 0 && users < visitors)).toBe(true)
})
