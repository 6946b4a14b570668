// Fields whose content never leaves the page, whatever site and project say: passwords, cards, addresses, codes.

export type Field = Element & { type?: string }

/** Fields that were of the type password once: to show what was typed a page makes them plain text. */
const wasPassword = new WeakSet<Element>()

const AUTOCOMPLETE = /\bcc-|passw|one-time|email|\btel\b|\bbday/i

export const isSecretField = (field: Field, isSecretName: (name: string) => boolean): boolean => {
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
