// What of a page's words may leave: what the core's rules say, what is typed into the page, and secrets split over nodes.
import type { Site } from '../site.ts'
import { closestAcross } from './closest-across.ts'
import { dots } from './dots.ts'
import type { Field } from './secret-field.ts'
import { isPartOfSecret } from './split-secret.ts'

/** What a person writes into the page itself. */
const EDITOR = '[contenteditable]:not([contenteditable=false i]),textarea'

export type Asked = Pick<Site, 'privacy' | 'options' | 'settings'>

export const valueMask = ({ privacy }: Asked) => {
  const { plain, typedMasked } = privacy

  const textMasked = (node: Node) => {
    const editor = closestAcross(node, EDITOR)
    return editor ? typedMasked(editor) : privacy.textMasked(node)
  }

  const text = (node: Node, words: string) => {
    if (!/\S/.test(words)) return words
    // Never shown where scripts run.
    if (/^(?:noscript|script)$/.test((node.parentNode as Element | null)?.localName ?? '')) return ''
    const safe = textMasked(node) ? dots(words) : plain(words)
    return safe === words && isPartOfSecret(node, words, plain) ? dots(words) : safe
  }

  const value = (field: Element, typed: string) => {
    const { type = '' } = field as Field
    if (/^(?:hidden|file)$/.test(type)) return ''
    return /^(?:button|submit|reset)$/.test(type) ? text(field, typed) : privacy.value(field, typed)
  }

  return { textMasked, text, value }
}
