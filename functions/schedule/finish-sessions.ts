// Closes the sessions that are over, merges what is stored of each, and files it in the lake.
import { type SessionRow, sessionRowOf } from '../../core/lake/session-row.ts'
import { REPLAY_WAIT_MS } from '../../core/limits.ts'
import { finishSession, overAt } from '../../core/sessions/session-rules.ts'
import type { SessionState } from '../../core/sessions/session-state.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { errorFields, type LogFields, log } from '../runtime/log.ts'
import { type ScheduleRun, schedule } from '../runtime/schedule.ts'
import { assets } from '../stores/assets.ts'
import { lakeMarkers } from '../stores/lake-markers.ts'
import { type MergeSession, mergeSession, OutOfTime } from '../stores/merge-session.ts'
import { replayStore } from '../stores/replay.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { sessionRows } from '../stores/session-rows.ts'
import { type Revision, type SessionStore, sessions } from '../stores/sessions.ts'

type Deps = {
  sessions: Pick<SessionStore, 'due' | 'read' | 'write'>
  merge: MergeSession
  /** The finished session as a row of the lake. */
  rows: { write(row: SessionRow): Promise<void> }
  now: () => number
}

/** Milliseconds before its end at which a run stops: what is left is the next run's. */
const RESERVE_MS = 10_000

/** Sessions merged at once, of those that are not long. */
const AT_ONCE = 4

/** Milliseconds beyond which a session is long: about a hundred segments of a heavy page (an hour). */
const LONG_MS = 60 * 60_000

const isLong = ({ startedAt, lastSeenAt }: SessionState): boolean => lastSeenAt - startedAt > LONG_MS

export const finishSessions =
  ({ sessions, merge, rows, now }: Deps) =>
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
        if (!(error instanceof OutOfTime)) failed('a session was not merged', state, error)
      }
      return state
    }

    /** Before the item is written: killed in between, the next run finds the session and writes the row again. */
    const filed = async (state: SessionState, revision: number): Promise<boolean> => {
      try {
        await rows.write(sessionRowOf(state, revision))
        return true
      } catch (error) {
        failed('a session was not filed', state, error)
        return false
      }
    }

    const failed = (message: string, { projectId, sessionId }: SessionState, error: unknown): void => {
      done.failed++
      log.error(message, { projectId, sessionId, ...errorFields(error) })
    }

    const finish = async (state: SessionState, closed: SessionState, revision: Revision): Promise<void> => {
      const after = await merged(closed)
      if (after === state || !(await filed(after, (revision ?? 0) + 1))) return
      // Changed since it was read: the visit goes on, and the next run looks again.
      if (!(await sessions.write(after, revision))) return
      if (closed !== state) done.finished++
      if (after !== closed) done.merged++
    }

    // Most of the time a merge waits for S3, and waiting is paid, too.
    const underWay = new Set<Promise<void>>()
    // Kept, since it may come while something else is waited for.
    const failures: unknown[] = []
    let complete = true
    try {
      for await (const { projectId, sessionId } of sessions.due()) {
        complete = hasTime()
        if (!complete || failures.length > 0) break
        const { state, revision } = await sessions.read(projectId, sessionId)
        const closed = state && finishSession(state, now())
        if (!closed || closed.endedAt === null || closed.mergedAt !== null) continue
        const work = finish(state, closed, revision)
          .catch((error) => failures.push(error))
          .then(() => void underWay.delete(work))
        underWay.add(work)
        // A long one may need all the memory there is, so nothing new begins beside it.
        if (isLong(closed)) await work
        if (underWay.size >= AT_ONCE) await Promise.race(underWay)
      }
    } finally {
      await Promise.all(underWay)
    }
    if (failures.length > 0) throw failures[0]
    return { ...done, complete }
  }

const env = readEnvironment(['SESSIONS_TABLE', 'SESSION_BUCKET', 'LAKE_BUCKET', 'EVENT_RETENTION_DAYS'])

export const handler = schedule(
  finishSessions({
    sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now, env.EVENT_RETENTION_DAYS),
    merge: mergeSession({
      parts: sessionParts(s3, env.SESSION_BUCKET),
      replay: replayStore(s3, env.SESSION_BUCKET),
      assets: assets(s3, env.SESSION_BUCKET),
    }),
    rows: sessionRows(s3, env.LAKE_BUCKET, lakeMarkers(s3, env.LAKE_BUCKET, Date.now)),
    now: Date.now,
  }),
)
