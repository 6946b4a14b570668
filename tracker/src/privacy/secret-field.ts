// Fields whose content never leaves the page, whatever site and project say: passwords, cards, addresses, codes.

export type Field = Element & { type?: string }

const AUTOCOMPLETE = /\bcc-|passw|one-time|email|\btel\b|\bbday/i

export const isSecretField = (
  field: Field,
  passwords: WeakSet<Element>,
  isSecretName: (name: string) => boolean,
): boolean => {
  const type = String(field.type ?? '')
  if (type === 'password') passwords.add(field)
  return (
    passwords.has(field) ||
    /^(?:password|hidden|file|email|tel)$/.test(type) ||
    AUTOCOMPLETE.test(field.getAttribute('autocomplete') ?? '') ||
    isSecretName(field.getAttribute('name') ?? '') ||
    isSecretName(field.id)
  )
}
