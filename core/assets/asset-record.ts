// What is known of one address of a project: what it had when it was last fetched, or when to try again.
import * as z from 'zod'
import { ASSET_FRESH_MS, ASSET_RETRY_MS } from '../limits.ts'
import { ASSET_TYPES } from './asset-type.ts'

/** The name of a content: SHA-256 in hex. */
export const assetHashSchema = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex')

const count = z.number().int().nonnegative()

export const foundAssetSchema = z.object({
  hash: assetHashSchema,
  type: z.enum(ASSET_TYPES),
  bytes: count,
  /** What a style sheet shows in its turn. */
  names: z.array(z.string()),
  /** When it was fetched. */
  at: z.number(),
})

export const assetRecordSchema = z.object({
  v: z.literal(1),
  /** What it had last; it stays when the address has it no more. */
  found: foundAssetSchema.nullable(),
  /** When its content was last written, so that it is kept for as long as sessions need it. */
  keptAt: z.number(),
  /** Failures since it was last found. */
  failures: count,
  /** Why the last try failed. */
  reason: z.string().nullable(),
  /** Not asked for before. */
  retryAt: z.number(),
})

export type FoundAsset = z.infer<typeof foundAssetSchema>
export type AssetRecord = z.infer<typeof assetRecordSchema>

export const recordFound = (found: FoundAsset): AssetRecord => ({
  v: 1,
  found,
  keptAt: found.at,
  failures: 0,
  reason: null,
  retryAt: found.at + ASSET_FRESH_MS,
})

export const recordFailure = (before: AssetRecord | undefined, reason: string, now: number): AssetRecord => {
  const failures = (before?.failures ?? 0) + 1
  const pause = Math.min(ASSET_RETRY_MS.first * 2 ** Math.min(failures - 1, 20), ASSET_RETRY_MS.most)
  return {
    v: 1,
    found: before?.found ?? null,
    keptAt: before?.keptAt ?? 0,
    failures,
    reason,
    retryAt: now + pause,
  }
}

/** What may pass by itself: the server did not answer, or was busy. */
export const mayPass = (reason: string): boolean =>
  /^(?:timeout|unreachable|later|status-(?:408|425|429|5\d\d))$/.test(reason)
