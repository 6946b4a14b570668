// Highlights on the time line, and the one that is being cut: drawn by dragging where there is none. With the keyboard one
// goes by the panel, and by the keys for its ends.
import { type PointerEvent, useRef, useState } from 'react'
import type { Highlight } from '../../../../core/highlights/highlight.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import { formatClock } from '../../format/clock.ts'
import type { TimeScale } from '../time-line/time-scale.ts'
import classes from './highlights.module.css'
import { isSameSpan, type Span, spanBetween, withEnd } from './span.ts'

type Props = {
  highlights: Highlight[]
  replay: Replay
  scale: TimeScale
  /** What is being cut. */
  draft: Span | null
  /** The one that is played. */
  active: Span | null
  /** Of who may cut. */
  onDraft?: (span: Span) => void
  onHighlight: (highlight: Highlight) => void
}

/** Pixels that a finger or a hand moves without meaning to drag. */
const DRAG_PX = 4

type Drag = { from: number; end: 'both' | 'from' | 'to' }

export const HighlightLane = (props: Props) => {
  const { highlights, replay, scale, draft, active, onDraft, onHighlight } = props
  const [drag, setDrag] = useState<Drag | null>(null)
  const lane = useRef<HTMLDivElement>(null)
  if (scale.width === 0 || (highlights.length === 0 && !onDraft)) return null

  const place = ({ from, to }: Span) => ({
    left: scale.x(from),
    width: Math.max(6, scale.x(to) - scale.x(from)),
  })
  const atOf = ({ clientX }: PointerEvent) =>
    scale.at(clientX - (lane.current?.getBoundingClientRect().left ?? 0))
  const begin = (event: PointerEvent<HTMLElement>) => {
    if (!onDraft || event.button !== 0 || !(event.target instanceof HTMLElement)) return
    const { end } = event.target.dataset
    if (event.target.closest('[data-highlight-span]')) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrag({ from: atOf(event), end: end === 'from' || end === 'to' ? end : 'both' })
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    if (!drag || !onDraft) return
    const at = atOf(event)
    if (drag.end !== 'both') return onDraft(withEnd(draft, drag.end, at, replay))
    if (Math.abs(scale.x(at) - scale.x(drag.from)) >= DRAG_PX) onDraft(spanBetween(drag.from, at, replay))
  }
  const words = ({ from, to, title }: Highlight) =>
    `${title}, ${formatClock(from - replay.from)} to ${formatClock(to - replay.from)}`
  return (
    <div
      ref={lane}
      className={classes.lane}
      aria-hidden="true"
      data-highlight-lane
      data-may-cut={onDraft ? true : undefined}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => setDrag(null)}
      onPointerCancel={() => setDrag(null)}
    >
      {highlights.length === 0 && !draft && (
        <span className={classes.hint}>Drag here to cut a highlight</span>
      )}
      {highlights.map((highlight) => (
        <button
          key={highlight.highlightId}
          type="button"
          tabIndex={-1}
          className={classes.span}
          style={place(highlight)}
          title={words(highlight)}
          data-highlight-span={highlight.highlightId}
          data-active={(active && isSameSpan(active, highlight)) || undefined}
          onClick={() => onHighlight(highlight)}
        >
          <span className={classes.spanTitle}>{highlight.title}</span>
        </button>
      ))}
      {draft && (
        <span className={classes.draft} style={place(draft)} data-highlight-draft>
          <span className={classes.handle} data-end="from" />
          <span className={classes.handle} data-end="to" />
        </span>
      )}
    </div>
  )
}
