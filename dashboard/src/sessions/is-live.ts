// Whether somebody is there right now, as far as one can tell from outside.
import type { Session } from '../../../core/sessions/session.ts'

/** Milliseconds without an event after which nobody is called live: long reading, not a closed laptop. */
export const LIVE_MS = 5 * 60_000

export const isLive = ({ endedAt, lastSeenAt }: Pick<Session, 'endedAt' | 'lastSeenAt'>, now: number) =>
  endedAt === null && now - lastSeenAt < LIVE_MS
