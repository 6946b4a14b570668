// Base64url of plain ASCII, for opaque texts in a URL; core has neither Buffer nor btoa.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export const base64urlFromAscii = (text: string): string => {
  let digits = ''
  for (let at = 0; at < text.length; at += 3) {
    const left = Math.min(3, text.length - at)
    const bits = (text.charCodeAt(at) << 16) | (byteAt(text, at + 1) << 8) | byteAt(text, at + 2)
    for (let digit = 0; digit <= left; digit++) digits += DIGITS.charAt((bits >> (18 - 6 * digit)) & 63)
  }
  return digits
}

/** Undefined when it is not base64url. */
export const asciiFromBase64url = (digits: string): string | undefined => {
  let text = ''
  let bits = 0
  let held = 0
  for (const digit of digits) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      text += String.fromCharCode((bits >> held) & 0xff)
    }
  }
  return text
}

const byteAt = (text: string, at: number): number => (at < text.length ? text.charCodeAt(at) : 0)
