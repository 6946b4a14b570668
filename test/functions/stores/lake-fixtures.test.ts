// Rows as every version of the lake has written them: they are read for ever.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lakeTableNames, lakeTables } from '../../../core/lake/columns.ts'
import { type LakeDatabase, openLakeDatabase } from '../../../functions/stores/lake-database.ts'
import { type LakeFiles, loadLakeTable } from '../../../functions/stores/lake-table.ts'

const fixtures = fileURLToPath(new URL('fixtures/lake/', import.meta.url))
const versions = lakeTableNames.flatMap((name) =>
  Array.from({ length: lakeTables[name].version }, (_, index) => ({ name, version: index + 1 })),
)

let place: string
let database: LakeDatabase

beforeAll(async () => {
  place = mkdtempSync(join(tmpdir(), 'playhead-lake-fixtures-'))
  database = await openLakeDatabase({ memoryMiB: 128, folder: join(place, 'spill') })
})
afterAll(() => {
  database.close()
  rmSync(place, { recursive: true, force: true })
})

const read = async (name: (typeof lakeTableNames)[number], files: Partial<LakeFiles>) => {
  const connection = await database.connect()
  const { unreadable } = await loadLakeTable(connection, name, { parquet: [], rows: [], ...files })
  const { key } = lakeTables[name]
  const found = await connection.runAndReadAll(`SELECT * FROM ${name} ORDER BY ${key}`)
  connection.closeSync()
  expect(unreadable).toEqual([])
  return found.getRowObjectsJson()
}

test.each(versions)(
  '$name of version $version are read, as NDJSON and as Parquet',
  async ({ name, version }) => {
    const fixture = `${fixtures}${name}-v${version}`
    const rows = join(place, `${name}-v${version}.ndjson.gz`)
    writeFileSync(rows, gzipSync(readFileSync(`${fixture}.ndjson`)))
    const expected = JSON.parse(readFileSync(`${fixture}.json`, 'utf8'))
    const withAllColumns = expected.map((row: object) => ({
      ...Object.fromEntries(lakeTables[name].columns.map((column) => [column.name, null])),
      ...row,
    }))
    expect(await read(name, { rows: [rows] })).toEqual(withAllColumns)
    expect(await read(name, { parquet: [`${fixture}.parquet`] })).toEqual(withAllColumns)
  },
)

test('a Parquet file that knows fewer columns is read beside a new one, and has nulls there', async () => {
  const older = join(place, 'older.parquet')
  const connection = await database.connect()
  await connection.run(
    `COPY (SELECT * EXCLUDE (city, target_x) REPLACE ('older' AS event_id) ` +
      `FROM read_parquet('${fixtures}events-v1.parquet') LIMIT 1) TO '${older}' (FORMAT parquet)`,
  )
  connection.closeSync()
  expect(await read('events', { parquet: [older] })).toEqual([
    expect.objectContaining({ city: null, target_x: null }),
  ])
  const both = await read('events', { parquet: [`${fixtures}events-v1.parquet`, older] })
  expect(both.map((row) => row['event_id'])).toContain('older')
  expect(both).toHaveLength(3)
})
