// Marks on the time line that would lie on one another become one, named after the gravest of them.
import type { Replay } from '../../../../core/replay/replay.ts'
import type { TimeScale } from './time-scale.ts'

export type Marker = Replay['markers'][number]
export type MarkerKind = Marker['kind']

/** The gravest first. */
export const MARKER_KINDS = [
  'error',
  'rage_click',
  'dead_click',
  'network',
  'recording',
  'custom',
  'page_view',
  'click',
] as const satisfies MarkerKind[]

export type Cluster = { x: number; kind: MarkerKind; markers: Marker[] }

/** Pixels within which two marks cannot be told apart. */
export const CLUSTER_PX = 14

const rank = (kind: MarkerKind): number => MARKER_KINDS.indexOf(kind)

export const gravest = (markers: readonly Marker[]): MarkerKind =>
  markers.reduce<MarkerKind>((worst, { kind }) => (rank(kind) < rank(worst) ? kind : worst), 'click')

/** Markers in the order of time. Clicks are in the histogram already and are left to it. */
export const clusterMarkers = (markers: readonly Marker[], scale: TimeScale): Cluster[] => {
  const clusters: { first: number; last: number; markers: Marker[] }[] = []
  for (const marker of markers) {
    if (marker.kind === 'click') continue
    const x = scale.x(marker.ts)
    const open = clusters.at(-1)
    if (open && x - open.first < CLUSTER_PX) {
      open.markers.push(marker)
      open.last = x
    } else clusters.push({ first: x, last: x, markers: [marker] })
  }
  return clusters.map(({ first, last, markers: own }) => ({
    x: (first + last) / 2,
    kind: gravest(own),
    markers: own,
  }))
}

/** How many of each kind, the gravest first: what a preview says of a cluster. */
export const countKinds = (markers: readonly Marker[]): [MarkerKind, number][] =>
  MARKER_KINDS.flatMap((kind): [MarkerKind, number][] => {
    const count = markers.filter((one) => one.kind === kind).length
    return count > 0 ? [[kind, count]] : []
  })

/** Milliseconds by which a marker must lie beyond the playhead to be the next: standing on one is not before it. */
const BEYOND_MS = 50

const isStop = ({ kind }: Marker): boolean => kind !== 'click'

export const nextMarker = (markers: readonly Marker[], at: number): Marker | undefined =>
  markers.find((one) => isStop(one) && one.ts > at + BEYOND_MS)

/** While it plays, the last one passed would otherwise be found again and again. */
export const previousMarker = (markers: readonly Marker[], at: number, playing = false): Marker | undefined =>
  markers.findLast((one) => isStop(one) && one.ts < at - (playing ? 1_000 : BEYOND_MS))
