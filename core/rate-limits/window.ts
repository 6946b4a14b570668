// A window: so many from its first request to its end, then anew.
import type { Meter } from './meter.ts'
import type { WindowPolicy } from './policies.ts'

export type WindowState = { used: number; resetAt: number }

export const windowMeter = ({ limit, windowSeconds }: WindowPolicy): Meter<WindowState> => {
  const isRunning = (state: WindowState, now: number) => state.resetAt > now
  const left = (state: WindowState | undefined, now: number) =>
    state && isRunning(state, now) ? Math.max(0, limit - state.used) : limit
  const moreInMs = (state: WindowState | undefined, now: number) =>
    state ? Math.max(0, state.resetAt - now) : 0
  return {
    capacity: limit,
    windowSeconds,
    isRunning,
    left,
    waitMs: (state, now, amount) => {
      if (amount > limit) return Number.POSITIVE_INFINITY
      return amount <= left(state, now) ? 0 : moreInMs(state, now)
    },
    moreInMs,
    begin: (now, amount) => ({ used: amount, resetAt: now + windowSeconds * 1000 }),
    weight: (amount) => amount,
    room: (_now, amount) => limit - amount,
  }
}
