// Passwords of a site's users: scrypt, with its cost beside each hash, and as slow for nobody as for somebody.
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { SCRYPT_COST } from '../../core/limits.ts'

type Cost = typeof SCRYPT_COST

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

const SALT_BYTES = 16
const HASH_BYTES = 32
const FORM = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/

export const hashPassword = async (password: string, cost: Cost = SCRYPT_COST): Promise<string> => {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derived(password, salt, cost)
  const { log2N, r, p } = cost
  return ['scrypt', log2N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** Without a hash, because there is no such account, it takes as long and is false. */
export const passwordIs = async (password: string, stored: string | undefined): Promise<boolean> => {
  const [, log2N, r, p, salt = '', hash = ''] = FORM.exec(stored ?? '') ?? []
  const isThere = hash !== ''
  const cost = isThere ? { log2N: Number(log2N), r: Number(r), p: Number(p) } : SCRYPT_COST
  const right = isThere ? Buffer.from(hash, 'base64url') : randomBytes(HASH_BYTES)
  const given = await derived(password, isThere ? Buffer.from(salt, 'base64url') : NOBODYS_SALT, cost)
  return given.length === right.length && timingSafeEqual(given, right) && isThere
}

const NOBODYS_SALT = randomBytes(SALT_BYTES)

/** One spelling for each character, whatever the keyboard. */
const derived = (password: string, salt: Buffer, { log2N, r, p }: Cost): Promise<Buffer> => {
  const N = 2 ** log2N
  return derive(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r })
}
