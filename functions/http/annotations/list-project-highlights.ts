// GET /api/v1/highlights: the highlights of a project, newest first, each with whose session it is of.
import { listProjectHighlights as operation } from '../../../core/api/highlight-operations.ts'
import type { ProjectHighlights, ShownHighlight } from '../../../core/highlights/highlight.ts'
import { matchesSearch } from '../../../core/highlights/matches-search.ts'
import { HIGHLIGHT_LIST_MAX_READS, PAGE_MAX } from '../../../core/limits.ts'
import { withoutPerson } from '../../../core/people/pseudonym.ts'
import { keptSession } from '../../../core/sessions/kept-session.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { highlightPositionSchema, positionOf } from '../../stores/highlights.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'highlights' | 'now'>

export const listProjectHighlights =
  ({ sessions, highlights, now }: Deps) =>
  async ({ caller, query, cursors }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId, retention } = caller
    const { limit, q, tag } = query
    const found: ShownHighlight[] = []
    let next = cursors.read(highlightPositionSchema, query.cursor)
    for (let left = HIGHLIGHT_LIST_MAX_READS; left > 0; left -= PAGE_MAX) {
      const step = await highlights.newestFirst(projectId, { after: next, limit: PAGE_MAX })
      const wanted = step.highlights.filter((highlight) => matchesSearch(highlight, { q, tag }))
      const ids = [...new Set(wanted.map(({ sessionId }) => sessionId))]
      const states = (await sessions.findSome(projectId, ids)).flatMap(
        (state) => keptSession(state, retention, now()) ?? [],
      )
      const byId = new Map(states.map((state) => [state.sessionId, state]))
      for (const highlight of wanted) {
        const session = byId.get(highlight.sessionId)
        if (!session) continue
        const { visitorId, startedAt, hasReplay, pinned } = session
        const { userId } = caller.may.personal ? session : withoutPerson(session, visitorId)
        found.push({ ...highlight, session: { visitorId, userId, startedAt, hasReplay, pinned } })
      }
      next = step.next
      if (next === undefined || found.length > limit) break
    }
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return ok({
      highlights: page,
      nextCursor: cursors.write(found.length > limit && last ? positionOf(last) : next),
    } satisfies ProjectHighlights)
  }

export const listProjectHighlightsRoute = route(operation, listProjectHighlights(stores))
