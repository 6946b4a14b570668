// Clicks in vain: for a while after the click nothing in the page changes, moves, opens, plays or leaves.
import { DEAD_CLICK_MS } from '../limits.ts'
import { AHEAD } from '../page/ahead.ts'
import type { Site } from '../site.ts'
import { type Undo, undoAll } from '../undo.ts'

/** A click there has an effect of the browser's own, or none that anybody expects. */
const NOT_DEAD =
  'html, body, input, textarea, select, option, label, video, audio, [contenteditable]:not([contenteditable=false])'
const EFFECTS = 'scroll input change submit toggle play pause dragstart'

/** Opened elsewhere, saved, or handed to another program: nothing of it shows in this page. */
const leadsAway = (link: HTMLAnchorElement) =>
  link.target !== '' || link.hasAttribute('download') || !/^https?:/.test(link.protocol)

export const watchEffects = ({ listen, guarded }: Site) => {
  /** Ends the wait for an effect of the last click. */
  let stop: Undo = () => {}
  const cancel = () => stop()

  return {
    cancel,
    await: (event: MouseEvent, element: Element, tell: () => void) => {
      const link = element.closest<HTMLAnchorElement>('a[href]')
      const isModified = event.ctrlKey || event.metaKey || event.shiftKey
      if (isModified || element.matches(NOT_DEAD) || (link && leadsAway(link))) return
      const timer = setTimeout(
        guarded(() => {
          cancel()
          // Any click moves the caret; one that selects words has had its effect.
          if (getSelection()?.isCollapsed !== false) tell()
        }),
        DEAD_CLICK_MS,
      )
      const observer = new MutationObserver(cancel)
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
      stop = undoAll([
        () => observer.disconnect(),
        () => clearTimeout(timer),
        ...['blur', 'pagehide', 'beforeunload'].map((type) => listen(window, type, cancel)),
        ...EFFECTS.split(' ').map((type) => listen(document, type, cancel, AHEAD)),
      ])
    },
  }
}
