// An id that all tabs of a browser share and that expires when it is not used: the visitor's and the visit's.
import { SHARED_ID_CHECK_MS } from '../limits.ts'
import type { Store } from './store.ts'
import { isUuid } from './uuid.ts'

export type SeenId = { id: string; seenAt: number }

export type SharedIdRules = {
  mint: (now: number) => string
  isLive: (seen: SeenId, now: number) => boolean
  writeEveryMs: number
}

export type SharedId = {
  /** The id as it stands; a look does not prolong its life. */
  peek: (now: number) => SeenId
  /** The id for something that happened now, which prolongs its life. */
  touch: (now: number) => string
  renew: (now: number) => void
}

/** A bare id, as other trackers keep it, counts as seen now, so that a site can bring its visitors along. */
const parse = (text: string | null | undefined, now: number): SeenId | undefined => {
  const [id = '', seenAt] = (text ?? '').split('~')
  return isUuid(id) ? { id, seenAt: Number(seenAt) || now } : undefined
}

export const shareId = (store: Store, key: string, rules: SharedIdRules): SharedId => {
  let known: SeenId | undefined
  let checkedAt = 0
  let writtenAt = 0

  const keep = (seen: SeenId) => {
    known = seen
    writtenAt = seen.seenAt
    store.set(key, `${seen.id}~${seen.seenAt}`)
    return seen
  }

  const renew = (now: number) => {
    checkedAt = now
    return keep({ id: rules.mint(now), seenAt: now })
  }

  const peek = (now: number) => {
    const usable = known && rules.isLive(known, now) ? known : undefined
    if (usable && Math.abs(now - checkedAt) < SHARED_ID_CHECK_MS) return usable
    checkedAt = now
    const stored = parse(store.get(key), now)
    if (usable && stored?.id === usable.id) return usable
    // Another tab's newer id wins, so that tabs which started one each at the same moment agree within seconds.
    if (stored && rules.isLive(stored, now)) {
      known = stored
      writtenAt = 0
      return stored
    }
    return usable ? keep(usable) : renew(now)
  }

  return {
    peek,
    touch: (now) => {
      const seen = peek(now)
      seen.seenAt = now
      if (Math.abs(now - writtenAt) >= rules.writeEveryMs) keep(seen)
      return seen.id
    },
    renew,
  }
}
