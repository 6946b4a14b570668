import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { glueTypes, lakeTableNames, lakeTables } from '../../core/lake/columns.ts'
import { parquetOfDay } from '../../functions/stores/lake-keys.ts'
import { ofType, type Synthesis, synthesize, type Template } from './synthesize.ts'

let synthesis: Synthesis
let template: Template

beforeAll(() => {
  synthesis = synthesize('prod')
  template = synthesis.template()
})

type Table = {
  TableInput: {
    Name: string
    PartitionKeys: { Name: string }[]
    Parameters: Record<string, unknown>
    StorageDescriptor: { Columns: { Name: string; Type: string }[] }
  }
}

test.each(lakeTableNames)('Glue has the table %s with the columns of the lake', (name) => {
  const tables = ofType<Table>(template, 'AWS::Glue::Table').map(([, { TableInput }]) => TableInput)
  const table = tables.find(({ Name }) => Name === name)
  expect(table?.StorageDescriptor.Columns).toEqual(
    lakeTables[name].columns.map((column) => ({ Name: column.name, Type: glueTypes[column.type] })),
  )
  expect(table?.PartitionKeys.map(({ Name }) => Name)).toEqual(['project', 'date'])
})

test.each(lakeTableNames)('Athena looks for a day of %s where a compaction puts it', (name) => {
  const [, table] =
    ofType<Table>(template, 'AWS::Glue::Table').find(([, { TableInput }]) => TableInput.Name === name) ?? []
  const parameters = table?.TableInput.Parameters ?? {}
  const place = JSON.stringify(parameters['storage.location.template'])
  expect(place).toContain('{"Ref":"BucketsLake')
  expect(place).toContain(`/${parquetOfDay(name, { projectId: '${project}', day: '${date}' })}"`)
  expect(parameters).toMatchObject({ 'projection.enabled': 'true', 'projection.project.type': 'injected' })
})

test('the compaction has memory, disk and time, and the native part of DuckDB as a layer', () => {
  type Fn = {
    MemorySize: number
    EphemeralStorage: { Size: number }
    Timeout: number
    Layers: unknown[]
    Environment: { Variables: Record<string, string> }
  }
  const functions = ofType<Fn>(template, 'AWS::Lambda::Function')
  const [, compact] = functions.find(([id]) => id.startsWith('LakeCompactFunction')) ?? []
  expect(compact).toMatchObject({ Timeout: 900, EphemeralStorage: { Size: 6_144 } })
  const layers = ofType(template, 'AWS::Lambda::LayerVersion').filter(([id]) => id.startsWith('LakeDuckDb'))
  expect(layers.map(([, layer]) => layer)).toEqual([
    expect.objectContaining({ CompatibleArchitectures: ['arm64'], CompatibleRuntimes: ['nodejs24.x'] }),
  ])
  expect(compact?.Layers).toEqual([{ Ref: layers[0]?.[0] }])
  expect(Number(compact?.Environment.Variables['DUCKDB_MEMORY_MIB'])).toBeLessThanOrEqual(
    (compact?.MemorySize ?? 0) / 2,
  )
})

test('the layer is made by a command when it is deployed: a synthesis fetches nothing', () => {
  type Files = Record<string, { source: { executable?: string[]; path?: string } }>
  const { files } = JSON.parse(
    readFileSync(join(synthesis.directory, 'Playhead-prod.assets.json'), 'utf8'),
  ) as { files: Files }
  const made = Object.values(files).filter(({ source }) => source.executable)
  expect(made.map(({ source }) => source)).toEqual([
    { executable: ['node', 'bin/pack-layer.ts', '@duckdb/node-bindings-linux-arm64'] },
  ])
})
