import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LAKE_GRACE_MS } from '../../../core/limits.ts'
import type { compactLake as CompactLake } from '../../../functions/schedule/compact-lake.ts'
import type { archiveEvents as ArchiveEvents } from '../../../functions/stream/archive-events.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { type Around, idsIn, isWrite, startLake, type TestLake } from '../lake.ts'

const DAYS = ['2026-11-20', '2026-11-21']
const HOUR_MS = 60 * 60_000
const HISTORIES = 60

let lake: TestLake
let compactLake: typeof CompactLake
let archiveEvents: typeof ArchiveEvents
let histories = 0

beforeAll(async () => {
  lake = await startLake(NOON + 48 * HOUR_MS)
  // They read their environment when they are loaded; what is tested here is given its parts.
  Object.assign(process.env, {
    LAKE_BUCKET: 'unused',
    QUARANTINE_BUCKET: 'unused',
    SESSION_BUCKET: 'unused',
    PEOPLE_TABLE: 'unused',
    SECRET_ID: 'unused',
    DUCKDB_MEMORY_MIB: '256',
    AWS_REGION: 'us-east-1',
  })
  compactLake = (await import('../../../functions/schedule/compact-lake.ts')).compactLake
  archiveEvents = (await import('../../../functions/stream/archive-events.ts')).archiveEvents
})
afterAll(() => lake.stop())

/** The stream: batches in their order, each of some events of either day; the same event may come twice. */
const stream = fc.array(
  fc.array(fc.record({ id: fc.nat({ max: 20 }), hours: fc.nat({ max: 30 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  { minLength: 1, maxLength: 8 },
)
const crash = fc.option(fc.record({ write: fc.integer({ min: 1, max: 4 }), after: fc.boolean() }), {
  freq: 2,
})
const cut = fc.record({ from: fc.nat({ max: 7 }), length: fc.integer({ min: 1, max: 8 }), crash })
const compaction = fc.record({ day: fc.constantFrom(...DAYS), stepMaxBytes: fc.constantFrom(1, 1e9), crash })
const clearing = fc.record({ day: fc.constantFrom(...DAYS), crash })

/** What goes on at the same time; between two of these the clock may move beyond the grace. */
const moment = fc.record({
  deliveries: fc.array(cut, { maxLength: 2 }),
  compactions: fc.array(compaction, { maxLength: 2 }),
  clearings: fc.array(clearing, { maxLength: 1 }),
  readers: fc.integer({ min: 1, max: 2 }),
  longAfter: fc.boolean(),
})

const history = fc.record({ stream, moments: fc.array(moment, { minLength: 1, maxLength: 4 }) })

const died = new Error('died')

type Crash = { write: number; after: boolean } | null

/** Sends commands when the scheduler lets them, and dies at the write it is told to. */
const containerOf = (scheduler: fc.Scheduler, crash: Crash = null) => {
  let writes = 0
  const around: Around = async (command, send) => {
    await scheduler.schedule(Promise.resolve())
    if (!crash || !isWrite(command) || ++writes !== crash.write) return send()
    if (crash.after) await send()
    throw died
  }
  return lake.container(around)
}

/** True if it went through, false if it died. */
const survived = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work
    return true
  } catch (error) {
    if (error === died || (error instanceof Error && error.cause === died)) return false
    throw error
  }
}

test('whatever is redelivered, compacted and removed at once, and wherever it dies: each event is read once', async () => {
  await fc.assert(
    fc.asyncProperty(history, fc.scheduler(), async ({ stream, moments }, scheduler) => {
      const projectId = `prj_history${++histories}`
      const batches = stream.map((events, seq) =>
        makeStamped({
          projectId,
          seq,
          receivedAt: NOON + seq,
          // The same event may come with another time, even of the other day.
          events: events.map(({ id, hours }) => ({ eventId: uuid(id), ts: NOON + hours * HOUR_MS })),
        }),
      )
      const deliver = async (container: Pick<TestLake, 'events'>, from: number, length: number) => {
        const some = batches.slice(from, from + length)
        const deliveries = some.map((batch, position) => ({
          batch,
          shardId: 'shardId-000000000000',
          sequenceNumber: String(from + position).padStart(4, '0'),
          position,
        }))
        await archiveEvents({ lake: container.events })(deliveries)
        return some
      }
      const acknowledged = new Set<string>()
      const sent = new Set<string>()
      const idsOf = (some: typeof batches) =>
        some.flatMap(({ events }) => events.map(({ eventId }) => eventId))

      for (const { deliveries, compactions, clearings, readers, longAfter } of moments) {
        const before = [...acknowledged]
        const seen: string[][] = []
        const tasks = [
          ...deliveries.map(async ({ from, length, crash }) => {
            for (const id of idsOf(batches.slice(from, from + length))) sent.add(id)
            if (await survived(deliver(containerOf(scheduler, crash), from, length))) {
              for (const id of idsOf(batches.slice(from, from + length))) acknowledged.add(id)
            }
          }),
          ...compactions.map(({ day, stepMaxBytes, crash }) =>
            survived(
              containerOf(scheduler, crash).compaction(stepMaxBytes).compactDay('events', { projectId, day }),
            ),
          ),
          ...clearings.map(({ day, crash }) =>
            survived(containerOf(scheduler, crash).compaction().clearDay('events', { projectId, day })),
          ),
          ...Array.from({ length: readers }, async () => {
            seen.push(await idsIn(containerOf(scheduler), projectId, DAYS[0] ?? '', DAYS[1]))
          }),
        ]
        await scheduler.waitFor(Promise.all(tasks))
        for (const ids of seen) {
          expect(new Set(ids).size, 'no double').toBe(ids.length)
          expect(
            before.filter((id) => !ids.includes(id)),
            'no hole',
          ).toEqual([])
          expect(
            ids.filter((id) => !sent.has(id)),
            'nothing else',
          ).toEqual([])
        }
        if (longAfter) lake.pass(LAKE_GRACE_MS + 1_000)
        const now = await idsIn(lake, projectId, DAYS[0] ?? '', DAYS[1])
        expect(now.filter((id) => !sent.has(id))).toEqual([])
        expect([...acknowledged].filter((id) => !now.includes(id))).toEqual([])
      }

      // What was not acknowledged comes again; then the clock alone brings everything to rest.
      await deliver(lake, 0, batches.length)
      const run = compactLake({ ...lake, compaction: async () => lake.compaction() })
      await run({ remainingMs: () => 900_000 })
      lake.pass(LAKE_GRACE_MS + 1_000)
      await run({ remainingMs: () => 900_000 })
      const all = [...new Set(idsOf(batches))].toSorted()
      expect(await idsIn(lake, projectId, DAYS[0] ?? '', DAYS[1])).toEqual(all)
      expect(await lake.keys(`events/project=${projectId}/`)).toEqual([])
      expect(await lake.keys('uncompacted/')).toEqual([])
      const days = new Set(batches.flatMap(({ events }) => events.map(({ ts }) => new Date(ts).getUTCDate())))
      expect(await lake.keys(`events-parquet/project=${projectId}/`)).toHaveLength(days.size)
    }),
    { numRuns: HISTORIES },
  )
}, 240_000)
