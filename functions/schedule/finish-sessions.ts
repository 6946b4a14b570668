// Closes the sessions that are over.
import { finishSession } from '../../core/sessions/session-rules.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import type { LogFields } from '../runtime/log.ts'
import { type ScheduleRun, schedule } from '../runtime/schedule.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'

type Deps = { sessions: Pick<SessionStore, 'due' | 'read' | 'write'>; now: () => number }

/** Milliseconds before its end at which a run stops: what is left is the next run's. */
const RESERVE_MS = 10_000

export const finishSessions =
  ({ sessions, now }: Deps) =>
  async ({ remainingMs }: ScheduleRun): Promise<LogFields> => {
    let finished = 0
    for await (const { projectId, sessionId } of sessions.due()) {
      if (remainingMs() < RESERVE_MS) return { finished, complete: false }
      const { state, revision } = await sessions.read(projectId, sessionId)
      const after = state && finishSession(state, now())
      // Changed since it was read: the visit goes on, and the next run looks again.
      if (after && after !== state && (await sessions.write(after, revision))) finished++
    }
    return { finished, complete: true }
  }

const env = readEnvironment(['SESSIONS_TABLE', 'EVENT_RETENTION_DAYS'])

export const handler = schedule(
  finishSessions({
    sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now, env.EVENT_RETENTION_DAYS),
    now: Date.now,
  }),
)
