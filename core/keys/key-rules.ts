// What a key's times say: whether it works, and which of its texts do.
import { AppError } from '../errors.ts'
import { KEY_MAX_PREVIOUS } from '../limits.ts'

type Lifetime = { validUntil: number | null; revokedAt: number | null }

type PreviousText = { hash: string; prefix: string; validUntil: number }

export const keyStatus = (
  { validUntil, revokedAt }: Lifetime,
  now: number,
): 'active' | 'expired' | 'revoked' => {
  if (revokedAt !== null) return 'revoked'
  return validUntil !== null && validUntil <= now ? 'expired' : 'active'
}

/** Earlier texts that still work. */
export const inGrace = <T extends { validUntil: number }>(previous: T[], now: number): T[] =>
  previous.filter(({ validUntil }) => validUntil > now)

/** The text that is replaced joins the earlier ones. One whose time is over stays until the next, to be told so. */
export const afterRegeneration = (
  key: Lifetime & { hash: string; prefix: string; previous: PreviousText[] },
  now: number,
  graceMs: number,
): PreviousText[] => {
  const status = keyStatus(key, now)
  if (status !== 'active') throw new AppError(`key-${status}`, 409, `The key is ${status}. Make a new one.`)
  const kept = inGrace(key.previous, now)
  if (kept.length >= KEY_MAX_PREVIOUS) {
    throw new AppError(
      'too-many-previous-keys',
      409,
      `${KEY_MAX_PREVIOUS} earlier texts of this key still work. Wait for the first to end, or revoke the key.`,
    )
  }
  return [...kept, { hash: key.hash, prefix: key.prefix, validUntil: now + graceMs }]
}
