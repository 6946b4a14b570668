// Who an event belongs to: visitor, session and, once the site said so user.
import type { ResolvedOptions } from '../options.ts'
import { SAMPLED_KEY } from '../sampling.ts'
import { sessionRules } from './session.ts'
import { shareId } from './shared-id.ts'
import type { Store } from './store.ts'
import { SECRET_KEY, visitorRules } from './visitor.ts'

const SESSION_KEY = 'playhead_session'
const USER_KEY = 'playhead_user'

export type Who = { visitorId: string; sessionId: string; userId?: string | undefined }

export type Identity = {
  /** Whose an event of this moment is. */
  at: (now: number) => Who
  sessionId: (now: number) => string
  /** True if this browser did not know the user yet. Another user than before starts as a new visitor. */
  identify: (userId: string, now: number) => boolean
  /** From now on somebody else is here, nobody knows who. */
  reset: (now: number) => void
  /** Takes away whatever was kept. */
  wipe: () => void
}

type IdentityOptions = Pick<ResolvedOptions, 'storageKey' | 'userDataKey' | 'expiryDays' | 'autoRefresh'>

/** `own` is this origin's alone; `store` may be shared with others of the site. */
export const openIdentity = (
  store: Store,
  own: Store,
  { storageKey, userDataKey, expiryDays, autoRefresh }: IdentityOptions,
  idleMs: () => number,
): Identity => {
  const visitor = shareId(store, storageKey, visitorRules(own, expiryDays, autoRefresh))
  const session = shareId(store, SESSION_KEY, sessionRules(idleMs))
  let user: { userId: string; visitorId: string } | undefined

  const reset = (now: number) => {
    store.remove(USER_KEY)
    store.remove(userDataKey)
    user = undefined
    visitor.renew(now)
    session.renew(now)
  }

  return {
    at: (now) => {
      const visitorId = visitor.touch(now)
      // When another tab has switched the user, the visitor is not ours to name any more.
      const userId = user?.visitorId === visitorId ? user.userId : undefined
      return { visitorId, sessionId: session.touch(now), userId }
    },
    sessionId: (now) => session.peek(now).id,
    identify: (userId, now) => {
      const before = store.get(USER_KEY)
      if (before && before !== userId) reset(now)
      store.set(USER_KEY, userId)
      user = { userId, visitorId: visitor.peek(now).id }
      return before !== userId
    },
    reset,
    wipe: () => {
      for (const key of [USER_KEY, userDataKey, storageKey, SESSION_KEY, SAMPLED_KEY]) store.remove(key)
      own.remove(SECRET_KEY)
    },
  }
}
