// A click: what was clicked, where on the page, and the few words it is known by.

import { AHEAD } from '../page/ahead.ts'
import { textOf } from '../page/element-text.ts'
import { listen } from '../page/listen.ts'
import { selectorOf } from '../page/selector.ts'
import type { Privacy } from '../privacy/privacy.ts'
import type { Draft } from '../site.ts'
import type { Instrument } from './instrument.ts'

export type ClickOf = (event: MouseEvent) => Draft | undefined

/** Tells of each click once, whoever asks; nothing, unless a person clicked, and the site does not hide where. */
export const tellClicks = (privacy: Privacy): ClickOf => {
  let last: MouseEvent | undefined
  let told: Draft | undefined
  return (event) => {
    if (event === last) return told
    // A label hands its click on to its field, with the same time: still one click of the person.
    const isHandedOn = event.timeStamp === last?.timeStamp
    last = event
    told = isHandedOn ? undefined : tellClick(event, privacy)
    return told
  }
}

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

export const watchClicks: Instrument = ({ capture, clickOf }) =>
  listen<MouseEvent>(
    document,
    'click',
    (event) => {
      const click = clickOf(event)
      if (click) capture(click)
    },
    AHEAD,
  )
