// GET /api/v1/sessions/{sessionId}/replay/assets: what the addresses of a recording had, and have been found to have since.
import { listReplayAssets as operation } from '../../../core/api/asset-operations.ts'
import type { SessionAssets } from '../../../core/assets/session-assets.ts'
import { joinAssets, type ReplayAssets } from '../../../core/assets/session-assets.ts'
import { ASSET_MAX_OF_SESSION } from '../../../core/limits.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { AssetRecordStore } from '../../stores/asset-records.ts'
import type { AssetStore } from '../../stores/assets.ts'
import type { SessionStore } from '../../stores/sessions.ts'

export type ListDeps = {
  sessions: Pick<SessionStore, 'find'>
  assets: Pick<AssetStore, 'readMap' | 'dueOf' | 'readDue'>
  records: Pick<AssetRecordStore, 'read'>
}

export const listReplayAssets = ({ sessions, assets, records }: ListDeps) => {
  /** What other sessions have found under these addresses, and under those of the sheets among it. */
  const foundElsewhere = async (projectId: string, urls: readonly string[]): Promise<SessionAssets> => {
    const map: SessionAssets = { v: 1, assets: [], missing: [] }
    const seen = new Set<string>()
    for (let wave = [...new Set(urls)], rest = ASSET_MAX_OF_SESSION; wave.length > 0; ) {
      const some = wave.filter((url) => !seen.has(url)).slice(0, rest)
      rest -= some.length
      for (const url of some) seen.add(url)
      const known = await records.read(projectId, some)
      wave = []
      for (const url of some) {
        const found = known.get(url)?.found
        if (!found) continue
        map.assets.push({ url, hash: found.hash, type: found.type, bytes: found.bytes })
        wave.push(...found.names)
      }
    }
    return map
  }

  return route(
    operation,
    async ({
      caller: { projectId },
      params: { sessionId },
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      foundSession(await sessions.find(projectId, sessionId))
      const session = { projectId, sessionId }
      const places = await assets.dueOf(session)
      const waiting = (await Promise.all(places.map(assets.readDue))).flatMap((due) => due?.named ?? [])
      const map = await assets.readMap(session)
      // Of what was missing something may have been found for a later session: better than nothing.
      const lacking = [...waiting, ...(map?.missing ?? [])].map(({ url }) => url)
      const all = joinAssets(map, await foundElsewhere(projectId, lacking))
      return ok({
        assets: all.assets.slice(0, ASSET_MAX_OF_SESSION),
        missing: all.missing,
        pending: places.length > 0,
      } satisfies ReplayAssets)
    },
  )
}
