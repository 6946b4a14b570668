// What people do: clicks, told at once, and what the instruments need that come later. A click is told by what was
// clicked, where on the page, and the few words it is known by.
import { EARLY_DEEDS_MAX } from '../limits.ts'
import { AHEAD } from '../page/ahead.ts'
import { textOf } from '../page/element-text.ts'
import { listen } from '../page/listen.ts'
import { selectorOf } from '../page/selector.ts'
import type { Privacy } from '../privacy/privacy.ts'
import type { Draft } from '../site.ts'
import { undoAll } from '../undo.ts'
import type { Instrument } from './instrument.ts'

/** A row, since it is smaller than names are. */
export type Deed = [
  event: Event,
  /** Where it happened, in shadow trees too; the event itself forgets it. */
  element: EventTarget | undefined,
  /** Of a field, before the page may change it. */
  type: string | undefined,
  url: string,
  /** As it was told; nothing, unless a person clicked, and the site does not hide where. */
  click: Draft | undefined,
]

const tellClick = (event: MouseEvent, path: EventTarget[], privacy: Privacy): Draft | undefined => {
  const [element] = path
  // The whole path is asked: an element may be slotted into a shadow tree that is ignored.
  const isIgnored = (node: EventTarget) => node instanceof Element && privacy.ignored(node)
  // Scripts click too; only what a person did is told.
  if (!event.isTrusted || !(element instanceof Element) || path.some(isIgnored)) return undefined
  const link = element.closest<HTMLAnchorElement>('a[href]')
  return {
    name: 'click',
    props: { tag: element.localName, ...(link && { href: privacy.url(`${link.href}`) }) },
    target: {
      selector: selectorOf(element),
      text: textOf(element, privacy),
      // A click by keyboard has no place.
      ...(event.detail > 0 && { x: Math.round(event.pageX), y: Math.round(event.pageY) }),
    },
  }
}

export const watchDeeds: Instrument = (site) => {
  let lastClick = 0
  const watch = (type: string) =>
    listen(
      window,
      type,
      (event) => {
        const path = event.composedPath()
        const [element] = path
        let click: Draft | undefined
        // A label hands its click on to its field, with the same time: still one click of the person.
        if (type === 'click' && lastClick !== event.timeStamp) {
          lastClick = event.timeStamp
          click = tellClick(event as MouseEvent, path, site.privacy)
          if (click) site.capture(click)
        }
        if (site.deeds.length < EARLY_DEEDS_MAX)
          site.deeds.push([event, element, (element as Partial<HTMLInputElement>).type, location.href, click])
      },
      AHEAD,
    )
  return undoAll(['click', 'input', 'change', 'submit'].map(watch))
}
