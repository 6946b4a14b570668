// From moments to pixels and back, and where the labels of a time line stand.

export type TimeScale = {
  from: number
  durationMs: number
  width: number
  x(at: number): number
  at(x: number): number
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

export const timeScale = (from: number, to: number, width: number): TimeScale => {
  // A session of one event lasts no time at all; its one moment is then the beginning.
  const durationMs = Math.max(1, to - from)
  return {
    from,
    durationMs,
    width,
    x: (at) => within((at - from) / durationMs, 0, 1) * width,
    at: (x) => from + (width > 0 ? within(x / width, 0, 1) : 0) * durationMs,
  }
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Steps that a clock's reader counts in. */
const STEPS = [1, 2, 5, 10, 15, 30]
  .map((n) => n * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map((n) => n * MINUTE))
  .concat([1, 2, 3, 6, 12].map((n) => n * HOUR))

/** Pixels that a label needs, with air around it. */
const LABEL_PX = 72

/** Milliseconds since the beginning. The last one keeps clear of the end, where the duration stands. */
export const ticksOf = (durationMs: number, width: number): number[] => {
  const most = Math.max(1, Math.floor(width / LABEL_PX))
  const step = STEPS.find((one) => durationMs / one <= most) ?? 24 * HOUR
  const ticks: number[] = []
  for (let at = 0; at < durationMs; at += step) ticks.push(at)
  return ticks
}
