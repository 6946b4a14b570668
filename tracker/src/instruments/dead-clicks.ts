// Clicks in vain: for a while after the click nothing in the page changes, moves, opens, plays or leaves.
import { guarded } from '../guard.ts'
import { DEAD_CLICK_MS } from '../limits.ts'
import { AHEAD } from '../page/ahead.ts'
import { listen } from '../page/listen.ts'
import { type Undo, undoAll } from '../undo.ts'

/** A click there has an effect of the browser's own, or none that anybody expects. */
const NOT_DEAD =
  'html,body,input,textarea,select,option,label,video,audio,[contenteditable]:not([contenteditable=false])'
const EFFECTS = 'scroll input change submit toggle play pause dragstart blur pagehide beforeunload'

/** Opened elsewhere, saved, or handed to another program: nothing of it shows in this page. */
const LEADS_AWAY = 'a[href]:is([target]:not([target=""]),[download])'

/** Returns how to end the wait. */
export const awaitEffect = (event: MouseEvent, tell: () => void): Undo => {
  const element = event.composedPath()[0] as Element
  const link = element.closest<HTMLAnchorElement>('a[href]')
  const leadsAway = link && (link.matches(LEADS_AWAY) || !/^https?:/.test(link.protocol))
  if (event.ctrlKey || event.metaKey || event.shiftKey || element.matches(NOT_DEAD) || leadsAway) {
    return () => {}
  }
  const timer = setTimeout(
    guarded(() => {
      cancel()
      // Any click moves the caret; one that selects words has had its effect.
      if (getSelection()?.isCollapsed !== false) tell()
    }),
    DEAD_CLICK_MS,
  )
  const cancel = () => undo()
  const observer = new MutationObserver(cancel)
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
  const undo = undoAll([
    () => observer.disconnect(),
    () => clearTimeout(timer),
    // Those of the document pass by the window, too.
    ...EFFECTS.split(' ').map((type) => listen(window, type, cancel, AHEAD)),
  ])
  return undo
}
