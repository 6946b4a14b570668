// Keeps new rows out while somebody reads further down, so that nothing moves under their eyes.
import { useEffect, useState } from 'react'
import type { Session } from '../../../core/sessions/session.ts'

/** Pixels scrolled from which a reader is taken to be reading below the top. */
const READING_BELOW_PX = 200

export const useHeldBack = (sessions: Session[]) => {
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

  const shown = below && newest !== null ? sessions.filter(({ startedAt }) => startedAt <= newest) : sessions
  return {
    shown,
    newer: sessions.length - shown.length,
    release: () => window.scrollTo({ top: 0 }),
  }
}
