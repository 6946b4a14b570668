// One session's assets: what its recording names, what the sheets among that name in their turn, and what came of each.
import { mayPass } from '../../../core/assets/asset-record.ts'
import type { DueAssets, SessionAssets } from '../../../core/assets/session-assets.ts'
import { ASSET_MAX_OF_SESSION, ASSET_SESSION_MAX_BYTES } from '../../../core/limits.ts'
import type { ProjectAssets } from './project-assets.ts'

export type Settled = {
  map: SessionAssets
  /** What may be had later. */
  later: DueAssets['named']
}

/** Undefined when the time is up; what was fetched so far the next run finds. */
export const settleSession = async (
  named: DueAssets['named'],
  project: ProjectAssets,
  hasTime: () => boolean,
): Promise<Settled | undefined> => {
  const map: SessionAssets = { v: 1, assets: [], missing: [] }
  const later: DueAssets['named'] = []
  const seen = new Set<string>()
  let bytes = 0

  const wave = async (some: DueAssets['named']): Promise<string[] | undefined> => {
    const fresh = some.filter(({ url }) => !seen.has(url)).slice(0, ASSET_MAX_OF_SESSION - seen.size)
    for (const { url } of fresh) seen.add(url)
    await project.expect(fresh.map(({ url }) => url))
    const answers = await Promise.all(
      fresh.map(async (one) => (hasTime() ? { ...one, known: await project.get(one.url) } : undefined)),
    )
    const next: string[] = []
    for (const answer of answers) {
      if (!answer) return undefined
      const { url, sheet, known } = answer
      const { found, reason } = known
      if (!found) {
        map.missing.push({ url, reason: reason ?? 'unknown' })
        if (mayPass(reason ?? '')) later.push({ url, sheet })
      } else if (sheet !== (found.type === 'text/css')) map.missing.push({ url, reason: 'type' })
      else if (bytes + found.bytes > ASSET_SESSION_MAX_BYTES)
        map.missing.push({ url, reason: 'session-limit' })
      else {
        bytes += found.bytes
        map.assets.push({ url, hash: found.hash, type: found.type, bytes: found.bytes })
        next.push(...found.names)
      }
    }
    return next
  }

  // Sheets first: what they name is as much a part of the page as what it names itself.
  const shown = await wave(named.filter(({ sheet }) => sheet))
  if (!shown) return undefined
  const rest = named.filter(({ sheet }) => !sheet)
  const done = await wave([...rest, ...[...new Set(shown)].map((url) => ({ url, sheet: false }))])
  return done && { map, later }
}
