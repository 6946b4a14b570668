// The lake of one project and some days as views to ask in SQL, with each event and each session once.
import type { DuckDBConnection } from '@duckdb/node-api'
import { type LakeTableName, lakeTableNames } from '../../core/lake/columns.ts'
import type { LakeDatabase } from './lake-database.ts'
import { fetchObjects, openFolder } from './lake-files.ts'
import { LakeMoved, type LakeObjects } from './lake-objects.ts'
import type { LakeReader, RangeObjects } from './lake-reader.ts'
import { loadLakeTable } from './lake-table.ts'

type Deps = {
  reader: LakeReader
  objects: Pick<LakeObjects, 'fetch'>
  database: LakeDatabase
  /** Where fetched objects lie while the view is open. */
  folder: string
}

export type LakeRange = { projectId: string; firstDay: string; lastDay: string; tables?: LakeTableName[] }

export type LakeView = {
  connection: DuckDBConnection
  /** Changes when the answer to a question may. */
  stamp: string
  /** Ends the connection and removes the fetched files. */
  close(): Promise<void>
}

/** Looks again when an object that was listed is gone: a reader may be slower than the lake's grace. */
const ATTEMPTS = 3

export const openLakeView = async (deps: Deps, range: LakeRange): Promise<LakeView> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openOnce(deps, range)
    } catch (error) {
      if (!(error instanceof LakeMoved) || attempt === ATTEMPTS) throw error
    }
  }
}

const openOnce = async (
  { reader, objects, database, folder: parent }: Deps,
  { projectId, firstDay, lastDay, tables = [...lakeTableNames] }: LakeRange,
): Promise<LakeView> => {
  const { folder, remove } = await openFolder(parent)
  const connection = await database.connect()
  const close = async (): Promise<void> => {
    connection.closeSync()
    await remove()
  }
  try {
    const stamps: string[] = []
    for (const table of tables) {
      const found = await reader.objectsOf(projectId, firstDay, lastDay, table)
      const own = await openFolder(folder)
      const paths = await fetchObjects(objects, keysOf(found), own.folder)
      const pathsOf = (keys: string[]) => keys.flatMap((key) => paths.get(key) ?? [])
      await loadLakeTable(connection, table, {
        parquet: pathsOf(parquetIn(found)),
        rows: pathsOf(rowsIn(found)),
      })
      stamps.push(found.stamp)
    }
    return { connection, stamp: stamps.join('.'), close }
  } catch (error) {
    await close()
    throw error
  }
}

const parquetIn = ({ days }: RangeObjects): string[] => days.flatMap(({ parquet }) => parquet ?? [])
const rowsIn = ({ days }: RangeObjects): string[] => days.flatMap(({ rows }) => rows.map(({ key }) => key))
const keysOf = (found: RangeObjects): string[] => [...parquetIn(found), ...rowsIn(found)]
