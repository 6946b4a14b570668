// Asks every few seconds, but only while nothing is pushed, and only while somebody looks.
import { useEffect, useEffectEvent } from 'react'
import type { LiveStatus } from './live-socket.ts'

const POLL_EVERY_MS = 5_000

export const usePollWhileDown = (status: LiveStatus, poll: () => void): void => {
  const ask = useEffectEvent(poll)
  const pushed = status === 'live' || status === 'off'
  useEffect(() => {
    if (pushed) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') ask()
    }, POLL_EVERY_MS)
    return () => clearInterval(timer)
  }, [pushed])
}
