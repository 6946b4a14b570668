// What of a page's own nodes may leave: what the core's rules say, and beyond it fields, attributes and split secrets.
import type { Site } from '../site.ts'
import { DOT, dots } from './dots.ts'
import { attributeMask } from './mask-attribute.ts'
import type { Privacy } from './privacy.ts'
import { type Field, isSecretField } from './secret-field.ts'
import { isPartOfSecret } from './split-secret.ts'

export type PagePrivacy = Privacy & {
  /** What is in a field as it may leave. */
  value: (field: Element, value: string) => string
  /** An attribute as it may leave; null if it may not. */
  attribute: (element: Element, name: string, value: string) => string | null
}

/** A password's length says something, too. */
const SECRET = DOT.repeat(8)

/** For parts, which bring it along: the core's visitors need not pay for it. */
export const pagePrivacy = (site: Pick<Site, 'privacy' | 'options' | 'settings'>): PagePrivacy => {
  const { privacy } = site
  const { plain } = privacy

  const text = (node: Node, words: string) => {
    if (!/\S/.test(words)) return words
    // Never shown where scripts run.
    if (/^(?:noscript|script)$/.test((node.parentNode as Element | null)?.localName ?? '')) return ''
    const safe = privacy.text(node, words)
    return safe === words && isPartOfSecret(node, words, plain) ? dots(words) : safe
  }

  const value = (field: Element, typed: string) => {
    if (!typed) return typed
    const { type = '' } = field as Field
    if (/^(?:hidden|file)$/.test(type)) return ''
    if (/^(?:button|submit|reset)$/.test(type)) return text(field, typed)
    if (isSecretField(field, privacy)) return SECRET
    // Half a card number or address is not known as one yet: six digits or an @ are enough.
    const looksSecret = /@|\d(?:\W?\d){5}/.test(typed) || plain(typed) !== typed
    return looksSecret || privacy.typedMasked(field) ? dots(typed) : typed
  }

  const isStrict = () => site.options.strict || site.settings.masking.text
  return { ...privacy, text, value, attribute: attributeMask({ ...privacy, value, isStrict }) }
}
