// Clicks in vain: for a while after the click nothing in the page changes, moves, opens, plays or leaves.
import type { Instrument } from '../instruments/instrument.ts'
import { DEAD_CLICK_MS } from '../limits.ts'
import { AHEAD } from '../page/ahead.ts'
import { type Undo, undoAll } from '../undo.ts'

/** A click there has an effect of the browser's own, or none that anybody expects. */
const NOT_DEAD =
  'html, body, input, textarea, select, option, label, video, audio, [contenteditable]:not([contenteditable=false])'
const EFFECTS = [
  'scroll',
  'selectionchange',
  'input',
  'change',
  'submit',
  'toggle',
  'play',
  'pause',
  'dragstart',
]

/** Opened elsewhere, saved, or handed to another program: nothing of it shows in this page. */
const leadsAway = (link: HTMLAnchorElement) =>
  link.target !== '' || link.hasAttribute('download') || !/^https?:/.test(link.protocol)

export const watchDeadClicks: Instrument = ({ capture, privacy, targetOf, listen, guarded }) => {
  /** Ends the wait for an effect of the last click. */
  let stop: Undo = () => {}
  const cancel = () => stop()

  const stopListening = listen<MouseEvent>(
    document,
    'click',
    (event) => {
      cancel()
      const element = event.composedPath()[0]
      if (!event.isTrusted || !(element instanceof Element) || privacy.ignored(element)) return
      if (event.ctrlKey || event.metaKey || event.shiftKey || element.matches(NOT_DEAD)) return
      const link = element.closest<HTMLAnchorElement>('a[href]')
      if (link && leadsAway(link)) return
      const draft = { name: 'dead_click', props: { tag: element.localName }, target: targetOf(element) }
      const place = event.detail > 0 ? { x: Math.round(event.pageX), y: Math.round(event.pageY) } : {}
      Object.assign(draft.target, place)
      const timer = setTimeout(
        guarded(() => {
          cancel()
          capture(draft)
        }),
        DEAD_CLICK_MS,
      )
      const observer = new MutationObserver(cancel)
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
      stop = undoAll([
        () => observer.disconnect(),
        () => clearTimeout(timer),
        ...['blur', 'pagehide', 'beforeunload'].map((type) => listen(window, type, cancel)),
        ...EFFECTS.map((type) => listen(document, type, cancel, AHEAD)),
      ])
    },
    AHEAD,
  )
  return undoAll([stopListening, cancel])
}
