// A click: what was clicked, where on the page, and the few words it is known by; whether in anger, and whether in vain.

import { AHEAD } from '../page/ahead.ts'
import { textOf } from '../page/element-text.ts'
import { listen } from '../page/listen.ts'
import { selectorOf } from '../page/selector.ts'
import type { Privacy } from '../privacy/privacy.ts'
import type { Draft } from '../site.ts'
import { undoAll } from '../undo.ts'
import { awaitEffect } from './dead-clicks.ts'
import type { Instrument } from './instrument.ts'
import { countRage } from './rage-clicks.ts'

/** Nothing, unless a person clicked, and the site does not hide where. */
const tellClick = (event: MouseEvent, privacy: Privacy): Draft | undefined => {
  const path = event.composedPath()
  const element = path[0]
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

export const watchClicks: Instrument = ({ capture, privacy }) => {
  const isRage = countRage()
  let cancel = () => {}
  let lastAt: number | undefined
  return undoAll([
    () => cancel(),
    listen<MouseEvent>(
      document,
      'click',
      (event) => {
        // A label hands its click on to its field, with the same time: still one click of the person.
        const isHandedOn = event.timeStamp === lastAt
        lastAt = event.timeStamp
        cancel()
        const click = isHandedOn ? undefined : tellClick(event, privacy)
        if (!click) return
        capture(click)
        if (isRage(event)) capture({ ...click, name: 'rage_click' })
        cancel = awaitEffect(event, () => capture({ ...click, name: 'dead_click' }))
      },
      AHEAD,
    ),
  ])
}
