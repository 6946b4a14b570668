// UUIDs from the browser's secure random source; `crypto.randomUUID` is missing on pages without HTTPS.

export type FillRandom = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array

export const secure: FillRandom = (bytes) => crypto.getRandomValues(bytes)

export const format = (bytes: Uint8Array, version: number) => {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

export const uuidV4 = (fill = secure) => format(fill(new Uint8Array(16)), 4)

/** Sorts by time: the first 48 bits are the milliseconds since 1970. */
export const uuidV7 = (now: number, fill = secure) => {
  const bytes = fill(new Uint8Array(16))
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 256 ** (5 - i)) & 0xff
  return format(bytes, 7)
}

export const timeOfUuidV7 = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

export const isUuid = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)
