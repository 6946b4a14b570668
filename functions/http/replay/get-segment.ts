// GET /api/v1/sessions/{sessionId}/replay/segments/{name}: the bytes of a segment as they are stored, in parts.
import { getReplaySegment as operation } from '../../../core/api/replay-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { SCREENSHOT_PART_MAX_BYTES } from '../../../core/limits.ts'
import { placeNamed } from '../../../core/replay/segment-name.ts'
import { keptSession } from '../../../core/sessions/kept-session.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { ReplayStore } from '../../stores/replay.ts'
import type { SessionStore } from '../../stores/sessions.ts'

export type GetSegmentDeps = {
  sessions: Pick<SessionStore, 'find'>
  replay: Pick<ReplayStore, 'readSegmentBytes'>
  now: () => number
}

/** An hour: a name stands for the same bytes for ever, but what is erased shall not lie in a browser for long. */
const CACHE_CONTROL = 'private, max-age=3600, immutable'

export const getReplaySegment = ({ sessions, replay, now }: GetSegmentDeps) =>
  route(
    operation,
    async ({
      caller: { projectId, retention },
      params: { sessionId, name },
      query: { from },
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const stored = await sessions.find(projectId, sessionId)
      const state = foundSession(keptSession(stored, retention, now()))
      if (stored?.hasReplay && !state.hasReplay)
        throw new AppError(
          'replay-not-found',
          404,
          'The recording is older than the project keeps recordings.',
        )
      const place = placeNamed(name)
      const part = { from, count: SCREENSHOT_PART_MAX_BYTES }
      const bytes = place && (await replay.readSegmentBytes({ projectId, sessionId, ...place }, part))
      if (!bytes)
        throw new AppError(
          'replay-changed',
          404,
          'There is no such segment, or no such part of it, any more: read the replay again.',
        )
      return {
        status: 200,
        bytes,
        headers: {
          'content-type': 'application/gzip',
          'content-disposition': `attachment; filename="${name}.gz"`,
          'cache-control': CACHE_CONTROL,
        },
      }
    },
  )
