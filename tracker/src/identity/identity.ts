// Who an event belongs to: visitor, session and, once the site said so, user.
import { sessionRules } from './session.ts'
import { shareId } from './shared-id.ts'
import type { Store } from './store.ts'
import { visitorRules } from './visitor.ts'

const SESSION_KEY = 'playhead_session'
const USER_KEY = 'playhead_user'

export type Who = { visitorId: string; sessionId: string; userId?: string | undefined }

export type Identity = {
  /** Whose an event of this moment is. */
  at: (now: number) => Who
  sessionId: (now: number) => string
  /** True if this browser did not know the user yet. Another user than before starts as a new visitor. */
  identify: (userId: string, now: number) => boolean
}

export const openIdentity = (store: Store, visitorKey: string): Identity => {
  const visitor = shareId(store, visitorKey, visitorRules)
  const session = shareId(store, SESSION_KEY, sessionRules)
  let user: { userId: string; visitorId: string } | undefined

  return {
    at: (now) => {
      const visitorId = visitor.touch(now)
      // When another tab has switched the user, the visitor is not ours to name any more.
      const userId = user?.visitorId === visitorId ? user.userId : undefined
      return { visitorId, sessionId: session.touch(now), userId }
    },
    sessionId: (now) => session.peek(now),
    identify: (userId, now) => {
      const before = store.get(USER_KEY)
      if (before && before !== userId) {
        visitor.renew(now)
        session.renew(now)
      }
      store.set(USER_KEY, userId)
      user = { userId, visitorId: visitor.peek(now) }
      return before !== userId
    },
  }
}
