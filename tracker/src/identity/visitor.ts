// A visitor: one browser, remembered for so many days after its last event, or after its first.
import { DAY_MS, VISITOR_WRITE_MS } from '../limits.ts'
import { hashOfSecret } from './hash-of-secret.ts'
import type { SharedIdRules } from './shared-id.ts'
import type { Store } from './store.ts'
import { randomHex, uuidOf } from './uuid.ts'

/** What the id was made of, beside the id. Never in a cookie: the site's servers would get it with each request. */
export const SECRET_KEY = 'playhead_secret'

/** `own` is this origin's alone. */
export const visitorRules = (own: Store, expiryDays: number, autoRefresh: boolean): SharedIdRules => ({
  // Who has the secret has been the visitor, and may have it erased.
  mint: () => {
    const secret = randomHex()
    const id = uuidOf(hashOfSecret(secret), 8)
    own.set(SECRET_KEY, `${id}~${secret}`)
    return id
  },
  isLive: ({ seenAt }, now) => Math.abs(now - seenAt) < expiryDays * DAY_MS,
  writeEveryMs: autoRefresh ? VISITOR_WRITE_MS : Number.POSITIVE_INFINITY,
})
