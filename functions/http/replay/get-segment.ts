// GET /api/v1/sessions/{sessionId}/replay/segments/{name}: the bytes of a segment as they are stored, in parts.
import { gzipSync } from 'node:zlib'
import { getReplaySegment as operation } from '../../../core/api/replay-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { SCREENSHOT_PART_MAX_BYTES } from '../../../core/limits.ts'
import { checkMayLook } from '../../../core/projects/check-may.ts'
import { nameOfPlace, placeNamed, placeOf } from '../../../core/replay/segment-name.ts'
import { pageOnly } from '../../../core/replay/without-dev-tools.ts'
import { keptSession } from '../../../core/sessions/kept-session.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { ReplayStore } from '../../stores/replay.ts'
import type { SessionStore } from '../../stores/sessions.ts'

export type GetSegmentDeps = {
  sessions: Pick<SessionStore, 'find'>
  replay: Pick<ReplayStore, 'readSegmentBytes' | 'readManifest' | 'readSegment'>
  now: () => number
}

/** An hour: a name stands for the same bytes for ever, but what is erased shall not lie in a browser for long. */
const CACHE_CONTROL = 'private, max-age=3600, immutable'

export const getReplaySegment = ({ sessions, replay, now }: GetSegmentDeps) =>
  route(
    operation,
    async ({
      caller: { projectId, retention, may },
      params: { sessionId, name },
      query: { from },
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const stored = await sessions.find(projectId, sessionId)
      const state = foundSession(keptSession(stored, retention, now()))
      checkMayLook(may, state)
      if (stored?.hasReplay && !state.hasReplay)
        throw new AppError(
          'replay-not-found',
          404,
          'The recording is older than the project keeps recordings.',
        )
      const place = placeNamed(name)
      const part = { from, count: SCREENSHOT_PART_MAX_BYTES }
      const session = { projectId, sessionId }
      const stripped = may.devTools ? undefined : await withoutDevTools(replay, session, name)
      const bytes = may.devTools
        ? place && (await replay.readSegmentBytes({ ...session, ...place }, part))
        : stripped?.subarray(part.from, part.from + part.count)
      if (!bytes || bytes.length === 0)
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
          // Whoever may see more tomorrow shall not be shown less by a browser that remembers.
          'cache-control': stripped ? 'no-store' : CACHE_CONTROL,
          ...(stripped && { 'x-total-bytes': String(stripped.length) }),
        },
      }
    },
  )

/** Packed anew, so it has another size than the replay says: the answer's `X-Total-Bytes`. */
const withoutDevTools = async (
  replay: GetSegmentDeps['replay'],
  { projectId, sessionId }: { projectId: string; sessionId: string },
  name: string,
): Promise<Buffer | undefined> => {
  const found = await replay.readManifest(projectId, sessionId)
  const entry = found?.manifest.segments.find((one) => nameOfPlace(placeOf(found.manifest, one)) === name)
  const file = found && entry && (await replay.readSegment(found.manifest, entry))
  if (!file) return undefined
  const { head, lines } = pageOnly(file)
  return gzipSync([head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''))
}
