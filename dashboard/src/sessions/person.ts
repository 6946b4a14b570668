// Whom a row speaks of: the site's own user id, else a name that is the same each time the visitor comes back.
import { visitorName } from '../../../core/people/visitor-name.ts'
import type { Session } from '../../../core/sessions/session.ts'

export type Person = { name: string; known: boolean; visitor: string }

export const personOf = ({ userId, visitorId }: Pick<Session, 'userId' | 'visitorId'>): Person => ({
  name: userId ?? visitorName(visitorId),
  known: userId !== null,
  visitor: visitorId.slice(0, 8),
})
