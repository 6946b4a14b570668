// The few words by which a person knows an element. Never what somebody typed, and nothing the site has hidden.
import { TEXT_MAX_CHARS, TEXT_MAX_NODES } from '../limits.ts'
import { maskText } from '../privacy/mask-text.ts'
import type { Privacy } from '../privacy/privacy.ts'

const CONTROL = 'a, button, summary, label, [role=button], [role=link], [role=tab], [role=menuitem]'
const SILENT =
  'input, textarea, select, option, script, style, template, [contenteditable]:not([contenteditable=false])'

export const textOf = (element: Element, { ignored, textMasked }: Privacy): string | undefined => {
  const isSilent = (node: Node) => ignored(node) || textMasked(node)
  if (element.closest(SILENT) || isSilent(element)) return undefined
  const control = element.closest(CONTROL)
  // Of a plain area only its own words: a click on the page must not carry the page.
  const words = control ? wordsUnder(control, isSilent) : wordsOf(element)
  const text = words.join(' ').replace(/\s+/g, ' ').trim()
  // Masked before it is cut: half an address is no longer one that masking knows.
  return maskText(text).slice(0, TEXT_MAX_CHARS) || undefined
}

const wordsOf = (element: Element) =>
  [...element.childNodes]
    .filter((node) => node instanceof Text)
    .map((node) => node.data.slice(0, TEXT_MAX_CHARS * 2))

const wordsUnder = (control: Element, isSilent: (node: Node) => boolean) => {
  const words: string[] = []
  const walker = document.createTreeWalker(control, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node instanceof Element && (node.matches(SILENT) || isSilent(node))
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  )
  for (let seen = 0; seen < TEXT_MAX_NODES && walker.nextNode(); seen++) {
    if (walker.currentNode instanceof Text) words.push(walker.currentNode.data.slice(0, TEXT_MAX_CHARS * 2))
  }
  return words
}
