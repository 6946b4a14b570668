// Questions over generated lakes of a million and of ten million events: how long they take, and what they read.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { userActivity } from '../core/analytics/documents/user-activity.ts'
import { daysOf } from '../core/analytics/engine.ts'
import type { CommonParams } from '../core/analytics/question.ts'
import { questionNamed } from '../core/analytics/questions.ts'
import { resolveRange } from '../core/analytics/range.ts'
import { duckDbEngine } from '../functions/stores/duckdb-engine.ts'
import { openLakeDatabase } from '../functions/stores/lake-database.ts'
import { lakeObjects } from '../functions/stores/lake-objects.ts'
import { lakeReader } from '../functions/stores/lake-reader.ts'
import { startS3 } from '../local/services/s3/server.ts'
import { makeDays } from './analytics/make-days.ts'
import type { Benchmark, Row, Table } from './measuring/benchmark.ts'
import { percentile } from './measuring/statistics.ts'

const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2026, 9, 1)
const DAYS = 30
const ROUNDS = 5
const projectId = 'prj_benchbenchbench'

const RANGE = { from: FIRST_DAY, to: FIRST_DAY + DAYS * DAY_MS }

/** What a dashboard asks, and what is hardest. */
const ASKED: [string, string, object][] = [
  ['overview', 'overview', {}],
  ['overview of pages', 'overview', { filter: { dimension: 'page', op: 'is', value: '/pricing' } }],
  ['timeline by day', 'timeline', { interval: 'day' }],
  ['timeline by hour', 'timeline', { interval: 'hour' }],
  ['sources', 'breakdown', { dimension: 'source' }],
  ['countries', 'breakdown', { dimension: 'country' }],
  ['pages', 'breakdown', { dimension: 'page' }],
  ['a property', 'breakdown', { dimension: 'props.plan' }],
  ['events', 'events', {}],
]

/** The activity log, over events that are all activities of users. */
const ASKED_OF_ACTIVITIES: [string, string, object][] = [
  ['newest activities', 'user-activity', { limit: 100, offset: 0 }],
  ['far back', 'user-activity', { limit: 100, offset: 10_000 }],
  ['of a user', 'user-activity', { limit: 100, offset: 0, userId: 'user-100007' }],
  ['of an action', 'user-activity', { limit: 100, offset: 0, action: 'video_posted' }],
]
const ACTIVITIES = 1_000_000

const memory = (): number => process.memoryUsage().rss / 2 ** 20
const whole = (value: number): string => Math.round(value).toLocaleString('en')

export const benchmark: Benchmark = {
  title: 'Questions over the lake',
  measure: async ({ directory, say, onStop }) => {
    const tables: Table[] = []
    const lakes = [
      ...sizes().map((events) => ({ events, activities: false, questions: ASKED })),
      { events: ACTIVITIES, activities: true, questions: ASKED_OF_ACTIVITIES },
    ]
    for (const { events, activities, questions } of lakes) {
      const folder = join(directory, `${events}-${activities}`)
      await mkdir(folder, { recursive: true })
      const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench-secret' }
      const s3 = await startS3({ directory: join(folder, 's3'), credentials })
      onStop(s3.stop)
      const client = new S3Client({
        endpoint: s3.url,
        region: 'us-east-1',
        credentials,
        forcePathStyle: true,
      })
      const bucket = 'bench-lake'
      await client.send(new CreateBucketCommand({ Bucket: bucket }))
      const database = await openLakeDatabase({ memoryMiB: 1_792, folder: join(folder, 'spill') })
      onStop(database.close)
      const connection = await database.connect()
      say(`making ${whole(events)} events`)
      const made = await makeDays(
        { client, bucket, connection, folder },
        { projectId, firstDay: FIRST_DAY, days: DAYS, events, activities },
      )
      let engines = 0
      const engineAt = (own: typeof connection) =>
        duckDbEngine({
          connection: own,
          reader: lakeReader(client, bucket),
          objects: lakeObjects(client, bucket),
          folder: join(folder, `days-${++engines}`),
          maxBytes: 4 * 2 ** 30,
          now: () => RANGE.to,
        })
      const ask = async (engine: ReturnType<typeof engineAt>, name: string, own: object) => {
        const question = name === userActivity.name ? userActivity : questionNamed(name)
        if (!question) throw new Error(`There is no question ${name}.`)
        const params = question.params.parse({ ...RANGE, ...own }) as CommonParams
        const range = resolveRange(params, { now: RANGE.to, timeZone: 'Europe/Berlin', keepDays: 90 })
        const statement = question.statement({ params, range })
        const cpu = process.cpuUsage()
        const begun = performance.now()
        const { bytesRead } = await engine.ask(daysOf(projectId, range, statement), statement)
        const { user, system } = process.cpuUsage(cpu)
        return { ms: performance.now() - begun, cpuMs: (user + system) / 1_000, bytesRead }
      }
      const rows: Row[] = []
      for (const [title, name, asked] of questions) {
        say(title)
        // A connection of its own forgets with it.
        const own = await database.connect()
        const engine = engineAt(own)
        const first = await ask(engine, name, asked)
        const times: number[] = []
        let cpuMs = 0
        for (let round = 0; round < ROUNDS; round++) {
          const one = await ask(engine, name, asked)
          times.push(one.ms)
          cpuMs += one.cpuMs / ROUNDS
        }
        own.closeSync()
        rows.push([
          title,
          whole(percentile(times, 0.5)),
          whole(percentile(times, 0.95)),
          whole(cpuMs),
          whole(first.ms),
          (first.bytesRead / 2 ** 20).toFixed(1),
        ])
      }
      client.destroy()
      tables.push({
        title: `${whole(made.events)} ${activities ? 'activities' : 'events'} of ${DAYS} days, ${whole(made.bytes / 2 ** 20)} MiB of Parquet`,
        columns: ['question', 'p50 ms', 'p95 ms', 'CPU ms', 'first ms', 'first reads MiB'],
        rows,
        note: `DuckDB with 1,792 MiB and 2 threads, ${whole(memory())} MiB in all. First: by a container that has nothing at hand.`,
      })
    }
    return tables
  },
}

/** `ANALYTICS_EVENTS=1000000` measures one size. */
const sizes = (): number[] => (process.env['ANALYTICS_EVENTS'] ?? '1000000,10000000').split(',').map(Number)
