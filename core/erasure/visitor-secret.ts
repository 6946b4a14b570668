// How a visitor proves to be one: its id is the beginning of the hash of a secret that only its browser has.
import * as z from 'zod'

/** 32 hexadecimal digits: 128 bits that the browser draws once with the visitor, and keeps. */
export const visitorSecretSchema = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits')

/** Answer of nothing but yes: whoever asks learns not even whether anything was kept. */
export const forgetVisitorSchema = z.strictObject({
  visitorId: z.uuid(),
  secret: visitorSecretSchema,
})

/**
 * The visitor id of a secret, from the SHA-256 of its 32 digits: a UUID of version 8, in which the first 16 bytes of
 * the hash stand. Nobody finds a secret to an id, so knowing an id erases nobody; ids of other versions have none.
 */
export const visitorIdOfHash = (sha256: Uint8Array): string => {
  const bytes = Uint8Array.from(sha256.subarray(0, 16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
