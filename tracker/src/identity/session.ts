// A session: one visit, over after the project's idle time or after 24 hours. Its id tells when it began.
import { SESSION_MAX_MS, SESSION_WRITE_MS } from '../limits.ts'
import type { SharedIdRules } from './shared-id.ts'
import { timeOfUuidV7, uuidV7 } from './uuid.ts'

// Distances are absolute: a clock that was ahead for a while must not keep a session alive for ever.
export const sessionRules = (idleMs: () => number): SharedIdRules => ({
  mint: uuidV7,
  isLive: ({ id, seenAt }, now) =>
    Math.abs(now - seenAt) < idleMs() && Math.abs(now - timeOfUuidV7(id)) < SESSION_MAX_MS,
  writeEveryMs: SESSION_WRITE_MS,
})
