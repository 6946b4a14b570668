// GET /api/v1/sessions/{sessionId}/replay: what of a session can be played, merged as far as it is stored.
import { getReplay as operation } from '../../../core/api/replay-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { REPLAY_WATCHED_MS } from '../../../core/limits.ts'
import { checkMayLook } from '../../../core/projects/check-may.ts'
import { toReplay } from '../../../core/replay/to-replay.ts'
import { withoutNetwork } from '../../../core/replay/without-dev-tools.ts'
import { keptSession, keptUntil } from '../../../core/sessions/kept-session.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { OpenReplay } from '../../stores/open-replay.ts'
import type { recordChange } from '../../stores/record-change.ts'
import type { RequestMarks } from '../../stores/request-marks.ts'
import type { SessionStore } from '../../stores/sessions.ts'
import type { WatcherStore } from '../../stores/watchers.ts'

export type GetReplayDeps = {
  sessions: Pick<SessionStore, 'find'>
  open: OpenReplay
  marks: RequestMarks
  record: ReturnType<typeof recordChange>
  watchers: Pick<WatcherStore, 'note'>
  now: () => number
}

type Request = RequestOf<typeof operation>

export const getReplay = ({ sessions, open, marks, record, watchers, now }: GetReplayDeps) => {
  /** Before it is shown. Of many requests the first of an hour is written down. */
  const noteWatching = async (caller: Request['caller'], state: SessionState): Promise<void> => {
    const { projectId, organisationId, retention } = caller
    const { sessionId } = state
    const who = 'memberId' in caller ? caller.memberId : caller.keyId
    const mark = `${projectId}#${sessionId}#${who}`
    if (!(await marks.take('watched', mark, REPLAY_WATCHED_MS))) return
    try {
      const { actor, at } = await record(caller, organisationId, {
        action: 'replay.watched',
        target: { id: sessionId, name: null },
        projectId,
      })
      const watcher = {
        kind: 'memberId' in caller ? 'member' : 'key',
        id: who,
        name: actor.email,
        at,
      } as const
      await watchers.note(
        { projectId, sessionId },
        watcher,
        Math.ceil(keptUntil(state.lastSeenAt, retention.eventDays) / 1000),
      )
    } catch (error) {
      // The next request writes it down.
      await marks.giveBack('watched', mark)
      throw error
    }
  }

  return route(operation, async ({ caller, params: { sessionId } }: Request): Promise<HttpAnswer> => {
    const { projectId, retention, may } = caller
    const stored = await sessions.find(projectId, sessionId)
    const state = foundSession(keptSession(stored, retention, now()))
    checkMayLook(may, state)
    const { manifest, complete } = await open(stored ?? state)
    if (!manifest && state.events === 0 && !state.hasReplay)
      throw new AppError('replay-not-found', 404, 'Nothing was stored of this session that could be played.')
    // Counted, and not stored yet: two consumers read the stream, each at its pace.
    const hasAny = manifest !== undefined
    await noteWatching(caller, state)
    const expired = stored?.hasReplay === true && !state.hasReplay
    const keepDays = Math.min(retention.replayDays, retention.eventDays)
    const expiresAt = state.pinned ? null : keptUntil(state.lastSeenAt, keepDays)
    const replay = toReplay(manifest, { state, expired, expiresAt, complete: complete && hasAny })
    return ok({ replay: may.devTools ? replay : withoutNetwork(replay) })
  })
}
