// Asks every few seconds, but only while nothing is pushed, and only while somebody looks.
import { useEffect, useEffectEvent } from 'react'
import type { LiveStatus } from './live-socket.ts'

const POLL_EVERY_MS = 5_000
const SLOWLY_MS = 30_000

export const usePollWhileDown = (status: LiveStatus, poll: () => void): void =>
  usePoll(status !== 'live' && status !== 'off', POLL_EVERY_MS, poll)

/** Where nothing is ever pushed. */
export const useSlowPoll = (on: boolean, poll: () => void): void => usePoll(on, SLOWLY_MS, poll)

const usePoll = (on: boolean, everyMs: number, poll: () => void): void => {
  const ask = useEffectEvent(poll)
  useEffect(() => {
    if (!on) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') ask()
    }, everyMs)
    return () => clearInterval(timer)
  }, [on, everyMs])
}
