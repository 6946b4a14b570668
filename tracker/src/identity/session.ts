// A session: one visit, over after 30 minutes without an event or after 24 hours. Its id tells when it began.
import { SESSION_IDLE_MS, SESSION_MAX_MS, SESSION_WRITE_MS } from '../limits.ts'
import type { SharedIdRules } from './shared-id.ts'
import { timeOfUuidV7, uuidV7 } from './uuid.ts'

// Distances are absolute: a clock that was ahead for a while must not keep a session alive for ever.
export const sessionRules: SharedIdRules = {
  mint: (now) => uuidV7(now),
  isLive: ({ id, seenAt }, now) =>
    Math.abs(now - seenAt) < SESSION_IDLE_MS && Math.abs(now - timeOfUuidV7(id)) < SESSION_MAX_MS,
  writeEveryMs: SESSION_WRITE_MS,
}
