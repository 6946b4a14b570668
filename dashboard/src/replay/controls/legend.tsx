// What marks there are and how many: the key to the time line's signs, and the way from one of a kind to the next.
import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useMemo } from 'react'
import { formatCount } from '../../format/count.ts'
import { Mark } from '../marks/mark.tsx'
import { MARK_NAMES } from '../marks/mark-kinds.ts'
import type { Player } from '../stage/player.ts'
import { countKinds, type Marker, type MarkerKind } from '../time-line/cluster-markers.ts'
import classes from './controls.module.css'

type Props = { markers: Marker[]; player: Player; onMarker: (marker: Marker) => void }

export const Legend = ({ markers, player, onMarker }: Props) => {
  const kinds = useMemo(() => countKinds(markers).filter(([kind]) => kind !== 'click'), [markers])
  const goTo = (kind: MarkerKind) => {
    const own = markers.filter((one) => one.kind === kind)
    const next = own.find(({ ts }) => ts > player.state.at + 50) ?? own[0]
    if (next) onMarker(next)
  }
  if (kinds.length === 0) return null
  return (
    <fieldset className={classes.legend} aria-label="Marks">
      {kinds.map(([kind, count]) => (
        <UnstyledButton key={kind} className={classes.entry} onClick={() => goTo(kind)} data-legend={kind}>
          <Mark kind={kind} size={12} />
          {MARK_NAMES[kind][1]}
          <span className={classes.count}>{formatCount(count)}</span>
          <VisuallyHidden>, to the next</VisuallyHidden>
        </UnstyledButton>
      ))}
    </fieldset>
  )
}
