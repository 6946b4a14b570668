// A visitor: one browser, remembered for 30 days after its last event.
import { VISITOR_IDLE_MS, VISITOR_WRITE_MS } from '../limits.ts'
import type { SharedIdRules } from './shared-id.ts'
import { uuidV4 } from './uuid.ts'

export const visitorRules: SharedIdRules = {
  mint: () => uuidV4(),
  isLive: ({ seenAt }, now) => Math.abs(now - seenAt) < VISITOR_IDLE_MS,
  writeEveryMs: VISITOR_WRITE_MS,
}
