// Where the lines of a value axis are: round values of its kind, the last one above all that is drawn.
import type { FigureKind } from '../format/figure.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Steps that are easily read, times a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10]
/** The same for lengths of time. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((n) => n * HOUR),
]
/** Lines above the base, at most. */
const LINES = 4

const decimalStep = (least: number, whole: boolean): number => {
  if (whole && least <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(least))
  const found = STEPS.map((step) => step * power).find(
    // A hair less than it must be is rounding.
    (step) => step >= least * (1 - 1e-9) && (!whole || Number.isInteger(step)),
  )
  return found ?? 10 * power
}

const timeStep = (least: number): number =>
  TIME_STEPS.find((step) => step >= least) ?? decimalStep(least / (24 * HOUR), true) * 24 * HOUR

const stepOf = (kind: FigureKind, least: number): number =>
  kind === 'duration' ? timeStep(least) : decimalStep(least, kind === 'count')

/** What an axis ends at when nothing was counted. */
const SMALLEST: Record<FigureKind, number> = { count: 4, share: 0.2, duration: 4 * SECOND, ratio: 1 }

/** From 0 upwards. */
export const ticksOf = (kind: FigureKind, largest: number): number[] => {
  const top = largest > 0 ? largest : SMALLEST[kind]
  const step = stepOf(kind, top / LINES)
  const lines = Math.max(1, Math.ceil(top / step - 1e-9))
  return Array.from({ length: lines + 1 }, (_, n) => Number((n * step).toPrecision(12)))
}
