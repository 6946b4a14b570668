// Hands the player what recorded pages show from other files, for as long as the session is looked at.
import { useEffect, useSyncExternalStore } from 'react'
import type { AssetBundle, ReplayAssets } from '../../../../core/assets/session-assets.ts'
import { api } from '../../app/services.ts'
import type { Where } from '../fetch/replay-queries.ts'
import type { Player } from '../stage/player.ts'
import { loadAssets } from './load-assets.ts'

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })

const NOBODY = () => () => undefined

export const useAssets = (
  player: Player | null,
  { projectId, sessionId }: Where,
  isRecorded: boolean,
): void => {
  // A frame that was stuck took what it had been given with it.
  const life = useSyncExternalStore(player?.subscribe ?? NOBODY, () => player?.life ?? 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another frame is given all of it anew.
  useEffect(() => {
    if (!player || !isRecorded) return
    const leaving = new AbortController()
    const session = `/api/v1/sessions/${encodeURIComponent(sessionId)}`
    const ports = {
      list: (signal: AbortSignal) =>
        api.get<ReplayAssets>(`${session}/replay/assets`, { query: { projectId }, signal }),
      bundle: (hashes: readonly string[], signal: AbortSignal) =>
        api.get<AssetBundle>('/api/v1/assets', { query: { projectId, hashes: hashes.join(',') }, signal }),
      part: (hash: string, from: number, signal: AbortSignal) =>
        api.getBytes(`/api/v1/assets/${hash}`, { query: { projectId, from: from || undefined }, signal }),
      give: player.giveAssets,
      wait,
    }
    // Without them the replay shows less, and what is missing is not worth a word over the picture.
    loadAssets(ports, leaving.signal).catch(() => undefined)
    return () => leaving.abort()
  }, [player, projectId, sessionId, isRecorded, life])
}
