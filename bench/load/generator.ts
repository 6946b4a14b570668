// The process that makes the load: takes one order from its parent, answers with what it measured, and ends.
import { percentile } from '../measuring/statistics.ts'
import { openConnection } from './connection.ts'
import { realisticEvents } from './realistic-events.ts'
import type { Load, LoadResult } from './run-load.ts'
import { openTab } from './tab.ts'

/** About a visit of ten minutes, at a batch of 50 each minute. */
const BATCHES_PER_SESSION = 10

const run = async (load: Load): Promise<LoadResult> => {
  const url = new URL(load.url)
  const events = realisticEvents(load.eventsPerBatch, Date.now())
  const begun = performance.now()
  const from = begun + load.warmUpMs
  const until = from + load.measureMs
  const latencies: number[] = []
  let refused = 0
  let answered = 0

  const sendOn = async () => {
    const connection = await openConnection(url.hostname, Number(url.port))
    const next = openTab({
      host: url.host,
      path: url.pathname + url.search,
      events,
      batchesPerSession: BATCHES_PER_SESSION,
    })
    for (let at = performance.now(); at < until; ) {
      const status = await connection.exchange(next(Date.now()))
      const answeredAt = performance.now()
      if (status === 202) answered += 1
      if (answeredAt >= from && answeredAt < until) {
        if (status === 202) latencies.push(answeredAt - at)
        else refused += 1
      }
      at = answeredAt
    }
    connection.close()
  }

  await Promise.all(Array.from({ length: load.connections }, sendOn))
  return {
    eventsPerSecond: (latencies.length * load.eventsPerBatch) / (load.measureMs / 1_000),
    batches: latencies.length,
    answered,
    refused,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    bytesPerEvent: Buffer.byteLength(JSON.stringify(events)) / events.length,
  }
}

process.once('message', async (load: Load) => {
  const result = await run(load)
  process.send?.(result, () => process.disconnect())
})
