// Listens for the player's keys, wherever on the page the focus is, unless something there needs them itself.
import { useEffect, useEffectEvent } from 'react'
import { deedOf, type PlayerDeed } from './player-keys.ts'

const TYPING = 'input, textarea, select, [contenteditable], [role=menu], [role=listbox], dialog'
/** Space presses these. */
const PRESSED_BY_SPACE = 'button, summary, a, [role=tab], [role=treeitem]'

const isTaken = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof Element)) return false
  if (target.closest(TYPING)) return true
  if (key === ' ') return target.closest(PRESSED_BY_SPACE) !== null
  // To the sides one walks through tabs, and opens branches of a tree.
  return key.startsWith('Arrow') && target.closest('[role=tab], [role=treeitem]') !== null
}

export const usePlayerKeys = (act: (deed: PlayerDeed) => void): void => {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTaken(event.target, event.key)) return
    const deed = deedOf(event)
    if (!deed) return
    event.preventDefault()
    act(deed)
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
