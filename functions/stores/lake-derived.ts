// What a compaction makes of a day's events, so that questions about sessions and people need not read all events.
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { linksFrom, movableFrom, sessionsFrom, tabsFrom } from '../../core/analytics/relations.ts'
import { type Sql, sql } from '../../core/analytics/sql.ts'
import { sqlText } from '../../core/lake/lake-sql.ts'
import { runStatement } from './duckdb-statement.ts'
import type { LakeObjects } from './lake-objects.ts'

/** Raised whenever a kind is made otherwise: then days of before are read as events until they are compacted again. */
export const DERIVED_VERSION = 1

/** Each is one row group after the other of what the SQL gives of the day's events. */
export const derivedKinds: Record<string, (rows: Sql) => Sql> = {
  sessions: (rows) => sql`${sessionsFrom(rows)} ORDER BY started_at, session_id`,
  links: linksFrom,
  movable: movableFrom,
  tabs: (rows) => sql`${tabsFrom(rows)} ORDER BY session_id, first_at`,
}

export type Derived = Map<string, { path: string; rows: number }>

/** From the Parquet of the day's events, as files of the folder. */
export const buildDerived = async (
  connection: DuckDBConnection,
  parquet: string,
  folder: string,
): Promise<Derived> => {
  const built: Derived = new Map()
  const rows = sql`SELECT * FROM read_parquet(${{ parts: [sqlText(parquet)] }})`
  for (const [kind, of] of Object.entries(derivedKinds)) {
    const path = join(folder, `${kind}.parquet`)
    const [found] = await runStatement(
      connection,
      sql`COPY (${of(rows)}) TO ${{ parts: [sqlText(path)] }} (FORMAT parquet, COMPRESSION zstd)`,
    )
    built.set(kind, { path, rows: Number(found?.['Count'] ?? 0) })
  }
  return built
}

/** Stores each under its key, as the manifest names it. */
export const storeDerived = async (
  objects: Pick<LakeObjects, 'store'>,
  built: Derived,
  keyOf: (kind: string) => string,
): Promise<Record<string, { key: string; rows: number; bytes: number }>> => {
  const stored: Record<string, { key: string; rows: number; bytes: number }> = {}
  for (const [kind, { path, rows }] of built) {
    const key = keyOf(kind)
    stored[kind] = { key, rows, bytes: await objects.store(key, path) }
  }
  return stored
}
