// What some days of the lake have together: events that two of them have, sessions that go over midnight, who is who.
import type { DuckDBConnection } from '@duckdb/node-api'
import {
  linksFrom,
  mergedParts,
  PART_COLUMNS,
  sessionsFrom,
  sessionsOf,
} from '../../core/analytics/relations.ts'
import { joined, named, type Sql, sql } from '../../core/analytics/sql.ts'
import { lakeTables } from '../../core/lake/columns.ts'
import { runStatement } from './duckdb-statement.ts'
import { numberOf } from './lake-database.ts'
import type { LoadedDay } from './loaded-days.ts'

export type Scope = { key: string; twice: string; spanning: string; links: string; noTwice: boolean }

type Relation = 'sessions' | 'links' | 'movable' | 'tabs'

/** Rows of a relation of all days, each with its day. */
const allOf = (loaded: LoadedDay[], relation: Relation): Sql =>
  joined(
    loaded.map((day) => sql`SELECT *, ${day.day} AS day FROM ${named(day[relation])}`),
    sql` UNION ALL `,
  )

/** Sessions that have an event twice. */
const affectedIn = (loaded: LoadedDay[], twice: string): Sql =>
  sql`SELECT session_id FROM (${allOf(loaded, 'movable')}) a WHERE event_id IN (SELECT event_id FROM ${named(twice)})`

export const lakeScopes = (connection: DuckDBConnection) => {
  let scope: Scope | undefined
  let scopes = 0

  const create = (table: string, as: Sql) =>
    runStatement(connection, sql`CREATE TEMP TABLE ${named(table)} AS ${as}`)

  const forget = async (): Promise<void> => {
    if (!scope) return
    const { twice, spanning, links } = scope
    scope = undefined
    for (const table of [twice, spanning, links]) await connection.run(`DROP TABLE IF EXISTS ${table}`)
  }

  /** Days on which there is anything of sessions that have an event twice: their parts have counted it twice. */
  const daysOfTwice = async (loaded: LoadedDay[], affected: Sql): Promise<string[]> =>
    (
      await runStatement(
        connection,
        sql`SELECT DISTINCT day FROM (${allOf(loaded, 'sessions')}) s WHERE session_id IN (${affected})`,
      )
    ).map(({ day }) => String(day))

  /**
   * `withEvents` brings the events of days, for what only they can tell. `links` are tables of who is who by other days.
   * The last scope is kept: the next question is often about the same days.
   */
  return async (
    found: LoadedDay[],
    links: string[],
    withEvents: (days: string[]) => Promise<LoadedDay[]>,
  ): Promise<Scope> => {
    const key = [...found.map(({ version }) => version), ...links].join('\n\n')
    if (scope?.key === key) return scope
    await forget()
    const name = `scope${++scopes}`
    const [twice, spanning] = [`${name}_twice`, `${name}_spanning`]
    const movable = allOf(found, 'movable')
    // Of an event's rows the one that everybody keeps; of the others it is known on which days they are.
    await create(
      twice,
      sql`SELECT event_id, day FROM (
        SELECT event_id, day, row_number() OVER (PARTITION BY event_id ORDER BY ${{ parts: [lakeTables.events.keep] }}) AS place
        FROM (${movable}) m
        WHERE event_id IN (SELECT event_id FROM (${movable}) n GROUP BY 1 HAVING count(*) > 1)
      ) p WHERE place > 1`,
    )
    const noTwice = (await numberOf(connection, `SELECT count(*) FROM ${twice}`)) === 0
    const wanted = noTwice ? [] : await daysOfTwice(found, affectedIn(found, twice))
    // Bringing events may give other names to what there was.
    const loaded = noTwice ? found : await withEvents(wanted)
    const several = sql`SELECT session_id FROM (${allOf(loaded, 'sessions')}) d GROUP BY 1 HAVING count(*) > 1`
    const merged = sessionsOf(
      mergedParts(
        sql`SELECT ${PART_COLUMNS} FROM (${allOf(loaded, 'sessions')}) p WHERE session_id IN (${several})`,
        sql`SELECT * FROM (${allOf(loaded, 'tabs')}) b WHERE session_id IN (${several})`,
      ),
    )
    if (noTwice) await create(spanning, merged)
    else {
      const affected = affectedIn(loaded, twice)
      const ofDays = loaded.filter(({ day }) => wanted.includes(day))
      const again = sessionsFrom(
        sql`SELECT * FROM (${rowsOf(ofDays, { twice, noTwice })}) r WHERE session_id IN (${affected})`,
      )
      await create(
        spanning,
        sql`SELECT * FROM (${merged}) m WHERE session_id NOT IN (${affected}) UNION ALL SELECT * FROM (${again}) g`,
      )
    }
    const tables = { key, twice, spanning, links: `${name}_links`, noTwice }
    const columns = sql`visitor_id, user_id, ts, event_id`
    await create(
      tables.links,
      linksFrom(
        joined(
          [...loaded.map((day) => day.links), ...links].map(
            (table) => sql`SELECT ${columns} FROM ${named(table)}`,
          ),
          sql` UNION ALL `,
        ),
      ),
    )
    scope = tables
    return tables
  }
}

/** The events of days that have them at hand, each once, whatever two days have of it. */
export const rowsOf = (loaded: LoadedDay[], { twice, noTwice }: Pick<Scope, 'twice' | 'noTwice'>): Sql =>
  joined(
    loaded.flatMap(({ events, day }) =>
      events === undefined
        ? []
        : noTwice
          ? sql`SELECT * FROM ${named(events)}`
          : sql`SELECT * FROM ${named(events)} WHERE event_id NOT IN (SELECT event_id FROM ${named(twice)} WHERE day = ${day})`,
    ),
    sql` UNION ALL `,
  )

/** Their sessions, each once and whole. */
export const wholeSessionsOf = (loaded: LoadedDay[], { spanning }: Pick<Scope, 'spanning'>): Sql => sql`
  SELECT * FROM (${joined(
    loaded.map(({ sessions }) => sql`SELECT * FROM ${named(sessions)}`),
    sql` UNION ALL `,
  )}) p
  WHERE session_id NOT IN (SELECT session_id FROM ${named(spanning)})
  UNION ALL SELECT * FROM ${named(spanning)}`
