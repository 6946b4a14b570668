// The one clock of a replay: which moment of the session is shown. It runs only while what it says can be shown.
import type { Speed } from '../protocol.ts'

/** A page that was hidden, or a laptop that slept, does not jump on. */
const MAX_STEP_MS = 500

export type SessionClock = {
  at(): number
  set(at: number): void
  /** How far it would be by now; it stays until `set`. */
  wanted(now: number): number
  /** From here on; what passed meanwhile does not count. */
  start(now: number): void
  speed: Speed
}

export const createClock = (): SessionClock => {
  let at = 0
  let since = 0
  const clock: SessionClock = {
    at: () => at,
    set: (to) => {
      at = to
    },
    wanted: (now) => {
      const passed = Math.max(0, Math.min(MAX_STEP_MS, now - since))
      since = now
      return at + passed * clock.speed
    },
    start: (now) => {
      since = now
    },
    speed: 1,
  }
  return clock
}
