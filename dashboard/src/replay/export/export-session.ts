// Saves a session, or a part of it, as one file that plays without a network, and without us.
import * as player from 'virtual:offline-player'
import type { AssetBundle, ReplayAssets } from '../../../../core/assets/session-assets.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import type { Session } from '../../../../core/sessions/session.ts'
import { api } from '../../app/services.ts'
import { formatMoment } from '../../format/time.ts'
import { type GivenAsset, loadAssets } from '../assets/load-assets.ts'
import { fetchSegment, type Where } from '../fetch/replay-queries.ts'
import type { Handed } from '../handed.ts'
import { frameReplay } from '../stage/frame-replay.ts'
import { cutReplay, cutSegment } from './cut-replay.ts'
import { bytesOf, OFFLINE_MAX_BYTES, offlinePage } from './offline-page.ts'

export class TooLargeToExport extends Error {}
export class NothingToExport extends Error {}

const MB = 1_000_000

const assetsOf = async ({ projectId, sessionId }: Where, signal: AbortSignal): Promise<GivenAsset[]> => {
  const found: GivenAsset[] = []
  const enough = new AbortController()
  const ports = {
    list: () =>
      api.get<ReplayAssets>(`/api/v1/sessions/${encodeURIComponent(sessionId)}/replay/assets`, {
        query: { projectId },
        signal,
      }),
    bundle: (hashes: readonly string[]) =>
      api.get<AssetBundle>('/api/v1/assets', { query: { projectId, hashes: hashes.join(',') }, signal }),
    part: (hash: string, from: number) =>
      api.getBytes(`/api/v1/assets/${hash}`, { query: { projectId, from: from || undefined }, signal }),
    give: (assets: GivenAsset[]) => void found.push(...assets),
    // What is not there yet is not waited for.
    wait: async () => enough.abort(),
  }
  await loadAssets(ports, enough.signal).catch(() => undefined)
  return found
}

type What = { where: Where; session: Session; replay: Replay; part?: Handed | undefined }

export const exportSession = async (
  { where, session, replay: all, part }: What,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<{ blob: Blob; name: string }> => {
  const replay = part ? cutReplay(all, part) : all
  if (!replay) throw new NothingToExport('Nothing was recorded in this part of the session.')
  const whole = bytesOf(replay)
  if (whole > OFFLINE_MAX_BYTES)
    throw new TooLargeToExport(
      `This recording has ${Math.ceil(whole / MB)} MB, and one file holds ${OFFLINE_MAX_BYTES / MB} at most.`,
    )
  const segments: { name: string; bytes: ArrayBuffer }[] = []
  let done = 0
  for (const { name, bytes } of replay.segments) {
    const stored = await fetchSegment(where, name, bytes, signal)
    segments.push({ name, bytes: part ? await cutSegment(stored, replay) : stored })
    done += bytes
    onProgress(done / Math.max(1, whole))
  }
  const assets = await assetsOf(where, signal)
  const room = OFFLINE_MAX_BYTES - whole
  let used = 0
  const fitting = assets.filter(({ bytes }) => {
    used += bytes.byteLength
    return used <= room
  })
  const title = `${part ? `${part.title}, from the session` : 'Session'} of ${formatMoment(session.startedAt)}, ${session.browser} on ${session.os}`
  const framed = frameReplay(replay)
  // What was cut has other sizes than what is stored.
  const sized = framed.segments.map((one, nth) => ({
    ...one,
    bytes: segments[nth]?.bytes.byteLength ?? one.bytes,
  }))
  const blob = await offlinePage({
    title,
    // A file does not go on.
    replay: { ...framed, segments: sized, live: false },
    segments,
    assets: fitting,
    player,
  })
  return {
    blob,
    name: `${part ? 'highlight' : 'session'}-${new Date(session.startedAt).toISOString().slice(0, 16).replace(/[:T]/g, '-')}.html`,
  }
}

export const saveFile = ({ blob, name }: { blob: Blob; name: string }): void => {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
