// Masks what must never leave a page, wherever text is captured: e-mail addresses, card numbers, signed tokens.

export const MASK = '***'

// No pattern is tried from the same place twice: a hostile text costs as many steps as it has characters.
const LOCAL_PART = /[\p{L}\p{N}._+'%-]+$/u
const DOMAIN = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/u
const AT = /(@|%40)/i
const TOKEN = /\beyJ[\w-]{8,}(\.[\w-]*)*|\b[sr]k_\w{12,}/g
const BEARER = /(bearer\s+)([\w.~+/=-]{8,})/gi
const DIGITS = /\d(?:[ \u00a0-]?\d){12,}/g

/** `logo@2x.png` and `vue@3.4.0` are no addresses: no domain ends in digits or like a file. */
const FILE = /\.(\w*\d\w*|png|jpe?g|gif|svg|webp|avif|css|m?js)$/i

const isLuhnValid = (digits: string) =>
  [...digits]
    .reverse()
    .reduce((sum, digit, i) => sum + Number(i % 2 ? '0246813579'[Number(digit)] : digit), 0) %
    10 ===
  0

const isCard = (digits: string) => /^[2-6]/.test(digits) && isLuhnValid(digits.replace(/\D/g, ''))

/** How cards are printed: by four, or as American Express and Diners do. */
const PRINTED = /\d{13,19}|\d{4}\D((\d{4}\D){2}\d{1,7}|\d{6}\D\d{4,5})/g

/** A card may stand in a row with other numbers, as its expiry and its check number do. */
const maskCards = (digits: string, at: number, text: string) => {
  // The decimals of a number, as drawings and styles are full of them.
  if (/(^|[^a-z])\.$/i.test(text.slice(0, at).slice(-2))) return digits
  if (digits.length < 40 && isCard(digits)) return MASK
  return digits.replace(PRINTED, (number) => (isCard(number) ? MASK : number))
}

/** Looks from each @ to both sides: a pattern for the whole address would try anew from every character. */
const maskEmails = (text: string) => {
  const parts = text.split(AT)
  for (let at = 1; at < parts.length; at += 2) {
    const before = parts[at - 1] as string
    const after = parts[at + 1] as string
    const local = LOCAL_PART.exec(before.slice(-64))?.[0]
    const domain = DOMAIN.exec(after.slice(0, 300))?.[0].replace(/[.-]+$/, '')
    if (!local || !domain || FILE.test(domain)) continue
    parts[at - 1] = before.slice(0, -local.length)
    parts[at] = MASK
    parts[at + 1] = after.slice(domain.length)
  }
  return parts.join('')
}

export const maskText = (text: string): string =>
  maskEmails(text)
    .replace(TOKEN, (token) => (/[._]/.test(token) ? MASK : token))
    .replace(BEARER, (all, before, token) => (/\d/.test(token) ? before + MASK : all))
    .replace(DIGITS, maskCards)
