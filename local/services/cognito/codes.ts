// One-time codes and the outbox in which they wait instead of being mailed.
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { ServiceError } from '../json-service.ts'
import { expiringMap } from './expiring-map.ts'
import type { Pool } from './pool.ts'
import type { Code, CodePurpose, User } from './records.ts'

const HOUR_MS = 3_600_000
const LIFETIME_MS: Record<CodePurpose, number> = {
  'sign-up': 24 * HOUR_MS,
  'reset-password': HOUR_MS,
  'verify-email': 24 * HOUR_MS,
}
const TRIES_PER_HOUR = 5 // a six-digit code must not be guessable within its life
const SENDS_PER_HOUR = 10
const KEPT_MESSAGES = 100

/** `code` is the temporary password when `kind` is an invitation. */
export type Message = {
  to: string
  kind: CodePurpose | 'invitation'
  code: string
  poolId: string
  username: string
  at: number
}

export type Codes = {
  send(pool: Pool, user: User, kind: CodePurpose): ReturnType<typeof deliveryDetails>
  invite(pool: Pool, user: User, temporaryPassword: string): void
  /** Throws unless it is the code that was last sent for this purpose; it can then not be used again. */
  redeem(pool: Pool, user: User, purpose: CodePurpose, code: string): void
  messages(): Message[]
}

export const deliveryDetails = (to: string) => ({
  Destination: to.replace(/^(.).*@(.).*$/, '$1***@$2***'),
  DeliveryMedium: 'EMAIL',
  AttributeName: 'email',
})

const hashOf = (salt: string, code: string) => createHash('sha256').update(`${salt}${code}`).digest()

const fits = (stored: Code, code: string) =>
  timingSafeEqual(Buffer.from(stored.hash, 'base64'), hashOf(stored.salt, code))

export const codes = (now: () => number, onMessage: (message: Message) => void): Codes => {
  const sent: Message[] = []
  const counts = expiringMap<{ count: number; until: number }>(now)
  const limit = (key: string, most: number) => {
    const { count, until } = counts.get(key) ?? { count: 0, until: now() + HOUR_MS }
    if (count >= most) {
      throw new ServiceError('LimitExceededException', 'Attempt limit exceeded, please try after some time.')
    }
    counts.put(key, { count: count + 1, until }, until - now())
  }
  const deliver = (pool: Pool, user: User, kind: Message['kind'], code: string) => {
    const to = user.attributes['email'] ?? user.username
    const message: Message = { to, kind, code, poolId: pool.id, username: user.username, at: now() }
    sent.push(message)
    if (sent.length > KEPT_MESSAGES) sent.shift()
    onMessage(message)
  }

  return {
    send: (pool, user, kind) => {
      limit(`send ${kind} ${user.sub}`, SENDS_PER_HOUR)
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      const salt = randomBytes(16).toString('base64')
      const hash = hashOf(salt, code).toString('base64')
      const stored: Code = { salt, hash, expiresAt: now() + LIFETIME_MS[kind] }
      const changed = pool.changeUser(user.sub, (current) => ({
        codes: { ...current.codes, [kind]: stored },
      }))
      deliver(pool, changed, kind, code)
      return deliveryDetails(user.attributes['email'] ?? '')
    },
    invite: (pool, user, temporaryPassword) => deliver(pool, user, 'invitation', temporaryPassword),
    redeem: (pool, user, purpose, code) => {
      const stored = pool.users.get(user.sub)?.codes[purpose]
      if (!stored || stored.expiresAt <= now()) {
        throw new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')
      }
      const tries = `try ${purpose} ${user.sub}`
      limit(tries, TRIES_PER_HOUR)
      if (!fits(stored, code)) {
        throw new ServiceError(
          'CodeMismatchException',
          'Invalid verification code provided, please try again.',
        )
      }
      counts.delete(tries)
      pool.changeUser(user.sub, (current) => ({ codes: { ...current.codes, [purpose]: undefined } }))
    },
    messages: () => [...sent],
  }
}
