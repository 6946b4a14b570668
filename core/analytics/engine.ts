// The port to whatever answers SQL over the lake: DuckDB in a function, or Athena.
import { dayOf } from '../lake/day.ts'
import type { SqlRow, Statement } from './question.ts'
import type { Range } from './range.ts'

export type Answered = {
  rows: SqlRow[]
  /** Bytes that were fetched, or scanned where that is what is paid for; nothing for what was there. */
  bytesRead: number
  /** Our clock: all that was in the lake by then is in the answer. */
  asOf: number
}

/**
 * UTC days, both included; who is who is told by all days since the first that is kept. Events are needed of those that
 * `eventDays` names, or of all of them.
 */
export type Days = {
  projectId: string
  firstDay: string
  lastDay: string
  keptDay: string
  eventDays?: readonly string[]
}

export type AnalyticsEngine = {
  ask(days: Days, statement: Statement): Promise<Answered>
  /** Changes when an answer about these days may. */
  stampOf(days: Days): Promise<string>
}

const DAY_MS = 86_400_000

/**
 * A day more at both ends: a session of the range may have begun on the one before, or have ended on the one after. A
 * statement that looks at events at the edges alone needs those of two days at each.
 */
export const daysOf = (
  projectId: string,
  { from, to, keptFrom }: Range,
  { edgesOnly = false }: { edgesOnly?: boolean } = {},
): Days => {
  const first = Math.max(from, keptFrom)
  const last = Math.max(to - 1, first)
  const edges = [first, first + DAY_MS, last - DAY_MS, last].map(dayOf)
  return {
    projectId,
    firstDay: dayOf(first - DAY_MS),
    lastDay: dayOf(last + DAY_MS),
    keptDay: dayOf(keptFrom),
    ...(edgesOnly && { eventDays: [...new Set(edges)] }),
  }
}
