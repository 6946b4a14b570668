import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { type LakeDatabase, openLakeDatabase } from '../../../functions/stores/lake-database.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import { type History, histories, type StreamRecord } from '../exactly-once/histories.ts'
import type { Memory } from '../exactly-once/memory-aws.ts'
import { eraseRoughly, type Functions, type Somebody } from './erase-roughly.ts'

/** `HISTORIES=1000 npm run test:functions -- erase-property` looks for longer. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 25)
/** Milliseconds for one history at most. */
const SLOW_MS = 6_000

let functions: Functions
let database: LakeDatabase
let folder: string

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  Object.assign(process.env, {
    SESSIONS_TABLE: 'sessions',
    PEOPLE_TABLE: 'people',
    PRESENCE_TABLE: 'presence',
    SESSION_BUCKET: 'sessions',
    LAKE_BUCKET: 'lake',
    QUARANTINE_BUCKET: 'quarantine',
    EVENT_RETENTION_DAYS: '90',
    STREAM_RETENTION_HOURS: '24',
    DUCKDB_MEMORY_MIB: '256',
    SECRET_ID: 'own-secret',
    AWS_REGION: 'us-east-1',
  })
  functions = {
    ...(await import('../../../functions/stream/roll-up-sessions.ts')),
    ...(await import('../../../functions/stream/store-session.ts')),
    ...(await import('../../../functions/stream/archive-events.ts')),
    ...(await import('../../../functions/schedule/finish-sessions.ts')),
    ...(await import('../../../functions/schedule/compact-lake.ts')),
    ...(await import('../../../functions/schedule/erase.ts')),
  }
  folder = await mkdtemp(join(tmpdir(), 'playhead-property-'))
  database = await openLakeDatabase({ memoryMiB: 256, folder: join(folder, 'spill') })
})

afterAll(async () => {
  database.close()
  await rm(folder, { recursive: true, force: true })
})

const MAIL = 'ada@shop.example'
const PROJECT = 'prj_abcdefghijkl'

/** Of the histories: sessions 0 and 1 are of visitor 900, and `user-0` is nobody else. */
const ADA: Somebody[] = [
  { projectId: PROJECT, visitorIds: [], userIds: ['user-0'] },
  { projectId: PROJECT, visitorIds: [uuid(900)], userIds: [] },
]

/** Her address is in what she did. It must be there as her user at least once, or nothing leads from the user to her. */
const planted = ({ clean, shards, endsAt }: History, identified: boolean): History => {
  const plant = (record: StreamRecord): StreamRecord => {
    const text = Buffer.from(record.data, 'base64').toString('utf8')
    if (!text.includes(uuid(900))) return record
    const batch = JSON.parse(text) as StampedBatch
    const events = batch.events.map((event) => ({
      ...event,
      props: { mail: MAIL },
      ...(identified && { userId: 'user-0' }),
    }))
    const replay = batch.replay && {
      ...batch.replay,
      events: [{ type: 3, data: MAIL, timestamp: batch.receivedAt }],
    }
    return {
      ...record,
      data: Buffer.from(JSON.stringify({ ...batch, events, ...(replay && { replay }) })).toString('base64'),
    }
  }
  return { clean: clean.map(plant), shards: shards.map((records) => records.map(plant)), endsAt }
}

/** Her batches without an event name no user, so only the visitor leads to those. */
const hasNameless = ({ clean }: History): boolean =>
  clean.some(({ data }) => {
    const text = Buffer.from(data, 'base64').toString('utf8')
    return text.includes(uuid(900)) && (JSON.parse(text) as StampedBatch).events.length === 0
  })

const textOf = async (key: string, bytes: Uint8Array): Promise<string> => {
  if (key.endsWith('.gz')) return gunzipSync(bytes).toString('utf8')
  if (!key.endsWith('.parquet')) return Buffer.from(bytes).toString('utf8')
  const path = join(folder, `${randomUUID()}.parquet`)
  await writeFile(path, bytes)
  const connection = await database.connect()
  const rows = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`)
  const text = JSON.stringify(rows.getRowsJson())
  connection.closeSync()
  await rm(path)
  return text
}

const whereStands = async (memory: Memory, words: string[]): Promise<string[]> => {
  const found: string[] = []
  const look = (place: string, text: string) => {
    for (const word of words) if (text.includes(word)) found.push(`${place} has ${word}`)
  }
  for (const [name, rows] of memory.tables)
    for (const [key, item] of rows) look(`${name}: ${key}`, `${key} ${JSON.stringify(item)}`)
  for (const [key, bytes] of memory.objects) look(key, `${key} ${await textOf(key, bytes)}`)
  return found
}

/**
 * It fails within a few histories when the erasure looks once instead of until it finds nothing, when the links go
 * before they are noted, or when the consumers take what is suppressed.
 */
test(
  'whatever fails or dies, and whatever runs beside it, nothing of an erased person stands anywhere, and the others do',
  { timeout: 120_000 + HISTORIES * SLOW_MS },
  () =>
    fc.assert(
      fc.asyncProperty(histories, fc.nat(1), fc.nat(), async (drawn, who, seed) => {
        const asUser = who === 0
        fc.pre(!asUser || !hasNameless(drawn))
        const history = planted(drawn, asUser)
        const { memory } = await eraseRoughly(functions, database, history, ADA[who] as Somebody, seed)
        const words = [uuid(900), MAIL, uuid(0), uuid(1), ...(asUser ? ['user-0'] : [])]
        expect(await whereStands(memory, words)).toEqual([])
        const others = new Set(
          drawn.clean
            .map(({ partitionKey }) => partitionKey)
            .filter((key) => ![`${PROJECT}#${uuid(0)}`, `${PROJECT}#${uuid(1)}`].includes(key)),
        )
        expect(new Set(memory.tables.get('sessions')?.keys() ?? [])).toEqual(others)
      }),
      { numRuns: HISTORIES },
    ),
)
