// The few words by which a person knows an element. Never what somebody typed, and nothing the site has hidden.
import { TEXT_MAX_CHARS, TEXT_MAX_NODES } from '../limits.ts'
import type { Privacy } from '../privacy/privacy.ts'

const CONTROL = 'a,button,summary,label,[role=button],[role=link],[role=tab],[role=menuitem]'
const SILENT =
  'input,textarea,select,option,script,style,template,[contenteditable]:not([contenteditable=false])'

export const textOf = (element: Element, privacy: Privacy): string | undefined => {
  if (element.closest(SILENT)) return undefined
  let left = TEXT_MAX_NODES
  const wordsUnder = (node: Node): string => {
    if (left-- <= 0 || privacy.ignored(node) || privacy.textMasked(node)) return ''
    if (node instanceof Text) return node.data.slice(0, TEXT_MAX_CHARS * 2)
    return node instanceof Element && !node.matches(SILENT)
      ? [...node.childNodes].map(wordsUnder).join(' ')
      : ''
  }
  const control = element.closest(CONTROL)
  // Of a plain area only its own words: a click on the page must not carry the page.
  const nodes = control ? [control] : [...element.childNodes].filter((node) => node instanceof Text)
  const text = nodes.map(wordsUnder).join(' ').replace(/\s+/g, ' ').trim()
  // Masked before it is cut: half an address is no longer one that masking knows.
  return privacy.plain(text).slice(0, TEXT_MAX_CHARS) || undefined
}
