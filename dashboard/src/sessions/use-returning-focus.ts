// Back from a session, the focus stands on its row again, as it does after a page of the browser's own.
import { type RefObject, useEffect } from 'react'
import { forgetOpened, openedSession } from './opened-session.ts'

/** Once the reader does something in the list, the row they came from has had its time. */
const DEEDS = ['keydown', 'pointerdown', 'wheel'] as const

/** The place where a new screen starts, and no place at all. */
const isUnclaimed = (focused: Element | null): boolean =>
  focused === null || focused === document.body || focused.id === 'main'

export const useReturningFocus = (list: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    for (const deed of DEEDS) document.addEventListener(deed, forgetOpened, { passive: true })
    return () => {
      for (const deed of DEEDS) document.removeEventListener(deed, forgetOpened)
    }
  }, [])

  // After every render: the row exists only when the scroll position is restored.
  useEffect(() => {
    const sessionId = openedSession()
    if (sessionId === null || !isUnclaimed(document.activeElement)) return
    const row = list.current?.querySelector<HTMLElement>(`[data-session="${CSS.escape(sessionId)}"]`)
    if (!row) return
    forgetOpened()
    row.focus({ preventScroll: true })
  })
}
