// What of a page's words and fields may leave: what the core's rules say, what is typed, and secrets split over nodes.
import type { Site } from '../site.ts'
import { closestAcross } from './closest-across.ts'
import { DOT, dots } from './dots.ts'
import { marks } from './marks.ts'
import { type Field, isSecretField } from './secret-field.ts'
import { isPartOfSecret } from './split-secret.ts'

/** What a person writes into the page itself. */
const EDITOR = '[contenteditable]:not([contenteditable=false i]),textarea'

/** A password's length says something, too. */
const SECRET = DOT.repeat(8)

export type Asked = Pick<Site, 'privacy' | 'options' | 'settings' | 'passwords'>

export const valueMask = (site: Asked, closest = closestAcross) => {
  const { privacy, options } = site
  const { plain } = privacy
  const { unmask } = marks(options)

  /** A region that is unmasked does not open the fields in it: each must say so itself. */
  const typedMasked = (field: Element) =>
    privacy.textMasked(field) ||
    ((options.maskSensitiveInputs || site.settings.masking.inputs) && !field.matches(unmask))

  const textMasked = (node: Node) => {
    const editor = closest(node, EDITOR)
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
    if (!typed) return typed
    const { type = '' } = field as Field
    if (/^(?:hidden|file)$/.test(type)) return ''
    if (/^(?:button|submit|reset)$/.test(type)) return text(field, typed)
    if (isSecretField(field, site.passwords, privacy.isSecretName)) return SECRET
    // Half a card number or address is not known as one yet: six digits or an @ are enough.
    const looksSecret = /@|\d(?:\W?\d){5}/.test(typed) || plain(typed) !== typed
    return looksSecret || typedMasked(field) ? dots(typed) : typed
  }

  return { typedMasked, textMasked, text, value }
}
