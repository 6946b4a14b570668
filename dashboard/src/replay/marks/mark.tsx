// The sign of a kind of mark: a shape of its own and a colour, so that neither has to be seen to know it.
import type { MarkerKind } from '../time-line/cluster-markers.ts'
import classes from './mark.module.css'

const SHAPES: Record<MarkerKind, string> = {
  // A diamond.
  error: 'M7 .8 13.2 7 7 13.2 .8 7z',
  // A star of eight points.
  rage_click: 'M7 .6l1.5 2.8 3-1-1 3L13.4 7l-2.9 1.6 1 3-3-1L7 13.4l-1.5-2.8-3 1 1-3L.6 7l2.9-1.6-1-3 3 1z',
  // A ring, struck through.
  dead_click:
    'M7 1.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 7 1.2zm0 2c.8 0 1.5.25 2.1.65L3.85 9.1A3.8 3.8 0 0 1 7 3.2zm3.15 1.7A3.8 3.8 0 0 1 4.9 10.15z',
  // A triangle that points down.
  network: 'M1 2h12L7 12.8z',
  // Two bars: it paused.
  recording: 'M3 1.5h2.8v11H3zM8.2 1.5H11v11H8.2z',
  // A flag on its staff.
  custom: 'M2.5.8h1.4v.9h7.8l-2 3 2 3H3.9v5.5H2.5z',
  // A sheet of paper.
  page_view: 'M3 1h5l3.2 3.2V13H3zm4.4 1.3v2.5h2.5z',
  click: 'M7 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
}

export const Mark = ({ kind, size = 14 }: { kind: MarkerKind; size?: number }) => (
  <svg
    className={classes.mark}
    data-kind={kind}
    width={size}
    height={size}
    viewBox="0 0 14 14"
    aria-hidden="true"
    focusable="false"
  >
    <path d={SHAPES[kind]} fillRule="evenodd" />
  </svg>
)
