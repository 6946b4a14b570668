// Decides when recording costs the page too much, and when it may go on: by what it took of the main thread, and by
// how many mutations come.
import {
  BUSY_SHARE,
  BUSY_WINDOW_MS,
  CALM_RECORDS,
  PAUSE_FORGOTTEN_MS,
  PAUSE_MAX_MS,
  PAUSE_MS,
  STORM_RECORDS,
} from './limits.ts'

export type PauseReason = 'busy' | 'storm'

export type Breaker = {
  /** The recorder took so long just now. */
  spent: (ms: number, at: number) => PauseReason | undefined
  /** The page made so many mutations just now. */
  mutated: (count: number, at: number) => PauseReason | undefined
  /** Whether recording may go on; to be asked once a second during a pause. */
  isOver: (at: number) => boolean
}

/** Sums what fell into the last so many milliseconds, by tenths of them. */
const sumOfLast = (ms: number) => {
  const step = ms / 10
  let parts: { at: number; sum: number }[] = []
  return {
    add: (value: number, at: number): number => {
      parts = parts.filter((part) => at - part.at < ms)
      const last = parts.at(-1)
      if (last && at - last.at < step) last.sum += value
      else parts.push({ at, sum: value })
      return parts.reduce((sum, part) => sum + part.sum, 0)
    },
    clear: () => {
      parts = []
    },
  }
}

export const createBreaker = (): Breaker => {
  const busy = sumOfLast(BUSY_WINDOW_MS)
  const mutations = sumOfLast(1_000)
  let pausedAt: number | undefined
  let pauseMs = PAUSE_MS
  let endedAt = Number.NEGATIVE_INFINITY

  const pause = (reason: PauseReason, at: number): PauseReason => {
    pauseMs = at - endedAt < PAUSE_FORGOTTEN_MS ? Math.min(pauseMs * 2, PAUSE_MAX_MS) : PAUSE_MS
    pausedAt = at
    return reason
  }

  return {
    spent: (ms, at) => {
      const sum = busy.add(ms, at)
      if (pausedAt !== undefined || sum < BUSY_WINDOW_MS * BUSY_SHARE) return undefined
      return pause('busy', at)
    },
    mutated: (count, at) => {
      const sum = mutations.add(count, at)
      if (pausedAt !== undefined || sum < STORM_RECORDS) return undefined
      return pause('storm', at)
    },
    isOver: (at) => {
      if (pausedAt === undefined || at - pausedAt < pauseMs || mutations.add(0, at) > CALM_RECORDS)
        return false
      pausedAt = undefined
      endedAt = at
      busy.clear()
      return true
    },
  }
}
