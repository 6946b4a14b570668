// Fields whose content never leaves the page, whatever site and project say: passwords, cards, addresses, codes.
import { isSecretName } from './scrub-url.ts'

export type Field = Element & { type?: string }

const AUTOCOMPLETE = /\bcc-|passw|one-time|email|\btel\b|\bbday/i

/** Fields that have held passwords: a page that shows what was typed turns them into plain ones. */
const passwords = new WeakSet<Element>()

/** The look remembers a password field before it becomes plain text. */
export const isSecretField = (field: Field): boolean => {
  const says = (name: string) => field.getAttribute(name) ?? ''
  if (field.type === 'password') passwords.add(field)
  return (
    passwords.has(field) ||
    /^(password|hidden|file|email|tel)$/.test(`${field.type}`) ||
    AUTOCOMPLETE.test(says('autocomplete')) ||
    isSecretName(says('name')) ||
    isSecretName(field.id)
  )
}
