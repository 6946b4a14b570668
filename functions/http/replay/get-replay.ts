// GET /api/v1/sessions/{sessionId}/replay: what of a session can be played, merged as far as it is stored.
import { getReplay as operation } from '../../../core/api/replay-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { REPLAY_WATCHED_MS } from '../../../core/limits.ts'
import { toReplay } from '../../../core/replay/to-replay.ts'
import { keptSession, keptUntil } from '../../../core/sessions/kept-session.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { OpenReplay } from '../../stores/open-replay.ts'
import type { recordChange } from '../../stores/record-change.ts'
import type { RequestMarks } from '../../stores/request-marks.ts'
import type { SessionStore } from '../../stores/sessions.ts'

export type GetReplayDeps = {
  sessions: Pick<SessionStore, 'find'>
  open: OpenReplay
  marks: RequestMarks
  record: ReturnType<typeof recordChange>
  now: () => number
}

type Request = RequestOf<typeof operation>

export const getReplay = ({ sessions, open, marks, record, now }: GetReplayDeps) => {
  /** Before it is shown. Of many requests the first of an hour is written down. */
  const noteWatching = async (caller: Request['caller'], sessionId: string): Promise<void> => {
    const { projectId, organisationId } = caller
    const who = 'memberId' in caller ? caller.memberId : caller.keyId
    if (!(await marks.take('watched', `${projectId}#${sessionId}#${who}`, REPLAY_WATCHED_MS))) return
    await record(caller, organisationId, {
      action: 'replay.watched',
      target: { id: sessionId, name: null },
      projectId,
    })
  }

  return route(operation, async ({ caller, params: { sessionId } }: Request): Promise<HttpAnswer> => {
    const { projectId, retention } = caller
    const stored = await sessions.find(projectId, sessionId)
    const state = foundSession(keptSession(stored, retention, now()))
    const { manifest, complete } = await open(stored ?? state)
    if (!manifest && state.events === 0 && !state.hasReplay)
      throw new AppError('replay-not-found', 404, 'Nothing was stored of this session that could be played.')
    // Counted, and not stored yet: two consumers read the stream, each at its pace.
    const hasAny = manifest !== undefined
    await noteWatching(caller, sessionId)
    const expired = stored?.hasReplay === true && !state.hasReplay
    const keepDays = Math.min(retention.replayDays, retention.eventDays)
    const expiresAt = state.pinned ? null : keptUntil(state.lastSeenAt, keepDays)
    return ok({ replay: toReplay(manifest, { state, expired, expiresAt, complete: complete && hasAny }) })
  })
}
