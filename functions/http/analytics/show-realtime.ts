// GET /api/v1/analytics/realtime: who is on the site now.
import { type Realtime, realtimeOf } from '../../../core/analytics/realtime.ts'
import { showRealtime as operation } from '../../../core/api/analytics-operations.ts'
import {
  REALTIME_CACHE_MAX,
  REALTIME_CACHE_MS,
  SESSION_LIST_MAX_READS,
  SESSION_MAX_MS,
} from '../../../core/limits.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { expiringCache } from '../../stores/expiring-cache.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'now'>

export const showRealtime = ({ sessions, now }: Deps) => {
  const remembered = expiringCache<Realtime>({
    ttlMs: REALTIME_CACHE_MS,
    maxEntries: REALTIME_CACHE_MAX,
    now,
  })

  /** A session that somebody is in began a day ago at most. */
  const lookAt = async (projectId: string): Promise<Realtime> => {
    const at = now()
    const found: SessionState[] = []
    let after: string | undefined
    let left = SESSION_LIST_MAX_READS
    do {
      const page = await sessions.newestFirst(projectId, { after, from: at - SESSION_MAX_MS, limit: left })
      found.push(...page.rows.map(({ state }) => state))
      left -= Math.max(1, page.read)
      after = page.next
    } while (after !== undefined && left > 0)
    return realtimeOf(found, at, after === undefined)
  }

  return async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const known = remembered.get(caller.projectId)?.value
    if (known) return ok(known)
    const realtime = await lookAt(caller.projectId)
    remembered.set(caller.projectId, realtime)
    return ok(realtime)
  }
}

export const showRealtimeRoute = route(operation, showRealtime(stores))
