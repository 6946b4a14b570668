// A lake for the tests: an embedded S3 on a clock of its own, and everything that writes, compacts and reads it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { LakeTableName } from '../../core/lake/columns.ts'
import { lakeHour, lakeRowsOf } from '../../core/lake/lake-row.ts'
import { duckDbEngine } from '../../functions/stores/duckdb-engine.ts'
import { eventLake } from '../../functions/stores/event-lake.ts'
import { lakeCompaction } from '../../functions/stores/lake-compaction.ts'
import { type LakeDatabase, openLakeDatabase } from '../../functions/stores/lake-database.ts'
import { lakeManifests } from '../../functions/stores/lake-manifests.ts'
import { lakeMarkers } from '../../functions/stores/lake-markers.ts'
import { lakeObjects } from '../../functions/stores/lake-objects.ts'
import { lakeReader } from '../../functions/stores/lake-reader.ts'
import { openLakeView } from '../../functions/stores/lake-view.ts'
import { sessionRows } from '../../functions/stores/session-rows.ts'
import { startS3 } from '../../local/services/s3/server.ts'
import { makeStamped } from '../unit/core/make-batch.ts'

const Bucket = 'test-lake'
const credentials = { accessKeyId: 'test', secretAccessKey: 'test-secret' }

export type TestLake = Awaited<ReturnType<typeof startLake>>

/** A client that lets something happen before or after each of its commands. */
export type Around = (command: object, send: () => Promise<unknown>) => Promise<unknown>

export const isWrite = (command: object): boolean =>
  command instanceof PutObjectCommand || command instanceof DeleteObjectCommand

export const startLake = async (startAt: number) => {
  let clock = startAt
  let ids = 0
  let engines = 0
  const now = () => clock
  const directory = await mkdtemp(join(tmpdir(), 'playhead-lake-'))
  const service = await startS3({ directory: join(directory, 's3'), credentials, now })
  const client = new S3Client({
    endpoint: service.url,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
    systemClockOffset: clock - Date.now(),
    maxAttempts: 1,
  })
  await client.send(new CreateBucketCommand({ Bucket }))
  const database: LakeDatabase = await openLakeDatabase({ memoryMiB: 256, folder: join(directory, 'spill') })
  const folder = join(directory, 'work')

  /** The parts as one container has them. */
  const container = (around: Around = (_command, send) => send()) => {
    const own = {
      send: (command: object) => around(command, () => client.send(command as PutObjectCommand)),
    } as unknown as S3Client
    const objects = lakeObjects(own, Bucket)
    const manifests = lakeManifests(own, Bucket)
    const reader = lakeReader(own, Bucket)
    const markers = lakeMarkers(own, Bucket, now)
    const view = (projectId: string, firstDay: string, lastDay = firstDay, tables?: LakeTableName[]) =>
      openLakeView(
        { reader, objects, database, folder },
        { projectId, firstDay, lastDay, ...(tables && { tables }) },
      )
    return {
      objects,
      manifests,
      reader,
      markers,
      view,
      /** Questions of one container, which keeps days of the lake. */
      engine: async (maxBytes = 64_000_000) =>
        duckDbEngine({
          connection: await database.connect(),
          reader,
          objects,
          folder: join(directory, `days-${++engines}`),
          maxBytes,
          now,
        }),
      events: eventLake(own, Bucket, markers),
      sessions: sessionRows(own, Bucket, markers),
      compaction: (stepMaxBytes?: number) =>
        lakeCompaction({
          objects,
          manifests,
          database,
          folder,
          now,
          newId: () => String(++ids).padStart(6, '0'),
          ...(stepMaxBytes !== undefined && { stepMaxBytes }),
        }),
    }
  }

  const plain = container()
  return {
    ...plain,
    container,
    now,
    pass: (ms: number) => {
      clock += ms
      client.config.systemClockOffset = clock - Date.now()
    },
    /** Puts an object as it is. */
    put: (Key: string, Body: Buffer | string) => client.send(new PutObjectCommand({ Bucket, Key, Body })),
    keys: async (prefix = ''): Promise<string[]> => {
      const keys: string[] = []
      for await (const { key } of plain.objects.list(prefix)) keys.push(key)
      return keys
    },
    stop: async () => {
      database.close()
      client.destroy()
      await service.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

type Rows = Parameters<TestLake['events']['write']>

/** What a delivery of one batch writes: all its events must be of one hour. */
export const deliveryOf = (
  projectId: string,
  events: NonNullable<Parameters<typeof makeStamped>[0]>['events'],
  range: { first: number; last?: number },
  parts: Parameters<typeof makeStamped>[0] = {},
): Rows => {
  const batch = makeStamped({ projectId, ...parts, ...(events && { events }) })
  const at = (position: number) => String(position).padStart(8, '0')
  return [
    { projectId, ...lakeHour(batch.events[0]?.ts ?? batch.receivedAt) },
    lakeRowsOf(batch),
    { shardId: 'shardId-000000000000', first: at(range.first), last: at(range.last ?? range.first) },
  ]
}

/** The ids of a view's rows, in order, so that a hole and a double both show. */
export const idsIn = async (
  lake: Pick<TestLake, 'view'>,
  projectId: string,
  firstDay: string,
  lastDay = firstDay,
): Promise<string[]> => {
  const { connection, close } = await lake.view(projectId, firstDay, lastDay, ['events'])
  const found = await connection.runAndReadAll('SELECT event_id FROM events ORDER BY event_id')
  await close()
  return found.getRows().map(([id]) => String(id))
}

export const rowsIn = async (
  lake: Pick<TestLake, 'view'>,
  projectId: string,
  day: string,
  sql: string,
): Promise<Record<string, unknown>[]> => {
  const { connection, close } = await lake.view(projectId, day)
  const found = await connection.runAndReadAll(sql)
  await close()
  return found.getRowObjectsJson()
}
