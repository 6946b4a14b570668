// GET /api/v1/sessions/{sessionId}/replay/side-events: what a recording tells beside the document, oldest first.
import { listReplaySideEvents as operation } from '../../../core/api/replay-operations.ts'
import { checkMayLook } from '../../../core/projects/check-may.ts'
import type { SideEventList } from '../../../core/replay/replay.ts'
import { pageOfSideLines, type SideLine, sidePositionSchema } from '../../../core/replay/side-line.ts'
import { isOfDevTools } from '../../../core/replay/without-dev-tools.ts'
import { keptSession } from '../../../core/sessions/kept-session.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { ReplayStore } from '../../stores/replay.ts'
import type { SessionStore } from '../../stores/sessions.ts'

export type ListSideDeps = {
  sessions: Pick<SessionStore, 'find'>
  replay: Pick<ReplayStore, 'readManifest' | 'readSideEvents'>
  now: () => number
}

/** Times that it begins again because a merge took away what it was about to read. */
const ATTEMPTS = 5

export const listReplaySideEvents = ({ sessions, replay, now }: ListSideDeps) => {
  const linesOf = async (projectId: string, sessionId: string): Promise<SideLine[]> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const found = await replay.readManifest(projectId, sessionId)
      if (!found?.manifest.sideEvents) return []
      const lines = await replay.readSideEvents(found.manifest)
      if (lines) return lines
    }
    // Named, and gone: they were kept for as long as recordings are.
    return []
  }

  return route(
    operation,
    async ({
      caller: { projectId, retention, may },
      params: { sessionId },
      query: { cursor, limit },
      cursors,
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const after = cursors.read(sidePositionSchema, cursor)
      const stored = await sessions.find(projectId, sessionId)
      const state = foundSession(keptSession(stored, retention, now()))
      checkMayLook(may, state)
      const isPast = stored?.hasReplay === true && !state.hasReplay
      const lines = isPast ? [] : await linesOf(projectId, sessionId)
      const shown = may.devTools ? lines : lines.filter((line) => !isOfDevTools(line))
      const { events, next } = pageOfSideLines(shown, { after, limit })
      return ok({ events, nextCursor: cursors.write(next) } satisfies SideEventList)
    },
  )
}
