// What the parts of a chart over time agree on: where the plot lies in the drawing, and where its axis ends.
import { type FigureKind, formatFigure, shortFigure } from '../format/figure.ts'
import type { Box } from './plot.ts'
import { ticksOf } from './ticks.ts'

/** Something that happened at a moment, to be seen on every chart over that time. */
export type Annotation = { at: number; text: string }

export type Plot = { height: number; box: Box; ticks: number[]; end: number; isEmpty: boolean }

/** Pixels of a chart, its labels too: the skeleton and the style sheet have the same. */
const HEIGHT = 240
const BELOW = 26
const ABOVE = 10
const RIGHT = 14
/** Of a digit of a label, about. */
const DIGIT = 6.6

type Drawn = {
  kind: FigureKind
  values: readonly (number | null)[]
  before?: { values: readonly (number | null)[] } | undefined
}

export const plotOf = ({ kind, values, before }: Drawn, width: number): Plot => {
  const all = [...values, ...(before?.values ?? [])].filter((value) => value !== null)
  const largest = Math.max(0, ...all)
  const ticks = ticksOf(kind, largest)
  const gutter = Math.ceil(Math.max(...ticks.map((tick) => tickLabel(kind, tick).length)) * DIGIT) + 10
  return {
    height: HEIGHT,
    box: {
      left: gutter,
      top: ABOVE,
      width: Math.max(1, width - gutter - RIGHT),
      height: HEIGHT - ABOVE - BELOW,
    },
    ticks,
    end: ticks.at(-1) ?? 1,
    isEmpty: largest === 0,
  }
}

/** `2 min` rather than `2 min 00 s`. */
export const tickLabel = (kind: FigureKind, value: number): string =>
  kind === 'duration' ? formatFigure(kind, value).replace(/ 00 \S+$/, '') : shortFigure(kind, value)
