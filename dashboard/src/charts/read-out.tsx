// What is said of one interval of a chart, beside it; pressed, it stays, and offers what can be done.
import { CloseButton } from '@mantine/core'
import { useLayoutEffect, useRef, useState } from 'react'
import { changeOf, formatChange, formatFigure } from '../format/figure.ts'
import classes from './charts.module.css'
import { besidePoint } from './plot.ts'
import { spokenInterval } from './time-labels.ts'
import type { TimeSeriesProps } from './time-series.tsx'

type Props = TimeSeriesProps & {
  index: number
  x: number
  room: number
  pinned: boolean
  onClose: () => void
}

export const ReadOut = (props: Props) => {
  const { label, kind, starts, values, before, interval, timeZone, index, x, room, pinned, onClose } = props
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(180)
  useLayoutEffect(() => {
    const measured = box.current?.offsetWidth
    if (measured !== undefined && measured !== width) setWidth(measured)
  })
  const now = values[index] ?? null
  const earlier = before?.values[index] ?? null
  const change = changeOf(now, earlier)
  const start = starts[index] ?? 0
  const isRunning = props.ongoing && index === starts.length - 1
  const told = (props.annotations ?? []).filter(
    ({ at }) => at >= start && at < (starts[index + 1] ?? Number.POSITIVE_INFINITY),
  )
  return (
    <div
      ref={box}
      className={classes.readOut}
      data-pinned={pinned || undefined}
      // Read out by the slider itself; pressed, it holds what to press next.
      aria-hidden={pinned ? undefined : true}
      style={{ left: besidePoint(x, width, room) }}
    >
      <div className={classes.readTitle}>
        {spokenInterval(start, interval, timeZone)}
        {isRunning && <span className={classes.running}>so far</span>}
        {pinned && <CloseButton size="xs" aria-label="Close the read-out" onClick={onClose} />}
      </div>
      <div className={classes.readLine}>
        <i className={classes.keyNow} aria-hidden="true" />
        <span>{label}</span>
        <b>{formatFigure(kind, now)}</b>
      </div>
      {before && (
        <div className={classes.readLine} data-before>
          <i className={classes.keyBefore} aria-hidden="true" />
          <span>{spokenInterval(before.starts[index] ?? start, interval, timeZone)}</span>
          <b>{formatFigure(kind, earlier)}</b>
        </div>
      )}
      {change !== null && !isRunning && <div className={classes.readChange}>{formatChange(change)}</div>}
      {told.map(({ at, text }) => (
        <div key={at} className={classes.readNote}>
          {text}
        </div>
      ))}
      {pinned && <div className={classes.readActions}>{props.actions?.(index)}</div>}
    </div>
  )
}
