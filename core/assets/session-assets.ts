// The assets of a session: what its recording names, waiting to be fetched, and what became of it.
import * as z from 'zod'
import { assetHashSchema } from './asset-record.ts'
import { ASSET_TYPES } from './asset-type.ts'

/** What a merge leaves for the fetcher. */
export const dueAssetsSchema = z.object({
  v: z.literal(1),
  /** When it was first looked for. */
  since: z.number(),
  named: z.array(z.object({ url: z.string(), sheet: z.boolean() })),
})

export type DueAssets = z.infer<typeof dueAssetsSchema>

const entrySchema = z.object({
  url: z.string(),
  hash: assetHashSchema,
  type: z.enum(ASSET_TYPES),
  bytes: z.number().int().nonnegative(),
})

/** What the addresses of a session had at its time. */
export const sessionAssetsSchema = z.object({
  v: z.literal(1),
  assets: z.array(entrySchema),
  /** Addresses that have nothing, and why. */
  missing: z.array(z.object({ url: z.string(), reason: z.string() })),
})

export type SessionAsset = z.infer<typeof entrySchema>
export type SessionAssets = z.infer<typeof sessionAssetsSchema>

/** Answer of `GET /api/v1/sessions/{sessionId}/replay/assets`. */
export const replayAssetsSchema = z.object({
  assets: z.array(entrySchema),
  missing: z.array(z.object({ url: z.string(), reason: z.string() })),
  /** Some are still being fetched: ask again in a minute. */
  pending: z.boolean(),
})

/** Answer of `GET /api/v1/assets`. */
export const assetBundleSchema = z.object({
  assets: z.array(z.object({ hash: assetHashSchema, type: z.enum(ASSET_TYPES), base64: z.string() })),
  left: z.array(assetHashSchema),
})

export type AssetBundle = z.infer<typeof assetBundleSchema>
export type ReplayAssets = z.infer<typeof replayAssetsSchema>

/** What was found for a session stays what it was; only what it lacks is filled in. */
export const joinAssets = (before: SessionAssets | undefined, found: SessionAssets): SessionAssets => {
  const assets = new Map([...found.assets, ...(before?.assets ?? [])].map((asset) => [asset.url, asset]))
  const missing = new Map([...(before?.missing ?? []), ...found.missing].map((one) => [one.url, one]))
  return {
    v: 1,
    assets: [...assets.values()],
    missing: [...missing.values()].filter(({ url }) => !assets.has(url)),
  }
}
