import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policiesWith } from '../../../../core/rate-limits/policies.ts'
import { type Stage, startStage } from '../../stage.ts'
import type { ContainerData, Order, Report } from './container.ts'

const CONTAINERS = 8
const NOON = Date.UTC(2026, 4, 1, 12)

let stage: Stage
let containers: Worker[]
const clock = new SharedArrayBuffer(8)
const time = new Float64Array(clock)
const pass = (milliseconds: number) => {
  time[0] = (time[0] ?? 0) + milliseconds
}

beforeAll(async () => {
  stage = await startStage()
  time[0] = NOON
  const data: ContainerData = {
    endpoint: String(process.env['AWS_ENDPOINT_URL_DYNAMODB']),
    table: stage.names.REQUESTS_TABLE,
    clock,
  }
  containers = Array.from(
    { length: CONTAINERS },
    () => new Worker(new URL('container.ts', import.meta.url), { workerData: data }),
  )
  await Promise.all(containers.map((container) => once(container, 'message')))
})

afterAll(async () => {
  await Promise.all(containers.map((container) => container.terminate()))
  await stage.stop()
})

/** All of them ask at the same time, until each is refused several times in a row. */
const hammer = async (order: Omit<Order, 'refusals'>) => {
  const reports = await Promise.all(
    containers.map(async (container) => {
      const answer = once(container, 'message')
      container.postMessage({ ...order, refusals: 5 } satisfies Order)
      const [report] = await answer
      return report as Report
    }),
  )
  expect(reports.map(({ degraded }) => degraded)).toEqual(Array(CONTAINERS).fill(0))
  return {
    admitted: reports.reduce((sum, report) => sum + report.admitted, 0),
    calls: reports.reduce((sum, report) => sum + report.calls, 0),
    served: reports.filter((report) => report.admitted > 0).length,
  }
}

test('8 containers that take exactly admit a window to the request, and the next one too', async () => {
  const { api } = policiesWith({ api: { limit: 400 } })
  const order = { way: 'take', policy: api, principal: 'window', cost: 1 } as const
  for (let minute = 0; minute < 3; minute += 1) {
    const { admitted, served } = await hammer(order)
    expect(admitted).toBe(400)
    expect(served).toBeGreaterThanOrEqual(CONTAINERS / 2)
    pass(59_999)
    expect((await hammer(order)).admitted).toBe(0)
    pass(1)
  }
})

test('8 containers that take exactly admit the burst of a bucket and then its rate, to the token', async () => {
  const { ingest } = policiesWith({ ingest: { perSecond: 100, burst: 400 } })
  const order = { way: 'take', policy: ingest, principal: 'bucket', cost: 1 } as const
  expect((await hammer(order)).admitted).toBe(400)
  for (const milliseconds of [1_000, 370, 10, 9]) {
    pass(milliseconds)
    expect((await hammer(order)).admitted).toBe(Math.floor(milliseconds / 10))
  }
  pass(3_600_000)
  expect((await hammer(order)).admitted).toBe(400)
})

test('8 containers that lease never admit more than the project may send, and 95 % of it at least', async () => {
  const { ingest } = policiesWith()
  const order = { way: 'leased', policy: ingest, principal: 'project', cost: 50 } as const
  let admitted = 0
  let calls = 0
  for (let second = 0; second <= 10; second += 1) {
    const round = await hammer(order)
    admitted += round.admitted
    calls += round.calls
    const most = ingest.burst + second * ingest.perSecond
    expect(admitted).toBeLessThanOrEqual(most)
    expect(admitted).toBeGreaterThanOrEqual(most * 0.95)
    pass(1_000)
  }
  // 400 batches, and the refusals of eight containers that all asked again every second.
  expect(calls).toBeLessThan(admitted / order.cost)
})

test('8 containers that lease use up the window of an address, and admit not one request more', async () => {
  const { 'ip-ingest': address } = policiesWith()
  const order = { way: 'leased', policy: address, principal: 'office', cost: 1 } as const
  for (let minute = 0; minute < 2; minute += 1) {
    const { admitted, calls } = await hammer(order)
    expect(admitted).toBe(address.limit)
    expect(calls).toBeLessThan(address.limit / 40)
    pass(60_000)
  }
})
