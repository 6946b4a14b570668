// Puts generated rows into a lake through its own stores, and compacts some of its days.
import { dayOf } from '../../../core/lake/day.ts'
import { type LakeRow, lakeHour } from '../../../core/lake/lake-row.ts'
import type { TestLake } from '../lake.ts'

/** Rows of an object at most. */
const DELIVERED = 200

export const keepRows = async (lake: Pick<TestLake, 'events'>, rows: LakeRow[], from = 0): Promise<void> => {
  let at = from
  for (const [, ofHour] of Map.groupBy(
    rows,
    ({ projectId, ts }) => `${projectId} ${Math.floor(ts / HOUR_MS)}`,
  )) {
    for (let part = 0; part < ofHour.length; part += DELIVERED) {
      const delivery = ofHour.slice(part, part + DELIVERED)
      const [{ projectId, ts } = { projectId: '', ts: 0 }] = delivery
      const range = {
        shardId: 'shardId-000000000000',
        first: position(at),
        last: position(at + delivery.length),
      }
      await lake.events.write({ projectId, ...lakeHour(ts) }, delivery, range)
      at += delivery.length
    }
  }
}

const HOUR_MS = 3_600_000

const position = (at: number): string => String(at).padStart(8, '0')

export const compact = async (lake: TestLake, projectId: string, ...days: number[]): Promise<void> => {
  for (const day of days) await lake.compaction().compactDay('events', { projectId, day: dayOf(day) })
}
