// The bars of a session's activity: one for each column of time, in a picture of a fixed size.
import type { Session } from '../../../core/sessions/session.ts'

export const WIDTH = 96
export const HEIGHT = 22
/** Columns that fill the row at least: a visit of two minutes is not as wide as one of twenty. */
const COLUMNS_MIN = 16

export const barsOf = ({ counts }: Pick<Session['activity'], 'counts'>) => {
  const most = Math.max(1, ...counts)
  const step = WIDTH / Math.max(COLUMNS_MIN, counts.length)
  return counts.map((count, n) => {
    // By the root: one busy minute must not flatten all the others.
    const height = count === 0 ? 1.5 : Math.max(3, HEIGHT * Math.sqrt(count / most))
    return { x: n * step, width: Math.max(0.8, step - 1.2), height, empty: count === 0 }
  })
}
