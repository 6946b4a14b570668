// A table of the lake in DuckDB: a view over files on disk that has each key once, whatever the files have twice.
import type { DuckDBConnection } from '@duckdb/node-api'
import { type LakeTableName, lakeTables } from '../../core/lake/columns.ts'
import {
  columnNames,
  isBroken,
  noRows,
  onceEach,
  rowsOfJson,
  rowsOfParquet,
} from '../../core/lake/lake-sql.ts'
import { numberOf, textsOf } from './lake-database.ts'

export type LakeFiles = { parquet: string[]; rows: string[] }

/**
 * Makes the view `events` or `sessions` of the connection, or one of another name; the files must stay as long as it is asked. Parquet is read
 * in place. Only what is in two files, and what is not yet Parquet, is held in a table.
 */
export const loadLakeTable = async (
  connection: DuckDBConnection,
  name: LakeTableName,
  { parquet, rows }: LakeFiles,
  as: string = name,
): Promise<{ unreadable: string[] }> => {
  const table = lakeTables[name]
  const [fresh, twice, held] = [`${as}_fresh`, `${as}_twice`, `${as}_held`]
  const inParquet = parquet.length > 0 ? rowsOfParquet(table, parquet) : noRows(table)
  const inRows =
    rows.length > 0 ? rowsOfJson(table, rows) : `SELECT *, '' AS filename FROM (${noRows(table)})`

  await connection.run(`CREATE OR REPLACE TEMP TABLE ${fresh} AS ${inRows}`)
  const broken = isBroken(table)
  const unreadable = await textsOf(connection, `SELECT DISTINCT filename FROM ${fresh} WHERE ${broken}`)
  if (unreadable.length > 0) await connection.run(`DELETE FROM ${fresh} WHERE ${broken}`)

  // One Parquet file has each key once. Two days may share an event: its time was corrected twice, around midnight.
  const compare = parquet.length > 1 || (parquet.length === 1 && rows.length > 0)
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${twice} AS SELECT ${table.key} FROM (` +
      `SELECT ${table.key} FROM (${compare ? inParquet : noRows(table)}) UNION ALL ` +
      `SELECT DISTINCT ${table.key} FROM ${fresh}) GROUP BY ${table.key} HAVING count(*) > 1`,
  )
  const shared = await numberOf(connection, `SELECT count(*) FROM ${twice}`)
  const isShared = `${table.key} IN (SELECT ${table.key} FROM ${twice})`
  const again = shared > 0 ? ` UNION ALL SELECT * FROM (${inParquet}) WHERE ${isShared}` : ''
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${held} AS ` +
      onceEach(table, `SELECT ${columnNames(table)} FROM ${fresh}${again}`),
  )
  await connection.run(`DROP TABLE ${fresh}`)
  const alone = shared > 0 ? ` WHERE NOT (${isShared})` : ''
  await connection.run(
    `CREATE OR REPLACE TEMP VIEW ${as} AS ` +
      `SELECT * FROM (${inParquet})${alone} UNION ALL SELECT * FROM ${held}`,
  )
  return { unreadable }
}

/** Takes it out of the connection again. */
export const dropLakeTable = async (connection: DuckDBConnection, as: string): Promise<void> => {
  await connection.run(`DROP VIEW IF EXISTS ${as}`)
  for (const table of [`${as}_twice`, `${as}_held`]) await connection.run(`DROP TABLE IF EXISTS ${table}`)
}
