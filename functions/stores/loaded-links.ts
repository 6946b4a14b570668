// Which users the visitors of days are that nobody asks about: a visitor may have logged in on any other day.
import type { DuckDBConnection } from '@duckdb/node-api'
import { linksFrom } from '../../core/analytics/relations.ts'
import { named, sql } from '../../core/analytics/sql.ts'
import { sqlText } from '../../core/lake/lake-sql.ts'
import { runStatement } from './duckdb-statement.ts'
import { fetchObjects, openFolder } from './lake-files.ts'
import type { LakeObjects } from './lake-objects.ts'
import type { DayObjects } from './lake-reader.ts'
import { dropLakeTable, loadLakeTable } from './lake-table.ts'

type Deps = {
  connection: DuckDBConnection
  objects: Pick<LakeObjects, 'fetch'>
  folder: string
}

type Held = { table: string; version: string }

/** Days remembered: those of some projects with the longest retention. */
const REMEMBERED = 3_000

/** Days brought at once. */
const CONCURRENCY = 16

export const loadedLinks = ({ connection, objects, folder }: Deps) => {
  const held = new Map<string, Held>()
  let names = 0

  /** Parquet of links, or of the day's events where there is no other; rows as they came. */
  const load = async (place: string, version: string, day: DayObjects): Promise<void> => {
    const own = await openFolder(folder)
    try {
      const parquet = parquetOf(day)
      const keys = day.rows.map(({ key }) => key)
      const paths = await fetchObjects(objects, [...(parquet ? [parquet] : []), ...keys], own.folder)
      const table = `links${++names}`
      const rows = `links${names}_rows`
      await loadLakeTable(
        connection,
        'events',
        { parquet: [], rows: keys.flatMap((key) => paths.get(key) ?? []) },
        rows,
      )
      const columns = sql`visitor_id, user_id, ts, event_id`
      const inParquet = parquet
        ? sql`SELECT ${columns} FROM read_parquet(${{ parts: [sqlText(paths.get(parquet) ?? '')] }}) UNION ALL `
        : sql``
      await runStatement(
        connection,
        sql`CREATE TEMP TABLE ${named(table)} AS ${linksFrom(sql`${inParquet}SELECT ${columns} FROM ${named(rows)}`)}`,
      )
      await dropLakeTable(connection, rows)
      await drop(place)
      held.set(place, { table, version })
    } finally {
      await own.remove()
    }
  }

  const drop = async (place: string): Promise<void> => {
    const known = held.get(place)
    if (!known) return
    held.delete(place)
    await connection.run(`DROP TABLE IF EXISTS ${known.table}`)
  }

  return {
    /** The tables of those that have any. */
    bring: async (projectId: string, days: DayObjects[]): Promise<string[]> => {
      const wanted = days.map((day) => ({ day, place: `${projectId} ${day.day}`, version: versionOf(day) }))
      const missing = wanted.filter(
        ({ place, version }) => version !== '' && held.get(place)?.version !== version,
      )
      for (let at = 0; at < missing.length; at += CONCURRENCY) {
        const some = missing.slice(at, at + CONCURRENCY)
        await Promise.all(some.map(({ place, version, day }) => load(place, version, day)))
      }
      for (const { place, version } of wanted) if (version === '') await drop(place)
      const found = wanted.flatMap(({ place }) => held.get(place)?.table ?? [])
      for (const place of held.keys()) {
        if (held.size <= REMEMBERED) break
        if (!wanted.some((one) => one.place === place)) await drop(place)
      }
      return found
    },
  }
}

const parquetOf = ({ derived, parquet }: DayObjects): string | undefined => derived?.['links'] ?? parquet

const versionOf = (day: DayObjects): string => {
  const parquet = parquetOf(day)
  return [...(parquet ? [parquet] : []), ...day.rows.map(({ key, etag }) => `${key} ${etag}`)].join('\n')
}
