// Answers questions with DuckDB inside the function: over the days that a container has at hand.
import type { DuckDBConnection } from '@duckdb/node-api'
import type { AnalyticsEngine, Answered, Days } from '../../core/analytics/engine.ts'
import type { Statement } from '../../core/analytics/question.ts'
import { eventsFrom, withPerson } from '../../core/analytics/relations.ts'
import { joined, named, sql } from '../../core/analytics/sql.ts'
import { dayOf } from '../../core/lake/day.ts'
import { runStatement } from './duckdb-statement.ts'
import { LakeMoved, type LakeObjects } from './lake-objects.ts'
import type { DayObjects, LakeReader, RangeObjects } from './lake-reader.ts'
import { lakeScopes, rowsOf, wholeSessionsOf } from './lake-scope.ts'
import { loadedDays } from './loaded-days.ts'
import { loadedLinks } from './loaded-links.ts'

type Deps = {
  connection: DuckDBConnection
  reader: LakeReader
  objects: Pick<LakeObjects, 'fetch'>
  /** Where fetched objects lie. */
  folder: string
  maxBytes: number
  now: () => number
}

/** Looks again when an object that was listed is gone. */
const ATTEMPTS = 3

const DAY_MS = 86_400_000

export const duckDbEngine = (deps: Deps): AnalyticsEngine => {
  const { connection, reader, now } = deps
  const days = loadedDays(deps)
  const links = loadedLinks(deps)
  const scopeOf = lakeScopes(connection)
  let busy: Promise<unknown> = Promise.resolve()

  /** One after the other: a container has one connection, and days must not go while they are asked. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = busy.then(work, work)
    // Who asked is told of a failure; the next one only waits for the end.
    busy = done.catch(() => {})
    return done
  }

  /** All that the project has, since who is who may be told on any day. */
  const listed = ({ projectId, keptDay, firstDay, lastDay }: Days): Promise<RangeObjects> => {
    const today = dayOf(now() + DAY_MS)
    return reader.objectsOf(
      projectId,
      keptDay < firstDay ? keptDay : firstDay,
      lastDay > today ? lastDay : today,
    )
  }

  const askOnce = async (asked: Days, statement: Statement): Promise<Answered> => {
    const asOf = now()
    const { projectId, eventDays } = asked
    const { days: there } = await listed(asked)
    const isAsked = ({ day }: DayObjects) => day >= asked.firstDay && day <= asked.lastDay
    const withEvents = (others: string[] = []) =>
      days.bring(
        projectId,
        there.filter(isAsked),
        (day) => eventDays === undefined || eventDays.includes(day) || others.includes(day),
      )
    const found = await withEvents()
    const other = await links.bring(
      projectId,
      there.filter((day) => !isAsked(day)),
    )
    const nothing = await days.none()
    const scope = await scopeOf(found.length > 0 ? found : [nothing], other, withEvents)
    // To look at what only events tell may have brought some anew.
    const loaded = [nothing, ...(await withEvents())]
    const tables = Object.entries(statement.tables ?? {}).map(
      ([name, table]) => sql`${named(name)} AS (${table})`,
    )
    const rows = await runStatement(
      connection,
      sql`WITH ${joined(
        [
          sql`events AS NOT MATERIALIZED (${eventsFrom(rowsOf(loaded, scope))})`,
          sql`sessions AS NOT MATERIALIZED (${withPerson(wholeSessionsOf(loaded, scope), sql`SELECT * FROM ${named(scope.links)}`)})`,
          ...tables,
        ],
        sql`, `,
      )} ${statement.select}`,
    )
    return { rows, bytesRead: days.takeBytesRead(), asOf }
  }

  return {
    ask: (asked, statement) =>
      alone(async () => {
        for (let attempt = 1; ; attempt++) {
          try {
            return await askOnce(asked, statement)
          } catch (error) {
            if (!(error instanceof LakeMoved) || attempt === ATTEMPTS) throw error
          }
        }
      }),
    stampOf: async (asked) => (await listed(asked)).stamp,
  }
}
