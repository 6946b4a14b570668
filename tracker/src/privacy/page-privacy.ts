// What of a page's own nodes may leave: what the core's rules say, and beyond it words, fields and attributes.
import { closestAcross } from './closest-across.ts'
import { attributeMask } from './mask-attribute.ts'
import { type Asked, valueMask } from './mask-value.ts'
import type { Privacy } from './privacy.ts'

export type PagePrivacy = Privacy & {
  /** What is typed into it leaves as dots, whatever it is. */
  typedMasked: (field: Element) => boolean
  /** A text of the page as it may leave. */
  text: (node: Node, text: string) => string
  /** What is in a field as it may leave. */
  value: (field: Element, value: string) => string
  /** An attribute as it may leave; null if it may not. */
  attribute: (element: Element, name: string, value: string) => string | null
}

/** For parts, which bring it along: the core's visitors need not pay for it. */
export const pagePrivacy = (site: Asked, closest = closestAcross): PagePrivacy => {
  const privacy = { ...site.privacy, ...valueMask(site, closest) }
  const isStrict = () => site.options.strict || site.settings.masking.text
  return { ...privacy, attribute: attributeMask({ ...privacy, passwords: site.passwords, isStrict }) }
}
