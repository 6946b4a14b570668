// A worker thread that is a Lambda container: its own client, its own memory; only the clock is everybody's.
import { parentPort, workerData } from 'node:worker_threads'
import type { Policy } from '../../../../core/rate-limits/policies.ts'
import { rateLimits } from '../../../../functions/stores/rate-limits.ts'
import { countingClient } from './count-calls.ts'

export type ContainerData = { endpoint: string; table: string; clock: SharedArrayBuffer }

/** Keep asking until it was refused so often in a row. */
export type Order = {
  way: 'take' | 'leased'
  policy: Policy
  principal: string
  cost: number
  refusals: number
}

export type Report = { admitted: number; degraded: number; calls: number }

const { endpoint, table, clock } = workerData as ContainerData
const time = new Float64Array(clock)
const { client, calls } = countingClient(endpoint)
const limits = rateLimits({ client, table, now: () => time[0] ?? 0, timeoutMs: 20_000 })

const work = async ({ way, policy, principal, cost, refusals }: Order): Promise<Report> => {
  const before = calls.writes + calls.reads
  let admitted = 0
  let degraded = 0
  for (let inARow = 0; inARow < refusals; ) {
    const verdict = await limits[way](policy, principal, cost)
    if (verdict.degraded) degraded += 1
    if (verdict.allowed) admitted += cost
    inARow = verdict.allowed ? 0 : inARow + 1
  }
  return { admitted, degraded, calls: calls.writes + calls.reads - before }
}

parentPort?.postMessage('ready')
parentPort?.on('message', async (order: Order) => parentPort?.postMessage(await work(order)))
