// How many frames a connection sends. Each container counts for itself: one that floods is met by all of them.
import { SOCKET_MAX_FRAMES } from '../../../core/limits.ts'
import { expiringCache } from '../../stores/expiring-cache.ts'

/** Connections that one container remembers. */
const CONNECTIONS_MAX = 10_000

/** `last` is the first frame too many: it is answered, what follows is not even read. */
export type Metered = 'passes' | 'last' | 'flood'

export type FrameMeter = (connectionId: string) => Metered

export const frameMeter = (now: () => number): FrameMeter => {
  const { limit, windowMs } = SOCKET_MAX_FRAMES
  const counted = expiringCache<{ frames: number }>({ ttlMs: windowMs, maxEntries: CONNECTIONS_MAX, now })
  return (connectionId) => {
    const window = counted.get(connectionId)?.value ?? { frames: 0 }
    if (window.frames === 0) counted.set(connectionId, window)
    window.frames++
    if (window.frames <= limit) return 'passes'
    return window.frames === limit + 1 ? 'last' : 'flood'
  }
}
