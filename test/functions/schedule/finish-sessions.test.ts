import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SESSION_IDLE_MS } from '../../../core/limits.ts'
import { foldBatch } from '../../../core/sessions/fold-batch.ts'
import type { SessionStore } from '../../../functions/stores/sessions.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let sessions: SessionStore
let finish: (remainingMs?: () => number) => Promise<unknown>
let now = NOON
const projectId = 'prj_finishedsessions'

beforeAll(async () => {
  stage = await startStage()
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  sessions = (await import('../../../functions/stores/sessions.ts')).sessions(dynamodb, 'sessions', () => now)
  const { finishSessions } = await import('../../../functions/schedule/finish-sessions.ts')
  const run = finishSessions({ sessions, now: () => now })
  finish = (remainingMs = () => 60_000) => run({ remainingMs })
})

beforeEach(() => {
  now = NOON
})

afterAll(() => stage.stop())

const put = async (session: number, at: number) => {
  const batch = makeStamped({ projectId, sessionId: uuid(session), receivedAt: at, events: [{ ts: at }] })
  await sessions.write(foldBatch(undefined, batch), undefined)
}

const endOf = async (session: number) => (await sessions.find(projectId, uuid(session)))?.endedAt

test('idle sessions are closed at their last event, the others are left open', async () => {
  for (let session = 0; session < 130; session++) await put(session, NOON)
  await put(500, NOON + 20 * 60_000)
  now = NOON + SESSION_IDLE_MS + 60_000
  expect(await finish()).toEqual({ finished: 130, complete: true })
  expect(await endOf(0)).toBe(NOON)
  expect(await endOf(129)).toBe(NOON)
  expect(await endOf(500)).toBeNull()
  expect(await finish()).toEqual({ finished: 0, complete: true })
})

test('a run stops before its time is up, and the next goes on', async () => {
  for (let session = 600; session < 610; session++) await put(session, NOON)
  now = NOON + SESSION_IDLE_MS
  let remaining = 12_000
  const first = await finish(() => (remaining -= 500))
  expect(first).toEqual({ finished: 4, complete: false })
  expect(await finish()).toMatchObject({ finished: 6, complete: true })
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
  expect(
    await finishSessions({ sessions: overtaken, now: () => now })({ remainingMs: () => 60_000 }),
  ).toMatchObject({
    finished: 0,
  })
  expect(await endOf(700)).toBeNull()
})

test('the function runs as it is deployed', async () => {
  const { handler } = await import('../../../functions/schedule/finish-sessions.ts')
  const { context } = await import('../invocations.ts')
  await expect(handler({}, context())).resolves.toBeUndefined()
})
