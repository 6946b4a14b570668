// Puts generated rows into a lake through its own stores, and compacts some of its days.
import { dayOf } from '../../../core/lake/day.ts'
import { type LakeRow, lakeHour } from '../../../core/lake/lake-row.ts'
import type { TestLake } from '../lake.ts'

/** Rows of a delivery. */
const DELIVERED = 40

export const keepRows = async (lake: Pick<TestLake, 'events'>, rows: LakeRow[], from = 0): Promise<void> => {
  for (let at = 0; at < rows.length; at += DELIVERED) {
    const delivery = rows.slice(at, at + DELIVERED)
    const range = {
      shardId: 'shardId-000000000000',
      first: position(from + at),
      last: position(from + at + DELIVERED),
    }
    for (const [, own] of Map.groupBy(
      delivery,
      ({ projectId, ts }) => `${projectId} ${ts - (ts % 3_600_000)}`,
    )) {
      const [{ projectId, ts } = { projectId: '', ts: 0 }] = own
      await lake.events.write({ projectId, ...lakeHour(ts) }, own, range)
    }
  }
}

const position = (at: number): string => String(at).padStart(8, '0')

export const compact = async (lake: TestLake, projectId: string, ...days: number[]): Promise<void> => {
  for (const day of days) await lake.compaction().compactDay('events', { projectId, day: dayOf(day) })
}
