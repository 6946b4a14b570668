// A figure over time, beside what it was before: a line or bars, a read-out for pointer and keyboard, and a table for who sees none.
import { type ReactNode, useRef, useState } from 'react'
import { type FigureKind, formatFigure } from '../format/figure.ts'
import { ChartAxes } from './chart-axes.tsx'
import { ChartMarks } from './chart-marks.tsx'
import { type Annotation, plotOf } from './chart-parts.ts'
import classes from './charts.module.css'
import { indexAt, xAt } from './plot.ts'
import { ReadOut } from './read-out.tsx'
import { type ChartInterval, spokenInterval } from './time-labels.ts'
import { useWidth } from './use-width.ts'

export type TimeSeriesProps = {
  /** What is counted: “Visitors”. */
  label: string
  kind: FigureKind
  starts: readonly number[]
  values: readonly (number | null)[]
  /** The same figure at the same place of the time before. */
  before?: { starts: readonly number[]; values: readonly (number | null)[] } | undefined
  interval: ChartInterval
  timeZone: string
  shape?: 'line' | 'bars'
  /** The last interval still runs: its value will grow. */
  ongoing?: boolean
  annotations?: readonly Annotation[]
  /** What can be done with an interval; shown once it was pressed. */
  actions?: (index: number) => ReactNode
}

const KEYS: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  ArrowDown: (index) => index - 1,
  ArrowUp: (index) => index + 1,
  PageUp: (index) => index + 7,
  PageDown: (index) => index - 7,
  Home: () => 0,
  End: (_, last) => last,
}

export const TimeSeries = (props: TimeSeriesProps) => {
  const { label, kind, starts, values, before, interval, timeZone, shape = 'line', actions } = props
  const room = useRef<HTMLDivElement>(null)
  const width = useWidth(room)
  const [pointed, setPointed] = useState<number | null>(null)
  const [isPinned, setPinned] = useState(false)
  const last = starts.length - 1
  // The range may have become shorter meanwhile.
  const shown = pointed !== null && pointed <= last ? pointed : null
  const plot = plotOf(props, width)
  const said = (index: number): string => {
    const now = `${spokenInterval(starts[index] ?? 0, interval, timeZone)}: ${formatFigure(kind, values[index] ?? null)}`
    return before ? `${now}, before ${formatFigure(kind, before.values[index] ?? null)}` : now
  }
  const leave = () => {
    setPinned(false)
    setPointed(null)
  }
  return (
    <figure
      className={classes.chart}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) leave()
      }}
    >
      <div ref={room} className={classes.room}>
        {width > 0 && (
          <svg className={classes.drawing} width={width} height={plot.height} aria-hidden="true">
            <ChartAxes {...props} plot={plot} />
            <ChartMarks {...props} plot={plot} shown={shown} />
          </svg>
        )}
        <div
          className={classes.cursor}
          role="slider"
          tabIndex={0}
          aria-label={`${label}, by ${interval}`}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, last)}
          aria-valuenow={shown ?? Math.max(0, last)}
          aria-valuetext={last < 0 ? 'Nothing' : said(shown ?? last)}
          onPointerMove={({ clientX, currentTarget }) => {
            if (isPinned || last < 0) return
            const x = clientX - currentTarget.getBoundingClientRect().left
            setPointed(indexAt(x, starts.length, plot.box, shape))
          }}
          onPointerLeave={() => {
            if (!isPinned) setPointed(null)
          }}
          onClick={({ clientX, currentTarget }) => {
            if (last < 0) return
            const x = clientX - currentTarget.getBoundingClientRect().left
            const index = indexAt(x, starts.length, plot.box, shape)
            setPinned(actions !== undefined && !(isPinned && index === shown))
            setPointed(index)
          }}
          onKeyDown={(event) => {
            const to = KEYS[event.key]
            if (event.key === 'Escape') return leave()
            if (event.key === 'Enter' || event.key === ' ') {
              event.preventDefault()
              setPointed(shown ?? last)
              return setPinned(actions !== undefined && !isPinned)
            }
            if (!to || last < 0) return
            event.preventDefault()
            // The first arrow begins where the newest is.
            const isFirst = shown === null && event.key.startsWith('Arrow')
            setPointed(isFirst ? last : Math.min(last, Math.max(0, to(shown ?? last, last))))
          }}
        />
        {plot.isEmpty && width > 0 && <p className={classes.none}>Nothing in this time.</p>}
        {shown !== null && width > 0 && (
          <ReadOut
            {...props}
            index={shown}
            x={xAt(shown, starts.length, plot.box, shape)}
            room={width}
            pinned={isPinned}
            onClose={leave}
          />
        )}
      </div>
      {before && (
        <figcaption className={classes.legend}>
          <span className={classes.key}>
            <i className={classes.keyNow} aria-hidden="true" />
            {label}
          </span>
          <span className={classes.key}>
            <i className={classes.keyBefore} aria-hidden="true" />
            Before
          </span>
        </figcaption>
      )}
    </figure>
  )
}
