import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionRowOf } from '../../../core/lake/session-row.ts'
import { LAKE_GRACE_MS } from '../../../core/limits.ts'
import { foldBatch } from '../../../core/sessions/fold-batch.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { rowsIn, startLake, type TestLake } from '../lake.ts'

const projectId = 'prj_sessionrows'
const DAY = '2026-11-20'

let lake: TestLake

beforeAll(async () => {
  lake = await startLake(NOON + 24 * 60 * 60_000)
})
afterAll(() => lake.stop())

const finished = (session: number, revision: number, seconds: number) => {
  const state = foldBatch(
    undefined,
    makeStamped({
      projectId,
      sessionId: uuid(session),
      events: [{ ts: NOON, name: 'page_view', url: 'https://shop.example/' }, { ts: NOON + seconds * 1_000 }],
    }),
  )
  return sessionRowOf({ ...state, endedAt: state.lastSeenAt }, revision)
}
const sessions = () =>
  rowsIn(lake, projectId, DAY, 'SELECT session_id, revision, duration_ms FROM sessions ORDER BY session_id')
const row = (session: number, revision: number, seconds: number) => ({
  session_id: uuid(session),
  revision: String(revision),
  duration_ms: String(seconds * 1_000),
})

test('a finished session is a row at once, and after its day is compacted', async () => {
  await lake.sessions.write(finished(1, 3, 10))
  await lake.sessions.write(finished(2, 1, 20))
  const all = 'SELECT * FROM sessions ORDER BY session_id'
  const before = await rowsIn(lake, projectId, DAY, all)
  expect(await sessions()).toEqual([row(1, 3, 10), row(2, 1, 20)])
  await lake.compaction().compactDay('sessions', { projectId, day: DAY })
  expect(await rowsIn(lake, projectId, DAY, all)).toEqual(before)
  expect(before[0]).toMatchObject({
    entry_url: 'https://shop.example/',
    events: '2',
    page_views: '1',
    has_replay: false,
  })
})

test('a session that went on and is finished again has one row: the newest, whatever is written last', async () => {
  await lake.sessions.write(finished(1, 5, 30))
  expect(await sessions()).toEqual([row(1, 5, 30), row(2, 1, 20)])
  await lake.compaction().compactDay('sessions', { projectId, day: DAY })
  lake.pass(LAKE_GRACE_MS + 1_000)
  expect(await lake.compaction().clearDay('sessions', { projectId, day: DAY })).toBe(0)
  // A finisher that died after an older row, and is run again.
  await lake.sessions.write(finished(1, 3, 10))
  expect(await sessions()).toEqual([row(1, 5, 30), row(2, 1, 20)])
  await lake.compaction().compactDay('sessions', { projectId, day: DAY })
  expect(await sessions()).toEqual([row(1, 5, 30), row(2, 1, 20)])
})

test('a day of sessions loses the rows of people who are to be forgotten', async () => {
  const without = { visitorIds: [uuid(901)], userIds: [] }
  expect(await lake.compaction().compactDay('sessions', { projectId, day: DAY }, without)).toMatchObject({
    dropped: 2,
  })
  expect(await sessions()).toEqual([])
})
