// Closes the sessions that are over, and merges what is stored of each.
import { REPLAY_WAIT_MS } from '../../core/limits.ts'
import { finishSession, overAt } from '../../core/sessions/session-rules.ts'
import type { SessionState } from '../../core/sessions/session-state.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { errorFields, type LogFields, log } from '../runtime/log.ts'
import { type ScheduleRun, schedule } from '../runtime/schedule.ts'
import { type MergeSession, mergeSession, OutOfTime } from '../stores/merge-session.ts'
import { replayStore } from '../stores/replay.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'

type Deps = {
  sessions: Pick<SessionStore, 'due' | 'read' | 'write'>
  merge: MergeSession
  now: () => number
}

/** Milliseconds before its end at which a run stops: what is left is the next run's. */
const RESERVE_MS = 10_000

export const finishSessions =
  ({ sessions, merge, now }: Deps) =>
  async ({ remainingMs }: ScheduleRun): Promise<LogFields> => {
    const done = { finished: 0, merged: 0, waiting: 0, failed: 0 }
    const hasTime = () => remainingMs() >= RESERVE_MS

    /** What the session is after merging, or trying to. A session that fails holds up no other. */
    const merged = async (state: SessionState): Promise<SessionState> => {
      try {
        const mayWait = now() < overAt(state) + REPLAY_WAIT_MS
        const outcome = await merge(state, { mayWait, hasTime })
        if (outcome === 'merged') return { ...state, mergedAt: now() }
        done.waiting++
      } catch (error) {
        if (!(error instanceof OutOfTime)) {
          done.failed++
          const { projectId, sessionId } = state
          log.error('a session was not merged', { projectId, sessionId, ...errorFields(error) })
        }
      }
      return state
    }

    for await (const { projectId, sessionId } of sessions.due()) {
      if (!hasTime()) return { ...done, complete: false }
      const { state, revision } = await sessions.read(projectId, sessionId)
      const closed = state && finishSession(state, now())
      if (!closed || closed.endedAt === null || closed.mergedAt !== null) continue
      const after = await merged(closed)
      // Changed since it was read: the visit goes on, and the next run looks again.
      if (after === state || !(await sessions.write(after, revision))) continue
      if (closed !== state) done.finished++
      if (after !== closed) done.merged++
    }
    return { ...done, complete: true }
  }

const env = readEnvironment(['SESSIONS_TABLE', 'SESSION_BUCKET', 'EVENT_RETENTION_DAYS'])

export const handler = schedule(
  finishSessions({
    sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now, env.EVENT_RETENTION_DAYS),
    merge: mergeSession({
      parts: sessionParts(s3, env.SESSION_BUCKET),
      replay: replayStore(s3, env.SESSION_BUCKET),
    }),
    now: Date.now,
  }),
)
