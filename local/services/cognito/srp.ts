// The server's half of Cognito's SRP-6a: proves that a client knows a password that it never sends.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

const N_HEX = getDiffieHellman('modp15').getPrime('hex') // the 3072-bit group of RFC 3526, which Cognito uses
const N = BigInt(`0x${N_HEX}`)
const G = 2n
const KEY_INFO = 'Caldera Derived Key'
const KEY_BYTES = 16
const SECRET_BYTES = 32

/** Cognito hashes numbers as two's complement: an even count of digits, and no leading sign bit. */
export const paddedHex = (value: bigint): string => {
  const hex = value.toString(16)
  const even = hex.length % 2 ? `0${hex}` : hex
  return /^[89a-f]/.test(even) ? `00${even}` : even
}

const hexHash = (...hex: string[]): bigint =>
  BigInt(
    `0x${createHash('sha256')
      .update(Buffer.from(hex.join(''), 'hex'))
      .digest('hex')}`,
  )

const K = hexHash(paddedHex(N), paddedHex(G))

export const modPow = (base: bigint, exponent: bigint, modulus: bigint): bigint => {
  let result = 1n
  let square = base % modulus
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

const randomNumber = () => BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`)

export const srpVerifier = (poolId: string, username: string, password: string) => {
  const salt = BigInt(`0x${randomBytes(16).toString('hex')}`)
  const poolName = poolId.split('_')[1] ?? ''
  const identity = createHash('sha256').update(`${poolName}${username}:${password}`).digest('hex')
  const x = hexHash(paddedHex(salt), identity)
  return {
    srpSalt: salt.toString(16),
    srpVerifier: Buffer.from(paddedHex(modPow(G, x, N)), 'hex').toString('base64'),
  }
}

export type SrpChallenge = { a: bigint; b: bigint; publicB: bigint; verifier: bigint }

/** Nothing when the client's number is one that would give the secret away. */
export const challenge = (clientHex: string, verifierBase64: string): SrpChallenge | undefined => {
  if (!/^[0-9a-f]{1,1024}$/i.test(clientHex)) return undefined
  const a = BigInt(`0x${clientHex}`)
  if (a % N === 0n) return undefined
  const verifier = BigInt(`0x${Buffer.from(verifierBase64, 'base64').toString('hex')}`)
  const b = randomNumber()
  return { a, b, publicB: (K * verifier + modPow(G, b, N)) % N, verifier }
}

export const proves = (
  { a, b, publicB, verifier }: SrpChallenge,
  claim: { poolId: string; username: string; secretBlock: string; timestamp: string; signature: string },
): boolean => {
  const u = hexHash(paddedHex(a), paddedHex(publicB))
  const shared = modPow(a * modPow(verifier, u, N), b, N)
  const key = hkdfSync(
    'sha256',
    Buffer.from(paddedHex(shared), 'hex'),
    Buffer.from(paddedHex(u), 'hex'),
    KEY_INFO,
    KEY_BYTES,
  )
  const expected = createHmac('sha256', Buffer.from(key))
    .update(claim.poolId.split('_')[1] ?? '')
    .update(claim.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest()
  const given = Buffer.from(claim.signature, 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** For a user who is not there: the same salt every time, and a verifier that no password fits. */
export const simulatedVerifier = (seed: string) => ({
  srpSalt: createHash('sha256').update(`salt ${seed}`).digest('hex').slice(0, 32),
  srpVerifier: Buffer.from(paddedHex(modPow(G, randomNumber(), N)), 'hex').toString('base64'),
})
