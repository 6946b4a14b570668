// A statement as DuckDB takes it, and its rows as JavaScript does.
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api'
import type { SqlRow } from '../../core/analytics/question.ts'
import { type Sql, type Value, written } from '../../core/analytics/sql.ts'

/** A whole number must not be compared as a fraction: then no row group could be skipped. */
const bound = (value: Value): [DuckDBValue, DuckDBType] => {
  if (typeof value === 'number') return Number.isInteger(value) ? [BigInt(value), BIGINT] : [value, DOUBLE]
  if (typeof value === 'boolean') return [value, BOOLEAN]
  return [value, VARCHAR]
}

export const runStatement = async (connection: DuckDBConnection, statement: Sql): Promise<SqlRow[]> => {
  const { text, values } = written(statement, 'duckdb')
  const all = values.map(bound)
  const found = await connection.runAndReadAll(
    text,
    all.map(([value]) => value),
    all.map(([, type]) => type),
  )
  return found
    .getRowObjectsJS()
    .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
}

/** Counts and times are far from where numbers end. */
const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value)
