// An event as the lake keeps it: one flat row that stands alone, with the batch and the client it came from.
import type { ClientFacts, StampedBatch, StampedEvent } from '../ingest/stamped-batch.ts'

export type LakeRow = StampedEvent &
  Pick<StampedBatch, 'projectId' | 'visitorId' | 'sessionId' | 'tabId' | 'seq' | 'receivedAt'> &
  ClientFacts & { v: 1 }

export const lakeRowsOf = (batch: StampedBatch): LakeRow[] =>
  batch.events.map((event) => ({
    ...event,
    v: 1,
    projectId: batch.projectId,
    visitorId: batch.visitorId,
    sessionId: batch.sessionId,
    tabId: batch.tabId,
    seq: batch.seq,
    receivedAt: batch.receivedAt,
    ...batch.client,
  }))

/** The partition of a row: the UTC hour in which the event happened. */
export const lakeHour = (ts: number): { date: string; hour: string } => {
  const [date = '', time = ''] = new Date(ts).toISOString().split('T')
  return { date, hour: time.slice(0, 2) }
}
