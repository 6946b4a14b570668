// What rate limits cost: calls of DynamoDB for a thousand requests, and the time of one, at several loads.
import { join } from 'node:path'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { type Policy, policiesWith } from '../core/rate-limits/policies.ts'
import { rateLimits } from '../functions/stores/rate-limits.ts'
import { startDynamoDb } from '../local/services/dynamodb/server.ts'
import { countingClient } from '../test/functions/stores/rate-limits/count-calls.ts'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { figure, percent, percentile } from './measuring/statistics.ts'

const TABLE = 'requests'
/** Seconds of simulated time that each load lasts: several windows, and every lease many times over. */
const SECONDS = 300
/** Requests of one load at most: two whole minutes of the fastest. */
const MAX_REQUESTS = 24_000
const START = Date.UTC(2026, 0, 1)

type Load = {
  name: string
  way: 'take' | 'leased'
  policy: Policy
  /** Tokens of a request. */
  cost: number
  perSecond: number
  /** Each request goes to any of them, which is the worst case: Lambda prefers those it used last. */
  containers: number
  /** Projects, addresses or members, in turn. */
  principals: number
}

const { ingest, 'ip-ingest': address, api } = policiesWith()
const large = policiesWith({ ingest: { perSecond: 20_000, burst: 200_000 } }).ingest
const batches = { way: 'leased', policy: ingest, cost: 50, principals: 1 } as const
const requests = { way: 'leased', policy: address, cost: 1, principals: 1 } as const
const exact = { way: 'take', policy: api, cost: 1, principals: 1 } as const

const LOADS: Load[] = [
  { ...batches, name: 'ingest, 1 batch/s', perSecond: 1, containers: 1 },
  { ...batches, name: 'ingest, 20 batches/s', perSecond: 20, containers: 2 },
  { ...batches, name: 'ingest, 200 batches/s, limit 20,000/s', policy: large, perSecond: 200, containers: 8 },
  { ...batches, name: 'ingest, flood of 200 batches/s', perSecond: 200, containers: 8 },
  { ...requests, name: 'address, 1 request/s', perSecond: 1, containers: 1 },
  { ...requests, name: 'address, 20 requests/s', perSecond: 20, containers: 2 },
  { ...requests, name: 'address, flood of 200 requests/s', perSecond: 200, containers: 8 },
  { ...requests, name: '200 addresses, each every 5 s', perSecond: 40, containers: 2, principals: 200 },
  { ...exact, name: 'exact, 1 request/s', perSecond: 1, containers: 2 },
  { ...exact, name: 'exact, flood of 20 requests/s', perSecond: 20, containers: 2 },
]

/** A number below `bound`, the same ones in every run. */
const pseudoRandom = () => {
  let seed = 1
  return (bound: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % bound
  }
}

const measure = async (load: Load, endpoint: string): Promise<Row> => {
  const { client, calls } = countingClient(endpoint)
  let now = START
  const containers = Array.from({ length: load.containers }, () =>
    rateLimits({ client, table: TABLE, now: () => now }),
  )
  const random = pseudoRandom()
  const total = Math.min(MAX_REQUESTS, SECONDS * load.perSecond)
  const times: number[] = []
  let allowed = 0
  for (let request = 0; request < total; request += 1) {
    const container = containers[random(load.containers)] as (typeof containers)[number]
    const principal = `${load.name}-${request % load.principals}`
    const begun = performance.now()
    const verdict = await container[load.way](load.policy, principal, load.cost)
    times.push((performance.now() - begun) * 1_000)
    if (verdict.degraded) throw verdict.cause
    if (verdict.allowed) allowed += 1
    now += 1_000 / load.perSecond
  }
  client.destroy()
  const perThousand = (count: number) => figure((count * 1_000) / total)
  return [
    load.name,
    String(load.containers),
    percent(allowed / total),
    perThousand(calls.writes),
    perThousand(calls.reads),
    figure(percentile(times, 0.5)),
    figure(percentile(times, 0.99)),
  ]
}

export const benchmark: Benchmark = {
  title: 'Calls of DynamoDB for rate limits',
  measure: async ({ directory, say, onStop }) => {
    const dynamodb = await startDynamoDb({ directory: join(directory, 'dynamodb') })
    onStop(dynamodb.stop)
    const { client } = countingClient(dynamodb.url)
    const key = (name: string, type: 'HASH' | 'RANGE') => ({ AttributeName: name, KeyType: type })
    await client.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
        KeySchema: [key('pk', 'HASH'), key('sk', 'RANGE')],
      }),
    )
    client.destroy()
    const rows: Row[] = []
    for (const load of LOADS) {
      say(load.name)
      rows.push(await measure(load, dynamodb.url))
    }
    return {
      columns: ['', 'containers', 'admitted', 'writes per 1,000', 'reads per 1,000', 'p50 µs', 'p99 µs'],
      rows,
      note: `${SECONDS} simulated seconds or ${MAX_REQUESTS.toLocaleString('en-US')} requests of each load; writes include those whose condition failed.`,
    }
  },
}
