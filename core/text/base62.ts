// Base62: identifiers that a double click selects whole and a URL carries as they are.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The largest multiple of 62 that a byte holds: bytes from there on would favour the first digits. */
const FAIR_BYTES = 248

/** `length` random digits. Give twice as many random bytes: a few are thrown away. */
export const base62FromBytes = (bytes: Uint8Array, length: number): string => {
  let digits = ''
  for (const byte of bytes) {
    if (digits.length === length) break
    if (byte < FAIR_BYTES) digits += DIGITS.charAt(byte % 62)
  }
  if (digits.length < length)
    throw new RangeError(`${bytes.length} random bytes are too few for ${length} digits`)
  return digits
}

export const base62FromNumber = (value: number, length: number): string => {
  let digits = ''
  for (let rest = value; digits.length < length; rest = Math.floor(rest / 62)) {
    digits = DIGITS.charAt(rest % 62) + digits
  }
  return digits
}
