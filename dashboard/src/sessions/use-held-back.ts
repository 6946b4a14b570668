// Keeps new rows out while somebody reads further down, so that nothing moves under their eyes.
import { useEffect, useMemo, useState } from 'react'
import type { Session } from '../../../core/sessions/session.ts'

/** Pixels scrolled from which a reader is taken to be reading below the top. */
const READING_BELOW_PX = 200

/** In another order than by start no session is put in, so that none has to be held back. */
export const useHeldBack = (sessions: Session[], newestFirst: boolean) => {
  const [below, setBelow] = useState(false)
  const [newest, setNewest] = useState<number | null>(null)

  useEffect(() => {
    const look = () => setBelow(window.scrollY > READING_BELOW_PX)
    window.addEventListener('scroll', look, { passive: true })
    return () => window.removeEventListener('scroll', look)
  }, [])

  // Set while rendering, so that no frame shows the rows before they are held back.
  if (below && newest === null && sessions[0]) setNewest(sessions[0].startedAt)
  if (!below && newest !== null) setNewest(null)

  const at = useMemo(() => {
    if (!below || newest === null || !newestFirst) return 0
    return Math.max(
      0,
      sessions.findIndex(({ startedAt }) => startedAt <= newest),
    )
  }, [sessions, below, newest, newestFirst])
  const shown = at === 0 ? sessions : sessions.slice(at)
  return {
    shown,
    newer: sessions.length - shown.length,
    release: () => window.scrollTo({ top: 0 }),
  }
}
