// GET /api/v1/shared/{token}/side-events: console and requests, where the link was made with the inspector.
import { listSharedSideEvents as operation } from '../../../core/api/share-operations.ts'
import { pageOfSideLines, type SideLine, sidePositionSchema } from '../../../core/replay/side-line.ts'
import { ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import {
  openedShare,
  PRIVATE_HEADERS,
  type SharedDeps,
  type ShownReplay,
  shownReplay,
} from './opened-share.ts'

export const listSharedSideEvents = (deps: SharedDeps) =>
  route(operation, async ({ params, query, cursors }: RequestOf<typeof operation>) => {
    const after = cursors.read(sidePositionSchema, query.cursor)
    const shown = await shownReplay(deps, await openedShare(deps, params.token), { merge: false })
    const lines = shown?.share.withInspector ? await linesWithin(deps, shown) : []
    const { events, next } = pageOfSideLines(lines, { after, limit: query.limit })
    return { ...ok({ events, nextCursor: cursors.write(next) }), headers: PRIVATE_HEADERS }
  })

const linesWithin = async ({ replay }: SharedDeps, { manifest, bounds }: ShownReplay): Promise<SideLine[]> =>
  ((await replay.readSideEvents(manifest)) ?? []).filter(({ at }) => at >= bounds.from && at <= bounds.to)
