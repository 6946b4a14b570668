// DuckDB, held within the memory of its function: what does not fit there goes to disk.
import { mkdir } from 'node:fs/promises'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'

export type LakeDatabaseOptions = {
  /** What DuckDB may take; Node, the SDK and buffers of files need room beside it. */
  memoryMiB: number
  /** For what does not fit into memory. */
  folder: string
}

/** More threads want more memory, and a function of our size has not two whole cores. */
const THREADS = 2

export const openLakeDatabase = async ({ memoryMiB, folder }: LakeDatabaseOptions) => {
  await mkdir(folder, { recursive: true })
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMiB}MiB`,
    temp_directory: folder,
    threads: String(THREADS),
    // Order is asked for where it matters; keeping it elsewhere would hold whole files in memory.
    preserve_insertion_order: 'false',
    // All we use is built in. Nothing is fetched while a function runs.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  return {
    connect: (): Promise<DuckDBConnection> => instance.connect(),
    close: (): void => instance.closeSync(),
  }
}

export type LakeDatabase = Awaited<ReturnType<typeof openLakeDatabase>>

/** The one number that a statement answers with. */
export const numberOf = async (connection: DuckDBConnection, sql: string): Promise<number> => {
  const [[value] = []] = (await connection.runAndReadAll(sql)).getRows()
  return Number(value ?? 0)
}

/** The texts of the one column that a statement answers with. */
export const textsOf = async (connection: DuckDBConnection, sql: string): Promise<string[]> =>
  (await connection.runAndReadAll(sql)).getRows().map(([value]) => String(value))
