// Fields whose content never leaves the page, whatever site and project say: passwords, cards, addresses, codes.
import { closestAcross } from './closest-across.ts'
import { isSecretName } from './scrub-url.ts'

export type Field = Element & { type?: string }

/** Fields that were of the type password once: to show what was typed a page makes them plain text. */
const wasPassword = new WeakSet<Element>()

const AUTOCOMPLETE = /\bcc-|passw|one-time|email|\btel\b|\bbday/i

export const isSecretField = (field: Field): boolean => {
  const type = String(field.type ?? '')
  if (type === 'password') wasPassword.add(field)
  return (
    wasPassword.has(field) ||
    /^(?:password|hidden|file|email|tel)$/.test(type) ||
    AUTOCOMPLETE.test(field.getAttribute('autocomplete') ?? '') ||
    isSecretName(field.getAttribute('name') ?? '') ||
    isSecretName(field.id)
  )
}

const EDITABLE = '[contenteditable]:not([contenteditable=false i])'

/** What a person writes into the page itself; the outermost element decides, as its children come and go. */
export const editorOf = (node: Node): Element | null => closestAcross(node, `${EDITABLE},textarea`)
