// Sessions and visitors of who names none: the same facts give the same ids, so what is sent again finds its session.
import { isUuid } from '../text/is-uuid.ts'

/** A UUID that stands for these words: the same for the same ones, and of no version that tells a time. */
export type UuidOf = (...words: string[]) => string

const DAY_MS = 24 * 60 * 60_000

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

type Unnamed = {
  projectId: string
  userId: string | undefined
  sessionName: string | undefined
  anonymous: string
  at: number
}

/** A user is one visitor; a session that is named has one; whoever says nothing at all is another visitor every day. */
export const derivedVisitor = (
  { projectId, userId, sessionName, anonymous, at }: Unnamed,
  uuidOf: UuidOf,
): string => {
  if (userId !== undefined) return uuidOf('visitor of user', projectId, userId)
  if (sessionName !== undefined) return uuidOf('visitor of session', projectId, sessionName)
  return uuidOf('visitor of client', projectId, anonymous, dayOf(at))
}

type OfDay = { projectId: string; visitorId: string; at: number }

/** A visitor who names no session has one each day of UTC. */
export const sessionOfDay = ({ projectId, visitorId, at }: OfDay, uuidOf: UuidOf): string =>
  uuidOf('session of day', projectId, visitorId.toLowerCase(), dayOf(at))

const VERSION_7 = /^.{14}7/

/**
 * What a page names itself by in `X-Session-ID`: the tracker's own session, whose id tells a time, or else
 * the id that a browser keeps for its visitor.
 */
export const whoseIs = (id: string): { sessionId: string } | { visitorId: string } =>
  isUuid(id) && VERSION_7.test(id) ? { sessionId: id } : { visitorId: id }

/** The sessions that such an id may stand for, the newest first: itself, and one for each day until `days` ago. */
export const sessionsOf = (
  { projectId, id, now, days }: { projectId: string; id: string; now: number; days: number },
  uuidOf: UuidOf,
): string[] => [
  id,
  ...Array.from({ length: days + 1 }, (_, ago) =>
    sessionOfDay({ projectId, visitorId: id, at: now - ago * DAY_MS }, uuidOf),
  ),
]
