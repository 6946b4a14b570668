// The orders of a list of sessions other than by start.
import type { SessionSort } from './session-query.ts'
import type { SessionState } from './session-state.ts'

export const sortValue = (state: SessionState, sort: Exclude<SessionSort, 'start'>): number =>
  sort === 'duration' ? state.lastSeenAt - state.startedAt : state[sort]

/** Where a session stands: its value, and its start key among equals. */
export type Rank = { value: number; startKey: string }

/** The greatest first, and of equals the newest. */
export const compareRanks = (a: Rank, b: Rank): number =>
  b.value - a.value || (a.startKey === b.startKey ? 0 : a.startKey < b.startKey ? 1 : -1)
