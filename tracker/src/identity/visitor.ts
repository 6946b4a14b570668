// A visitor: one browser, remembered for so many days after its last event, or after its first.
import { DAY_MS, VISITOR_WRITE_MS } from '../limits.ts'
import { hashOfSecret } from './hash-of-secret.ts'
import type { SharedIdRules } from './shared-id.ts'
import { randomHex, uuidOf } from './uuid.ts'

export const visitorRules = (expiryDays: number, autoRefresh: boolean): SharedIdRules => ({
  // Who has the secret has been the visitor, and may have it erased.
  mint: () => {
    const secret = randomHex()
    return { id: uuidOf(hashOfSecret(secret), 8), secret }
  },
  isLive: ({ seenAt }, now) => Math.abs(now - seenAt) < expiryDays * DAY_MS,
  writeEveryMs: autoRefresh ? VISITOR_WRITE_MS : Number.POSITIVE_INFINITY,
})
