// Ids that are drawn: `org_`, `key_`, `inv_`, `view_` and others, with sixteen digits, which nobody guesses and no two share.
import { base62FromBytes } from './base62.ts'

const DIGITS = 16

/** Random bytes that an id is made from: twice its digits, since a few are thrown away. */
export const RANDOM_ID_BYTES = 2 * DIGITS

export const makeId = (
  prefix: 'org' | 'key' | 'inv' | 'view' | 'share' | 'note' | 'clip' | 'usr' | 'msg',
  random: Uint8Array,
): string => `${prefix}_${base62FromBytes(random, DIGITS)}`
