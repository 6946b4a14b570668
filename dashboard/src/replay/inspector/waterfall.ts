// Where a request's bar lies in the waterfall: on the time of those that are shown, not of the whole session.

export type Span = { from: number; to: number }

/** Pixels that the shortest request still has. */
const LEAST_SHARE = 0.012

/**
 * The window around a moment in which requests are drawn: a session of hours would make each of them a dot. All of it,
 * if it is short.
 */
export const windowAround = (at: number, whole: Span, lengthMs: number): Span => {
  if (whole.to - whole.from <= lengthMs) return whole
  const from = Math.min(Math.max(at - lengthMs / 2, whole.from), whole.to - lengthMs)
  return { from, to: from + lengthMs }
}

/** Shares of the window's width; null for what lies outside it. */
export const barOf = (
  startedAt: number,
  durationMs: number,
  { from, to }: Span,
): { left: number; width: number } | null => {
  const length = Math.max(1, to - from)
  const left = (startedAt - from) / length
  const right = (startedAt + durationMs - from) / length
  if (right < 0 || left > 1) return null
  const shown = Math.min(1, Math.max(0, left))
  const width = Math.max(LEAST_SHARE, Math.min(1, right) - shown)
  return {
    left: Math.min(shown, 1 - LEAST_SHARE),
    width: Math.min(width, 1 - Math.min(shown, 1 - LEAST_SHARE)),
  }
}
