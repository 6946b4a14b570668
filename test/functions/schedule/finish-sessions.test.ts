import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SessionRow } from '../../../core/lake/session-row.ts'
import { REPLAY_WAIT_MS, SESSION_IDLE_MS } from '../../../core/limits.ts'
import { foldBatch } from '../../../core/sessions/fold-batch.ts'
import type { MergeSession } from '../../../functions/stores/merge-session.ts'
import type { SessionStore } from '../../../functions/stores/sessions.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let sessions: SessionStore
let finish: (remainingMs?: () => number) => Promise<unknown>
let now = NOON
/** What merging answers; the merge itself has its own tests. */
let merge: MergeSession = async () => 'merged'
const projectId = 'prj_finishedsessions'

beforeAll(async () => {
  stage = await startStage()
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  sessions = (await import('../../../functions/stores/sessions.ts')).sessions(dynamodb, 'sessions', () => now)
  const { finishSessions } = await import('../../../functions/schedule/finish-sessions.ts')
  const run = finishSessions({
    sessions,
    merge: (...asked) => merge(...asked),
    rows: { write: (row) => file(row) },
    now: () => now,
  })
  finish = (remainingMs = () => 60_000) => run({ remainingMs })
})

const filed: SessionRow[] = []
let file: (row: SessionRow) => Promise<void>

beforeEach(() => {
  now = NOON
  merge = async () => 'merged'
  filed.length = 0
  file = async (row) => void filed.push(row)
})

afterAll(() => stage.stop())

const put = async (session: number, at: number) => {
  const batch = makeStamped({ projectId, sessionId: uuid(session), receivedAt: at, events: [{ ts: at }] })
  await sessions.write(foldBatch(undefined, batch), undefined)
}

const find = (session: number) => sessions.find(projectId, uuid(session))
const endOf = async (session: number) => (await find(session))?.endedAt

test('idle sessions are closed at their last event and merged, the others are left open', async () => {
  for (let session = 0; session < 130; session++) await put(session, NOON)
  await put(500, NOON + 20 * 60_000)
  now = NOON + SESSION_IDLE_MS + 60_000
  expect(await finish()).toEqual({ finished: 130, merged: 130, waiting: 0, failed: 0, complete: true })
  expect(await endOf(0)).toBe(NOON)
  expect(await endOf(129)).toBe(NOON)
  expect((await find(0))?.mergedAt).toBe(now)
  expect(await endOf(500)).toBeNull()
  expect(await finish()).toMatchObject({ finished: 0, merged: 0, complete: true })
})

test('a run stops before its time is up, and the next goes on', async () => {
  for (let session = 600; session < 610; session++) await put(session, NOON)
  now = NOON + SESSION_IDLE_MS
  let remaining = 12_000
  const first = (await finish(() => (remaining -= 500))) as Record<string, unknown>
  expect(first).toMatchObject({ failed: 0, complete: false })
  const finished = Number(first['finished'])
  expect(finished).toBeGreaterThan(0)
  expect(finished).toBeLessThan(10)
  expect(await finish()).toMatchObject({ finished: 10 - finished, complete: true })
})

test('a session that goes on while it is being closed stays open', async () => {
  await put(700, NOON)
  now = NOON + SESSION_IDLE_MS
  const { finishSessions } = await import('../../../functions/schedule/finish-sessions.ts')
  const overtaken: SessionStore = {
    ...sessions,
    read: async (project, session) => {
      const found = await sessions.read(project, session)
      const next = makeStamped({
        projectId,
        sessionId: session,
        seq: 1,
        receivedAt: now,
        events: [{ ts: now }],
      })
      await sessions.write(foldBatch(found.state, next), found.revision)
      return found
    },
  }
  const run = finishSessions({ sessions: overtaken, merge, rows: { write: async () => {} }, now: () => now })
  expect(await run({ remainingMs: () => 60_000 })).toMatchObject({ finished: 0, merged: 0 })
  expect(await endOf(700)).toBeNull()
})

test('a session that cannot be merged is closed all the same, holds up no other, and is tried again', async () => {
  await put(710, NOON)
  await put(711, NOON)
  now = NOON + SESSION_IDLE_MS
  merge = async ({ sessionId }) => {
    if (sessionId === uuid(710)) throw new Error('The bucket is away.')
    return 'merged'
  }
  expect(await finish()).toMatchObject({ finished: 2, merged: 1, failed: 1, complete: true })
  expect(await find(710)).toMatchObject({ endedAt: NOON, mergedAt: null })
  merge = async () => 'merged'
  expect(await finish()).toMatchObject({ finished: 0, merged: 1, failed: 0 })
  expect(await finish()).toMatchObject({ merged: 0 })
})

test('what is counted but not stored is waited for, but not for ever', async () => {
  await put(720, NOON)
  now = NOON + SESSION_IDLE_MS
  const asked: boolean[] = []
  merge = async ({ sessionId }, { mayWait }) => {
    if (sessionId === uuid(720)) asked.push(mayWait)
    return mayWait ? 'waiting' : 'merged'
  }
  expect(await finish()).toMatchObject({ finished: 1, merged: 0, waiting: 1 })
  expect(await finish()).toMatchObject({ finished: 0, merged: 0, waiting: 1 })
  now += REPLAY_WAIT_MS
  await finish()
  expect(await find(720)).toMatchObject({ mergedAt: now })
  expect(asked).toEqual([true, true, false])
})

test('a batch that comes after the merge has the session merged again', async () => {
  await put(730, NOON)
  now = NOON + SESSION_IDLE_MS
  await finish()
  const { state, revision } = await sessions.read(projectId, uuid(730))
  const late = makeStamped({
    projectId,
    sessionId: uuid(730),
    seq: 1,
    receivedAt: now,
    events: [{ ts: NOON }],
  })
  await sessions.write(foldBatch(state, late), revision)
  expect(await find(730)).toMatchObject({ endedAt: NOON, mergedAt: null })
  expect(await finish()).toMatchObject({ finished: 0, merged: 1 })
})

test('the function runs as it is deployed', async () => {
  const { handler } = await import('../../../functions/schedule/finish-sessions.ts')
  const { context } = await import('../invocations.ts')
  await expect(handler({}, context())).resolves.toBeUndefined()
})

test('a finished session is filed with the revision that its item then has, before the item says that it is over', async () => {
  await put(740, NOON)
  now = NOON + SESSION_IDLE_MS
  const ends: unknown[] = []
  file = async (row) => {
    filed.push(row)
    if (row.sessionId === uuid(740)) ends.push(await endOf(740))
  }
  await finish()
  expect(ends).toEqual([null])
  const { revision } = await sessions.read(projectId, uuid(740))
  expect(filed.filter(({ sessionId }) => sessionId === uuid(740))).toEqual([
    expect.objectContaining({ revision, endedAt: NOON, startedAt: NOON, events: 1 }),
  ])
})

test('a session that cannot be filed stays open, holds up no other, and is tried again', async () => {
  await put(750, NOON)
  await put(751, NOON)
  now = NOON + SESSION_IDLE_MS
  file = async ({ sessionId }) => {
    if (sessionId === uuid(750)) throw new Error('The lake is away.')
  }
  expect(await finish()).toMatchObject({ failed: 1, complete: true })
  expect([await endOf(750), await endOf(751)]).toEqual([null, NOON])
  file = async () => {}
  await finish()
  expect(await endOf(750)).toBe(NOON)
})
