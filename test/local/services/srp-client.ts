// The client's half of Cognito's SRP-6a, as a browser library does it, to test the server's half against.
import { createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto'

const N_HEX = getDiffieHellman('modp15').getPrime('hex')
const N = BigInt(`0x${N_HEX}`)

const power = (base: bigint, exponent: bigint): bigint => {
  if (exponent === 0n) return 1n
  const half = power((base * base) % N, exponent / 2n)
  return exponent % 2n ? (half * base) % N : half
}
const pad = (hex: string): string => {
  const even = hex.length % 2 ? `0${hex}` : hex
  return '89abcdef'.includes(even[0] ?? '') ? `00${even}` : even
}
const sha = (hex: string) => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex')
const number = (hex: string) => BigInt(`0x${hex}`)
const hmac = (key: Buffer, ...parts: (string | Buffer)[]) => {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(part)
  return mac.digest()
}

const K = number(sha(`00${N_HEX}02`))

export const srpClient = (poolId: string, password: string) => {
  const poolName = poolId.split('_')[1] ?? ''
  const a = number(randomBytes(128).toString('hex'))
  const publicA = power(2n, a).toString(16)
  return {
    publicA,
    answer: (challenge: Record<string, string> = {}) => {
      const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = challenge
      const u = sha(pad(publicA) + pad(SRP_B))
      const inner = createHash('sha256').update(`${poolName}${USER_ID_FOR_SRP}:${password}`).digest('hex')
      const x = number(sha(pad(SALT) + inner))
      const base = (((number(SRP_B) - K * power(2n, x)) % N) + N) % N
      const shared = power(base, a + number(u) * x).toString(16)
      const extracted = hmac(Buffer.from(pad(u), 'hex'), Buffer.from(pad(shared), 'hex'))
      const key = hmac(extracted, 'Caldera Derived Key', Buffer.from([1])).subarray(0, 16)
      const TIMESTAMP = `${new Date().toUTCString().replace(/(\w+), 0?(\d+) (\w+) (\d+) (\S+) GMT/, '$1 $3 $2 $5 UTC $4')}`
      const block = Buffer.from(SECRET_BLOCK, 'base64')
      return {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        TIMESTAMP,
        PASSWORD_CLAIM_SIGNATURE: hmac(key, poolName, USER_ID_FOR_SRP, block, TIMESTAMP).toString('base64'),
      }
    },
  }
}
