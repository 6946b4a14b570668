// UUIDs from the browser's secure random source; `crypto.randomUUID` is missing on pages without HTTPS.

/** 32 hexadecimal digits. */
export const randomHex = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => (byte + 256).toString(16).slice(1)).join('')

/** Of the first 32 digits: version and variant take the place of six bits. */
export const uuidOf = (hex: string, version: number) => {
  const variant = (Number(`0x${hex[16]}`) & 3) | 8
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${version}${hex.slice(13, 16)}-${variant.toString(16)}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const uuidV4 = () => uuidOf(randomHex(), 4)

/** Sorts by time: the first 48 bits are the milliseconds since 1970, of which 44 are enough until 2527. */
export const uuidV7 = (now: number) => uuidOf(`0${now.toString(16)}${randomHex()}`, 7)

export const timeOfUuidV7 = (id: string) => Number(`0x${id.replace('-', '').slice(0, 12)}`)

export const isUuid = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
