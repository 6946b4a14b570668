// A click: what was clicked, where on the page, the few words it is known by, and whether it was in anger.
import { AHEAD } from '../page/ahead.ts'
import { listen } from '../page/listen.ts'
import type { Instrument } from './instrument.ts'
import { countRage } from './rage-clicks.ts'

export const watchClicks: Instrument = ({ capture, privacy, targetOf }) => {
  const isRage = countRage()
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
      const link = element.closest<HTMLAnchorElement>('a[href]')
      const draft = {
        name: 'click',
        props: { tag: element.localName, ...(link && { href: privacy.url(`${link.href}`) }) },
        target: { ...targetOf(element), ...place },
      }
      capture(draft)
      if (isRage(event)) capture({ ...draft, name: 'rage_click' })
    },
    AHEAD,
  )
}
