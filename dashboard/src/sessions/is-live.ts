// Whether somebody is there right now, as far as one can tell from outside.
import { SESSION_LIVE_MS } from '../../../core/limits.ts'
import type { Session } from '../../../core/sessions/session.ts'

export const LIVE_MS = SESSION_LIVE_MS

export const isLive = ({ endedAt, lastSeenAt }: Pick<Session, 'endedAt' | 'lastSeenAt'>, now: number) =>
  endedAt === null && now - lastSeenAt < LIVE_MS
