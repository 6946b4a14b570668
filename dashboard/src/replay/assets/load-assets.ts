// Brings what a replay needs beside the recording to the player: style sheets first, for they change all there is to
// see, then fonts, then images; each content once, and in few requests.
import type { AssetBundle, ReplayAssets, SessionAsset } from '../../../../core/assets/session-assets.ts'
import { ASSET_BUNDLE_MAX } from '../../../../core/limits.ts'

export type GivenAsset = { url: string; type: string; bytes: ArrayBuffer }

export type AssetPorts = {
  /** `GET /api/v1/sessions/{sessionId}/replay/assets`. */
  list(signal: AbortSignal): Promise<ReplayAssets>
  /** `GET /api/v1/assets?hashes=`. */
  bundle(hashes: readonly string[], signal: AbortSignal): Promise<AssetBundle>
  /** `GET /api/v1/assets/{hash}?from=`. */
  part(hash: string, from: number, signal: AbortSignal): Promise<ArrayBuffer>
  /** To the frame: the bytes are its own from then on. */
  give(assets: GivenAsset[]): void
  wait(ms: number, signal: AbortSignal): Promise<void>
}

/** Bytes that a page holds of one replay; what is left then is images that come late. */
const MOST_BYTES = 80_000_000

/** Milliseconds until what was still being fetched is asked for again, and how often. */
const AGAIN_MS = 60_000
const MOST_LOOKS = 10

const rank = ({ type }: SessionAsset): number => (type === 'text/css' ? 0 : type.startsWith('font/') ? 1 : 2)

/** Ends when all is there, or the signal says so; what fails on the way is left out, and the replay shows without it. */
export const loadAssets = async (ports: AssetPorts, signal: AbortSignal): Promise<void> => {
  const given = new Set<string>()
  let room = MOST_BYTES
  for (let looks = 0; looks < MOST_LOOKS && !signal.aborted; looks++) {
    const { assets, pending } = await ports.list(signal)
    const fresh = assets.filter(({ url }) => !given.has(url)).toSorted((a, b) => rank(a) - rank(b))
    for (const batch of batchesOf(fresh, () => room)) {
      room -= batch.reduce((sum, { bytes }) => sum + bytes, 0)
      for (const { url } of batch) given.add(url)
      const contents = await contentsOf(batch, ports, signal)
      if (signal.aborted) return
      const ready = batch.flatMap(({ url, hash, type }) => {
        const bytes = contents.get(hash)
        // Two addresses may share a content, and what is handed over is gone here.
        return bytes ? [{ url, type, bytes: bytes.slice(0) }] : []
      })
      if (ready.length > 0) ports.give(ready)
    }
    if (!pending) return
    await ports.wait(AGAIN_MS, signal)
  }
}

/** All sheets together: a page with half its styles looks worse than one with none. */
function* batchesOf(assets: readonly SessionAsset[], room: () => number): Generator<SessionAsset[]> {
  const sheets = assets.filter((asset) => rank(asset) === 0)
  if (sheets.length > 0) yield sheets
  let batch: SessionAsset[] = []
  let bytes = 0
  for (const asset of assets.slice(sheets.length)) {
    if (bytes + asset.bytes > room()) break
    batch.push(asset)
    bytes += asset.bytes
    if (batch.length >= ASSET_BUNDLE_MAX.contents || bytes >= ASSET_BUNDLE_MAX.bytes) {
      yield batch
      batch = []
      bytes = 0
    }
  }
  if (batch.length > 0) yield batch
}

const contentsOf = async (
  assets: readonly SessionAsset[],
  ports: AssetPorts,
  signal: AbortSignal,
): Promise<Map<string, ArrayBuffer>> => {
  const sizes = new Map(assets.map(({ hash, bytes }) => [hash, bytes]))
  const contents = new Map<string, ArrayBuffer>()
  const small = [...sizes].filter(([, bytes]) => bytes <= ASSET_BUNDLE_MAX.bytes).map(([hash]) => hash)
  for (let left = small; left.length > 0; ) {
    const asked = left.slice(0, ASSET_BUNDLE_MAX.contents)
    const answer = await ports.bundle(asked, signal)
    for (const { hash, base64 } of answer.assets) contents.set(hash, bytesOf(base64))
    // Each answer holds one at least, or the rest is not to be had.
    left = answer.left.length < asked.length ? [...answer.left, ...left.slice(asked.length)] : []
  }
  for (const [hash, bytes] of sizes) {
    if (bytes <= ASSET_BUNDLE_MAX.bytes) continue
    const whole = new Uint8Array(bytes)
    for (let at = 0; at < bytes; ) {
      const part = new Uint8Array(await ports.part(hash, at, signal))
      if (part.byteLength === 0 || at + part.byteLength > bytes) break
      whole.set(part, at)
      at += part.byteLength
    }
    contents.set(hash, whole.buffer)
  }
  return contents
}

const bytesOf = (base64: string): ArrayBuffer =>
  Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer
