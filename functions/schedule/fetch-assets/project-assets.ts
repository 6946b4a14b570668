// The assets of one project during a run: each address is looked up, and fetched if it is due, once for all sessions.
import { createHash } from 'node:crypto'
import { type AssetRules, refusalOf } from '../../../core/assets/asset-hosts.ts'
import { type AssetRecord, recordFailure, recordFound } from '../../../core/assets/asset-record.ts'
import { ASSET_FRESH_MS } from '../../../core/limits.ts'
import type { AssetRecordStore } from '../../stores/asset-records.ts'
import type { AssetStore } from '../../stores/assets.ts'
import type { FetchAsset, FetchedAsset } from './fetch-asset.ts'
import { flattenSheet } from './flatten-sheet.ts'
import { NotFetched } from './request-once.ts'

/** What an address has, or why it has nothing. */
export type Known = { found: AssetRecord['found']; reason: string | null }

export type ProjectAssets = {
  /** Remembers at once what is known of many. */
  expect(urls: readonly string[]): Promise<void>
  get(url: string): Promise<Known>
  fetched(): number
}

export type ProjectDeps = {
  records: AssetRecordStore
  assets: Pick<AssetStore, 'keep' | 'keepLonger'>
  fetch: FetchAsset
  now: () => number
}

export const projectAssets = (
  projectId: string,
  rules: AssetRules,
  { records, assets, fetch, now }: ProjectDeps,
): ProjectAssets => {
  const known = new Map<string, AssetRecord | undefined>()
  const asked = new Map<string, Promise<Known>>()
  let fetched = 0

  const ask = async (url: string): Promise<FetchedAsset> => {
    if (!(await records.spend(projectId, { requests: 1, bytes: 0 }))) throw new NotFetched('day-limit')
    const answer = await fetch(url, rules)
    fetched++
    await records.spend(projectId, { requests: 0, bytes: answer.bytes.byteLength })
    return answer
  }

  const imported = async (url: string): Promise<FetchedAsset | undefined> => {
    try {
      const answer = await ask(url)
      return answer.type === 'text/css' ? answer : undefined
    } catch (error) {
      if (error instanceof NotFetched) return undefined
      throw error
    }
  }

  const keep = async ({ type, bytes, url }: FetchedAsset): Promise<AssetRecord> => {
    const flat = type === 'text/css' ? await flattenSheet({ bytes, url }, rules, imported) : undefined
    const content = flat ? new TextEncoder().encode(flat.css) : bytes
    const hash = createHash('sha256').update(content).digest('hex')
    await assets.keep(projectId, hash, type, content)
    return recordFound({ hash, type, bytes: content.byteLength, names: flat?.names ?? [], at: now() })
  }

  /** What its address has no more is kept for the sessions that were shown it. */
  const keptLonger = async (record: AssetRecord): Promise<AssetRecord> => {
    const { found, keptAt } = record
    if (!found || now() < keptAt + ASSET_FRESH_MS) return record
    return (await assets.keepLonger(projectId, found.hash, found.type))
      ? { ...record, keptAt: now() }
      : { ...record, found: null }
  }

  const settle = async (url: string, before: AssetRecord | undefined): Promise<AssetRecord> => {
    if (before && now() < before.retryAt) return keptLonger(before)
    try {
      return await keep(await ask(url))
    } catch (error) {
      if (!(error instanceof NotFetched)) throw error
      // Of a day that is used up nothing is learnt about the address.
      if (error.reason === 'day-limit') {
        return before ?? { v: 1, found: null, keptAt: 0, failures: 0, reason: 'day-limit', retryAt: 0 }
      }
      return keptLonger(recordFailure(before, error.reason, now()))
    }
  }

  const look = async (url: string): Promise<Known> => {
    const parts = URL.parse(url)
    const refused = parts ? refusalOf(parts, rules) : 'address'
    if (refused) return { found: null, reason: refused }
    if (!known.has(url)) known.set(url, (await records.read(projectId, [url])).get(url))
    const before = known.get(url)
    const after = await settle(url, before)
    if (after !== before && after.retryAt > 0) await records.write(projectId, url, after)
    return { found: after.found, reason: after.found ? null : after.reason }
  }

  return {
    expect: async (urls) => {
      const unknown = urls.filter((url) => !known.has(url) && !asked.has(url))
      if (unknown.length === 0) return
      const found = await records.read(projectId, unknown)
      for (const url of unknown) known.set(url, found.get(url))
    },
    get: (url) => {
      const already = asked.get(url)
      if (already) return already
      const answer = look(url)
      asked.set(url, answer)
      return answer
    },
    fetched: () => fetched,
  }
}
