// The few words by which a person knows an element. Never what somebody typed, and nothing the site has hidden.
import { TEXT_MAX_CHARS, TEXT_MAX_NODES } from '../limits.ts'
import { IGNORE } from '../privacy/ignored.ts'
import { maskText } from '../privacy/mask-text.ts'

const CONTROL = 'a, button, summary, label, [role=button], [role=link], [role=tab], [role=menuitem]'
const EDITABLE = '[contenteditable]:not([contenteditable=false])'
const SILENT = `input, textarea, select, option, script, style, template, [data-tracker-mask], ${EDITABLE}, ${IGNORE}`

/** Takes the event's path as well, which leads out of shadow trees, where `closest` would end. */
export const textOf = (element: Element, path: EventTarget[]): string | undefined => {
  if (path.some((node) => node instanceof Element && node.matches(SILENT))) return undefined
  const control = element.closest(CONTROL)
  // Of a plain area only its own words: a click on the page must not carry the page.
  const words = control ? wordsUnder(control) : wordsOf(element)
  const text = words.join(' ').replace(/\s+/g, ' ').trim()
  // Masked before it is cut: half an address is no longer one that masking knows.
  return maskText(text).slice(0, TEXT_MAX_CHARS) || undefined
}

const wordsOf = (element: Element) =>
  [...element.childNodes]
    .filter((node) => node instanceof Text)
    .map((node) => node.data.slice(0, TEXT_MAX_CHARS * 2))

const wordsUnder = (control: Element) => {
  const words: string[] = []
  const walker = document.createTreeWalker(control, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && node.matches(SILENT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  )
  for (let seen = 0; seen < TEXT_MAX_NODES && walker.nextNode(); seen++) {
    if (walker.currentNode instanceof Text) words.push(walker.currentNode.data.slice(0, TEXT_MAX_CHARS * 2))
  }
  return words
}
