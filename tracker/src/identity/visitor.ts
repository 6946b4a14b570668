// A visitor: one browser, remembered for so many days after its last event, or after its first.
import { DAY_MS, VISITOR_WRITE_MS } from '../limits.ts'
import type { SharedIdRules } from './shared-id.ts'
import { uuidV4 } from './uuid.ts'

export const visitorRules = (expiryDays: number, autoRefresh: boolean): SharedIdRules => ({
  mint: () => uuidV4(),
  isLive: ({ seenAt }, now) => Math.abs(now - seenAt) < expiryDays * DAY_MS,
  writeEveryMs: autoRefresh ? VISITOR_WRITE_MS : Number.POSITIVE_INFINITY,
})
