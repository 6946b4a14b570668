// An API key: `pk_live_<30 digits><6 digits checksum>`; `pk` may only send events, `sk` is for servers.
import { base62FromBytes } from '../text/base62.ts'
import { CHECKSUM_DIGITS, checksum } from './checksum.ts'

const SECRET_DIGITS = 30

/** Random bytes that a key is made from: twice its digits, since a few are thrown away. */
export const API_KEY_RANDOM_BYTES = 2 * SECRET_DIGITS

const PREFIX = { publishable: 'pk', secret: 'sk' } as const

export type KeyKind = keyof typeof PREFIX
export type KeyEnvironment = 'live' | 'test'
export type ApiKey = { kind: KeyKind; environment: KeyEnvironment; text: string }

export const makeApiKey = (kind: KeyKind, environment: KeyEnvironment, random: Uint8Array): string => {
  const body = `${PREFIX[kind]}_${environment}_${base62FromBytes(random, SECRET_DIGITS)}`
  return body + checksum(body)
}

const FORMAT = /^(pk|sk)_(live|test)_[0-9A-Za-z]{36}$/

/** Undefined for anything that cannot be a key of ours. */
export const parseApiKey = (text: string): ApiKey | undefined => {
  const format = FORMAT.exec(text)
  if (!format || checksum(text.slice(0, -CHECKSUM_DIGITS)) !== text.slice(-CHECKSUM_DIGITS)) return undefined
  return {
    kind: format[1] === 'pk' ? 'publishable' : 'secret',
    environment: format[2] === 'test' ? 'test' : 'live',
    text,
  }
}

const SHOWN_DIGITS = 4

/** How a key begins, enough to tell it from others of its project: `sk_live_4fQz`. */
export const keyPrefix = (text: string): string => text.slice(0, text.lastIndexOf('_') + 1 + SHOWN_DIGITS)
