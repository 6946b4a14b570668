// What an element needs in its style, beside its own, to look in the drawn document as it does in the page.
import type { PagePrivacy } from '../privacy/page-privacy.ts'

const BLANK =
  '-webkit-text-fill-color:transparent!important;text-shadow:none!important;text-decoration-color:transparent!important;text-emphasis-color:transparent!important;caret-color:transparent!important;'
/** Drawn text knows another colour. */
const BLANK_DRAWN = 'fill:transparent!important;stroke:transparent!important;'
const SHOWN = '-webkit-text-fill-color:currentcolor;'

export type Look = 'as it is' | 'blank words' | 'words again' | 'nothing'

export const lookOf = (element: Element, parentLook: Look, privacy: PagePrivacy): Look => {
  if (privacy.ignored(element)) return 'nothing'
  if (privacy.textMasked(element)) return 'blank words'
  return parentLook === 'blank words' || parentLook === 'words again' ? 'words again' : 'as it is'
}

export const sizeOf = (element: Element) => {
  const { width, height } = element.getBoundingClientRect()
  return `box-sizing:border-box!important;width:${width}px!important;height:${height}px!important;min-width:0!important;max-width:none!important;`
}

/** The place stays, and nothing in it. */
const emptied = (element: Element) =>
  `${sizeOf(element)}visibility:hidden!important;background:none!important;border-color:transparent!important;`

/** A drawn document is never scrolled: what is in a scrolled box is moved instead. */
const moved = (element: Element) => {
  const parent = element.parentNode
  const box = (parent as ShadowRoot | null)?.host ?? element.parentElement
  if (!box || box === element.ownerDocument.documentElement || box === element.ownerDocument.body) return ''
  return box.scrollTop || box.scrollLeft ? `translate:${-box.scrollLeft}px ${-box.scrollTop}px;` : ''
}

const DRAWN_TEXT = /^(?:text|tspan|textPath)$/

const IN_TOP_LAYER = 'position:fixed;inset:0;margin:auto;z-index:2147483647;'

const isOpenModal = (element: Element) => {
  try {
    return element.localName === 'dialog' && element.matches(':modal')
  } catch {
    return false
  }
}

export const extraStyle = (element: Element, look: Look): string =>
  moved(element) +
  (look === 'nothing' ? emptied(element) : '') +
  (look === 'blank words' && DRAWN_TEXT.test(element.localName) ? BLANK_DRAWN : '') +
  (look === 'blank words' ? BLANK : look === 'words again' ? SHOWN : '') +
  (isOpenModal(element) ? IN_TOP_LAYER : '')

/** A picture that cannot be had keeps its place. */
export const placeOf = (element: Element): string => `${sizeOf(element)}visibility:hidden!important;`
