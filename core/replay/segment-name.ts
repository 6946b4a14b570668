// The name by which a segment is fetched: where its bytes lie, so that a look into no manifest stands between.
import type { ReplayManifest, SegmentEntry } from './manifest.ts'

/** Where a segment lies below the folder of replays; without `from` it is the whole file. */
export type SegmentPlace = {
  merge: string
  file: string
  from: number | undefined
  bytes: number | undefined
}

export const placeOf = ({ merge }: Pick<ReplayManifest, 'merge'>, entry: SegmentEntry): SegmentPlace => ({
  merge: entry.merge ?? merge,
  file: entry.pack?.file ?? entry.name,
  from: entry.pack?.from,
  bytes: entry.pack && entry.bytes,
})

export const packFile = (nth: number | string): string => `segments-${nth}.gz`

const PACK = /^segments-(\d+)\.gz$/
const PACKED = /^([0-9a-f]{24})\.(\d{1,6})-(\d{1,10})-(\d{1,10})$/
const ALONE = /^([0-9a-f]{24})\.([0-9a-f-]{36}-\d{5,}\.ndjson\.gz)$/

export const nameOfPlace = ({ merge, file, from, bytes }: SegmentPlace): string =>
  from === undefined ? `${merge}.${file}` : `${merge}.${PACK.exec(file)?.[1] ?? ''}-${from}-${bytes}`

/** Undefined where it names no segment. It leads to files of segments only. */
export const placeNamed = (name: string): SegmentPlace | undefined => {
  const [, merge = '', nth = '', from, bytes] = PACKED.exec(name) ?? []
  if (merge) return { merge, file: packFile(nth), from: Number(from), bytes: Number(bytes) }
  const [, folder = '', file = ''] = ALONE.exec(name) ?? []
  return folder ? { merge: folder, file, from: undefined, bytes: undefined } : undefined
}
