// The marks of a session below its activity. A press goes there; with the keyboard one goes by N, P and the legend.
import { memo, useMemo } from 'react'
import { countOf } from '../../format/count.ts'
import { Mark } from '../marks/mark.tsx'
import { MARK_NAMES } from '../marks/mark-kinds.ts'
import { type Cluster, clusterMarkers, countKinds, type Marker } from './cluster-markers.ts'
import classes from './time-line.module.css'
import type { TimeScale } from './time-scale.ts'

const saysOf = ({ markers }: Cluster): string => {
  const [only] = markers
  if (markers.length === 1 && only) return `${MARK_NAMES[only.kind][0]}: ${only.name}`
  return countKinds(markers)
    .map(([kind, count]) => countOf(count, ...MARK_NAMES[kind]))
    .join(', ')
}

type Props = { markers: Marker[]; scale: TimeScale; onMarker: (marker: Marker) => void }

export const MarkLane = memo(({ markers, scale, onMarker }: Props) => {
  const clusters = useMemo(() => (scale.width > 0 ? clusterMarkers(markers, scale) : []), [markers, scale])
  return (
    <div className={classes.marks} aria-hidden="true">
      {clusters.map((cluster) => {
        const first = cluster.markers.find(({ kind }) => kind === cluster.kind)
        return (
          first && (
            <button
              key={`${first.ts}-${first.eventId ?? first.name}`}
              type="button"
              tabIndex={-1}
              className={classes.mark}
              style={{ left: cluster.x }}
              title={saysOf(cluster)}
              data-marker={cluster.kind}
              onClick={() => onMarker(first)}
            >
              <Mark kind={cluster.kind} />
              {cluster.markers.length > 1 && <span className={classes.many}>{cluster.markers.length}</span>}
            </button>
          )
        )
      })}
    </div>
  )
})
MarkLane.displayName = 'MarkLane'
