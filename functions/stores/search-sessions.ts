// Finds sessions by what they are: reads newest first, keeps what fits, and stops at a bound with a place to go on.
import { SESSION_LIST_MAX_READS, SESSION_MAX_MS } from '../../core/limits.ts'
import { matchesFilter } from '../../core/sessions/matches-filter.ts'
import { compareRanks, type Rank, sortValue } from '../../core/sessions/session-order.ts'
import type { SessionFilter, SessionSort } from '../../core/sessions/session-query.ts'
import type { SessionState } from '../../core/sessions/session-state.ts'
import { type SessionRows, type SessionStore, startIn } from './sessions.ts'

type Found = SessionRows['rows'][number]

/** Where a page of another order begins: behind this rank, among the sessions from this start key on. */
export type RankedPosition = Rank & { newest: string }

/** Items of one step at most: the first costs no more than a page shows, and a rare match does not take forty. */
const READS_MAX = 1_000
const READS_GROW = 8

export const searchSessions = (
  sessions: Pick<SessionStore, 'newestFirst'>,
  now: () => number,
  maxReads = SESSION_LIST_MAX_READS,
) => {
  /** Every session that fits, newest first; returns where reading stopped, or undefined at the end. */
  const walk = async function* (
    projectId: string,
    filter: SessionFilter,
    { after, first }: { after: string | undefined; first: number },
  ): AsyncGenerator<Found, string | undefined> {
    const { user, to } = filter
    const from = filter.live ? Math.max(filter.from ?? 0, now() - 2 * SESSION_MAX_MS) : filter.from
    let position = after ?? (to === undefined ? undefined : `${String(to).padStart(13, '0')}#`)
    let left = maxReads
    for (let size = first; left > 0; size = Math.min(READS_MAX, size * READS_GROW)) {
      const limit = Math.min(left, READS_MAX, size)
      const { rows, read, next } = await sessions.newestFirst(projectId, {
        after: position,
        from,
        user,
        limit,
      })
      for (const row of rows) if (matchesFilter(row.state, filter, now())) yield row
      if (next === undefined) return undefined
      position = next
      left -= Math.max(1, read)
    }
    return position
  }

  return {
    byStart: async (
      projectId: string,
      filter: SessionFilter,
      { after, limit }: { after: string | undefined; limit: number },
    ): Promise<{ states: SessionState[]; next: string | undefined }> => {
      const found: Found[] = []
      const walking = walk(projectId, filter, { after, first: limit + 1 })
      for (;;) {
        const { value, done } = await walking.next()
        if (done) return { states: statesOf(found), next: value }
        if (found.length === limit) return { states: statesOf(found), next: found.at(-1)?.startKey }
        found.push(value)
      }
    },

    /** Sorted among the newest that one request may read: an order over everything would need an index of its own. */
    ranked: async (
      projectId: string,
      filter: SessionFilter,
      sort: Exclude<SessionSort, 'start'>,
      { after, limit }: { after: RankedPosition | undefined; limit: number },
    ): Promise<{ states: SessionState[]; next: RankedPosition | undefined; searchedTo: number | null }> => {
      const found: (Found & Rank)[] = []
      // From the newest session of the first page on: what began since must not move the window.
      const walking = walk(projectId, filter, { after: after && `${after.newest}~`, first: READS_MAX })
      let step = await walking.next()
      for (; !step.done; step = await walking.next()) {
        found.push({ ...step.value, value: sortValue(step.value.state, sort) })
      }
      const newest = after?.newest ?? found[0]?.startKey ?? ''
      const behind = found
        .filter((one) => after === undefined || compareRanks(one, after) > 0)
        .sort(compareRanks)
      const page = behind.slice(0, limit)
      const last = page.at(-1)
      return {
        states: statesOf(page),
        next:
          last && behind.length > limit ? { value: last.value, startKey: last.startKey, newest } : undefined,
        searchedTo: step.value === undefined ? null : startIn(step.value),
      }
    },
  }
}

const statesOf = (found: Found[]): SessionState[] => found.map(({ state }) => state)
