// Signing and sealing under keys that are derived from the one secret, so that no two uses share a key.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import type { Seal } from '../../core/paging/cursor.ts'

type Purpose = 'cursors' | 'addresses' | 'answers' | 'logins' | 'suppressions' | 'user-tokens' | 'user-logins'

export const derivedKey = (secret: string, purpose: Purpose): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `playhead ${purpose}`, 32))

/** Each key derived once in the life of a container: every request needs some of them. */
export const derivedKeys = (secret: () => Promise<string>): ((purpose: Purpose) => Promise<Buffer>) => {
  const known = new Map<Purpose, Buffer>()
  return async (purpose) => {
    const key = known.get(purpose) ?? derivedKey(await secret(), purpose)
    known.set(purpose, key)
    return key
  }
}

/** 16 bytes of a signature are as hard to guess as a key of ours, and half as long in a URL. */
const SIGNATURE_BYTES = 16

export const sealOf = (key: Buffer): Seal => {
  const sign = (text: string): Buffer =>
    createHmac('sha256', key).update(text).digest().subarray(0, SIGNATURE_BYTES)
  return {
    sign: (text) => sign(text).toString('base64url'),
    verify: (text, signature) => {
      const given = Buffer.from(signature, 'base64url')
      const right = sign(text)
      // Base64url has more than one spelling of some bytes; a cursor has one.
      return (
        given.length === right.length &&
        timingSafeEqual(given, right) &&
        signature === right.toString('base64url')
      )
    },
  }
}

const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM; `context` must be the same again, so that one sealed text does not stand in for another. */
export const sealText = (key: Buffer, text: string, context: string): string => {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

export const openText = (key: Buffer, sealed: string, context: string): string => {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString(
    'utf8',
  )
}
