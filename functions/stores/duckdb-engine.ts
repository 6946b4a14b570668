// Answers questions with DuckDB inside the function: over the days that a container has at hand.
import type { DuckDBConnection } from '@duckdb/node-api'
import type { AnalyticsEngine, Answered, Days } from '../../core/analytics/engine.ts'
import type { Statement } from '../../core/analytics/question.ts'
import { eventsFrom, linksFrom, sessionsFrom, withPerson } from '../../core/analytics/relations.ts'
import { joined, named, type Sql, sql } from '../../core/analytics/sql.ts'
import { dayOf } from '../../core/lake/day.ts'
import { runStatement } from './duckdb-statement.ts'
import { numberOf } from './lake-database.ts'
import { LakeMoved, type LakeObjects } from './lake-objects.ts'
import type { DayObjects, LakeReader, RangeObjects } from './lake-reader.ts'
import { type LoadedDay, loadedDays } from './loaded-days.ts'
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

/** The tables that some days have together. */
type Scope = { twice: string; spanning: string; links: string; noTwice: boolean }

const all = (tables: string[]): Sql =>
  joined(
    tables.map((table) => sql`SELECT * FROM ${named(table)}`),
    sql` UNION ALL `,
  )

export const duckDbEngine = (deps: Deps): AnalyticsEngine => {
  const { connection, reader, now } = deps
  const days = loadedDays(deps)
  const links = loadedLinks(deps)
  let scope: { key: string; tables: Scope } | undefined
  let scopes = 0
  let busy: Promise<unknown> = Promise.resolve()

  /** One after the other: a container has one connection, and days must not go while they are asked. */
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = busy.then(work, work)
    busy = done.catch(() => {})
    return done
  }

  /** What is on several days: events that count on the first of them that keeps them, sessions, and who is who. */
  const scopeOf = async (loaded: LoadedDay[], others: string[]): Promise<Scope> => {
    const key = [...loaded.map(({ events }) => events), ...others].join(' ')
    if (scope?.key === key) return scope.tables
    if (scope) {
      for (const table of [scope.tables.twice, scope.tables.spanning, scope.tables.links])
        await connection.run(`DROP TABLE IF EXISTS ${table}`)
    }
    scope = undefined
    const number = ++scopes
    const tables = {
      twice: `scope${number}_twice`,
      spanning: `scope${number}_spanning`,
      links: `scope${number}_links`,
    }
    const create = (table: string, as: Sql) =>
      runStatement(connection, sql`CREATE TEMP TABLE ${named(table)} AS ${as}`)
    // The row that everybody keeps, as `keep` of the lake's columns says it; of the others the days are known.
    await create(
      tables.twice,
      sql`SELECT event_id, day FROM (
        SELECT event_id, day, row_number() OVER (PARTITION BY event_id ORDER BY received_at, tab_id, seq, ts, name) AS place
        FROM (${all(loaded.map(({ movable }) => movable))}) m
        WHERE event_id IN (SELECT event_id FROM (${all(loaded.map(({ movable }) => movable))}) n GROUP BY 1 HAVING count(*) > 1)
      ) p WHERE place > 1`,
    )
    const noTwice = (await numberOf(connection, `SELECT count(*) FROM ${tables.twice}`)) === 0
    const found = { ...tables, noTwice }
    const rows = rowsOf(loaded, found)
    const parts = all(loaded.map(({ sessions }) => sessions))
    const lost = noTwice
      ? sql``
      : sql` UNION SELECT session_id FROM (${all(loaded.map(({ movable }) => movable))}) e
          WHERE event_id IN (SELECT event_id FROM ${named(tables.twice)})`
    await create(
      tables.spanning,
      sessionsFrom(sql`SELECT * FROM (${rows}) x WHERE session_id IN (
        SELECT session_id FROM (${parts}) p GROUP BY 1 HAVING count(*) > 1${lost})`),
    )
    await create(tables.links, linksFrom(all([...loaded.map(({ links }) => links), ...others])))
    scope = { key, tables: found }
    return found
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
    const { days: there } = await listed(asked)
    const isAsked = ({ day }: DayObjects) => day >= asked.firstDay && day <= asked.lastDay
    const { days: found, bytesRead } = await days.bring(asked.projectId, there.filter(isAsked))
    const others = await links.bring(
      asked.projectId,
      there.filter((day) => !isAsked(day)),
    )
    const loaded = found.length > 0 ? found : [await days.none()]
    const tables = await scopeOf(loaded, others)
    const own = Object.entries(statement.tables ?? {}).map(
      ([name, table]) => sql`${named(name)} AS (${table})`,
    )
    const rows = await runStatement(
      connection,
      sql`WITH ${joined(
        [
          sql`events AS NOT MATERIALIZED (${eventsFrom(rowsOf(loaded, tables))})`,
          sql`sessions AS NOT MATERIALIZED (${withPerson(sessionsOf(loaded, tables), sql`SELECT * FROM ${named(tables.links)}`)})`,
          ...own,
        ],
        sql`, `,
      )} ${statement.select}`,
    )
    return { rows, bytesRead, asOf }
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

/** Each event once, whatever two days have of it. */
const rowsOf = (loaded: LoadedDay[], { twice, noTwice }: Scope): Sql =>
  joined(
    loaded.map(({ events, day }) =>
      noTwice
        ? sql`SELECT * FROM ${named(events)}`
        : sql`SELECT * FROM ${named(events)} WHERE event_id NOT IN (SELECT event_id FROM ${named(twice)} WHERE day = ${day})`,
    ),
    sql` UNION ALL `,
  )

const sessionsOf = (loaded: LoadedDay[], { spanning }: Scope): Sql => sql`
  SELECT * FROM (${all(loaded.map(({ sessions }) => sessions))}) p
  WHERE session_id NOT IN (SELECT session_id FROM ${named(spanning)})
  UNION ALL SELECT * FROM ${named(spanning)}`
