// One compaction in a process of its own: writes a day of rows to an embedded S3, compacts it, prints what it took.
//   node bench/lake/compact-once.ts <folder> <events> <MiB for DuckDB>
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { eventSchema } from '../../core/ingest/envelope.ts'
import { type LakeRow, lakeHour } from '../../core/lake/lake-row.ts'
import { eventLake } from '../../functions/stores/event-lake.ts'
import { lakeCompaction } from '../../functions/stores/lake-compaction.ts'
import { openLakeDatabase } from '../../functions/stores/lake-database.ts'
import { lakeManifests } from '../../functions/stores/lake-manifests.ts'
import { lakeObjects } from '../../functions/stores/lake-objects.ts'
import { lakeReader } from '../../functions/stores/lake-reader.ts'
import { openLakeView } from '../../functions/stores/lake-view.ts'
import { startS3 } from '../../local/services/s3/server.ts'
import type { Measured } from '../compaction.ts'
import { realisticEvents } from '../load/realistic-events.ts'

const [directory = '', events = '', memoryMiB = ''] = process.argv.slice(2)
const count = Number(events)

const DAY = '2026-11-20'
const HOUR_MS = 60 * 60_000
const OBJECT_ROWS = 4_000
const SESSION_EVENTS = 40
const Bucket = 'bench-lake'
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench-secret' }

const s3 = await startS3({ directory: join(directory, 's3'), credentials })
const client = new S3Client({ endpoint: s3.url, region: 'us-east-1', credentials, forcePathStyle: true })
await client.send(new CreateBucketCommand({ Bucket }))
const objects = lakeObjects(client, Bucket)
const manifests = lakeManifests(client, Bucket)
const lake = eventLake(client, Bucket, { mark: async () => {} })
const start = Date.parse(`${DAY}T00:00:00Z`)

/** A UUID that stays the same for a number. */
const idOf = (kind: string, number: number): string =>
  createHash('md5')
    .update(`${kind}${number}`)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-a$4-$5')

let rawBytes = 0
let last: LakeRow[] = []
for (let at = 0; at < count; at += OBJECT_ROWS) {
  const hour = Math.floor((at / count) * 24)
  const rows = realisticEvents(Math.min(OBJECT_ROWS, count - at), 0).map((event, index): LakeRow => {
    const session = Math.floor((at + index) / SESSION_EVENTS)
    const ts = start + hour * HOUR_MS + index * 900
    return {
      ...eventSchema.parse({ ...event, ts }),
      v: 1,
      projectId: 'prj_bench',
      visitorId: idOf('visitor', session % 9_000),
      sessionId: idOf('session', session),
      tabId: idOf('tab', session),
      seq: index % SESSION_EVENTS,
      receivedAt: ts + 300,
      ip: '198.51.100.0',
      country: 'GB',
      region: 'England',
      city: 'London',
      browser: 'Chrome',
      os: 'Windows',
      device: 'desktop',
      bot: false,
    }
  })
  const { date } = lakeHour(start)
  const range = { shardId: 'shardId-000000000000', first: String(at), last: String(at + OBJECT_ROWS) }
  // A redelivery that was cut differently brings some of the rows of the object before.
  await lake.write(
    { projectId: 'prj_bench', date, hour: String(hour).padStart(2, '0') },
    [...last, ...rows],
    range,
  )
  last = rows.slice(-OBJECT_ROWS / 50)
}
for await (const { size } of objects.list('events/')) rawBytes += size
last = []
globalThis.gc?.()

const mebibytes = (bytes: number) => bytes / 2 ** 20
const restMiB = mebibytes(process.memoryUsage().rss)
let peakMiB = restMiB
const watch = setInterval(() => {
  peakMiB = Math.max(peakMiB, mebibytes(process.memoryUsage().rss))
}, 20)

const folder = join(directory, 'work')
const database = await openLakeDatabase({ memoryMiB: Number(memoryMiB), folder: join(directory, 'spill') })
const { compactDay } = lakeCompaction({
  objects,
  manifests,
  database,
  folder,
  now: Date.now,
  newId: randomUUID,
})
const begun = performance.now()
const { rows } = await compactDay('events', { projectId: 'prj_bench', day: DAY })
const seconds = (performance.now() - begun) / 1_000
clearInterval(watch)

const parquetBytes =
  (await manifests.read('events', { projectId: 'prj_bench', day: DAY }))?.manifest.parquet?.bytes ?? 0
const opened = performance.now()
const view = await openLakeView(
  { reader: lakeReader(client, Bucket), objects, database, folder },
  { projectId: 'prj_bench', firstDay: DAY, lastDay: DAY, tables: ['events'] },
)
await view.connection.runAndReadAll('SELECT name, count(DISTINCT visitor_id) FROM events GROUP BY name')
const viewSeconds = (performance.now() - opened) / 1_000
await view.close()
database.close()
client.destroy()
await s3.stop()

const measured: Measured = { seconds, rawBytes, parquetBytes, rows, peakMiB, restMiB, viewSeconds }
console.log(JSON.stringify(measured))
