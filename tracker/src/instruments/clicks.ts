// A click: what was clicked, where on the page, and the few words it is known by.

import { textOf } from '../page/element-text.ts'
import { listen } from '../page/listen.ts'
import { selectorOf } from '../page/selector.ts'
import type { Instrument } from './instrument.ts'

export const watchClicks: Instrument = ({ capture, privacy }) => {
  /** The whole path is asked: an element may be slotted into a shadow tree that is ignored. */
  const isIgnored = (node: EventTarget) => node instanceof Element && privacy.ignored(node)
  let lastAt: number | undefined
  return listen<MouseEvent>(
    document,
    'click',
    (event) => {
      const path = event.composedPath()
      const element = path[0]
      // A label hands its click on to its field, with the same time: still one click of the person.
      const isHandedOn = event.timeStamp === lastAt
      lastAt = event.timeStamp
      // Scripts click too; only what a person did is told.
      if (!event.isTrusted || isHandedOn || !(element instanceof Element) || path.some(isIgnored)) return
      // A click by keyboard has no place.
      const place = event.detail > 0 ? { x: Math.round(event.pageX), y: Math.round(event.pageY) } : {}
      capture({
        name: 'click',
        props: { tag: element.localName },
        target: { selector: selectorOf(element), text: textOf(element, privacy), ...place },
      })
    },
    // Ahead of the page's own handlers, which may stop the event or remove the element.
    { capture: true, passive: true },
  )
}
