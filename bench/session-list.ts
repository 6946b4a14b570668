// How long the session list takes over the whole local path, in a project with a hundred thousand sessions.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { StampedBatch } from '../core/ingest/stamped-batch.ts'
import type { Tokens } from '../core/members/login.ts'
import { foldBatch } from '../core/sessions/fold-batch.ts'
import { sessions } from '../functions/stores/sessions.ts'
import { realisticEvents } from './load/realistic-events.ts'
import type { Benchmark } from './measuring/benchmark.ts'
import { figure, percentile } from './measuring/statistics.ts'
import { cpuTime } from './system/cpu-time.ts'
import { startPlayhead } from './system/playhead.ts'
import { untilIdle } from './system/until-idle.ts'
import { warmBuild } from './system/warm-build.ts'

const SESSIONS = Number(process.env['PLAYHEAD_BENCH_SESSIONS'] ?? 100_000)
const REQUESTS = 40
const WRITES_AT_ONCE = 6
/** Items of one BatchWriteItem: DynamoDB's limit. */
const WRITE_MAX = 25

const LISTS: [name: string, query: string][] = [
  ['the first page', ''],
  ['a filter that half of them fit', '&device=mobile'],
  ['a filter that none fits: 2,000 are read', '&event=never_happens'],
  ['sorted by duration: 2,000 are read', '&sort=duration'],
]

type Row = Record<string, unknown>

/** As the roll-up would have written it. */
const rowOf = (projectId: string, startedAt: number, nth: number): Row => {
  let row: Row = {}
  const keeping = {
    send: async ({ input }: { input: { Item?: Row } }) => {
      row = input.Item ?? {}
    },
  }
  const batch: StampedBatch = {
    v: 1,
    projectId,
    visitorId: randomUUID(),
    sessionId: randomUUID(),
    tabId: randomUUID(),
    seq: 0,
    receivedAt: startedAt + 60_000,
    clockOffsetMs: 0,
    events: realisticEvents(20, startedAt).map(({ props = {}, ...event }, at) => ({
      ...event,
      props: props as StampedBatch['events'][number]['props'],
      ts: startedAt + at * 3_000,
      ...(nth % 3 === 0 && { userId: `user-${nth}` }),
    })),
    client: {
      ip: '203.0.113.0',
      country: 'DE',
      browser: 'Chrome 140',
      os: 'Windows 10',
      device: nth % 2 === 0 ? 'mobile' : 'desktop',
      bot: false,
    },
  }
  void sessions(keeping as never, 'sessions', Date.now).write(foldBatch(undefined, batch), undefined)
  return row
}

export const benchmark: Benchmark = {
  title: `The session list, ${SESSIONS.toLocaleString('en-US')} sessions`,
  measure: async (bench) => {
    await warmBuild(bench)
    const directory = join(bench.directory, 'data')
    const { access, origin, pid, stop } = await startPlayhead({ directory, onStop: bench.onStop })
    const services = JSON.parse(readFileSync(join(directory, 'services.json'), 'utf8')) as Record<
      string,
      string
    >
    const low = new DynamoDBClient({
      region: services['AWS_REGION'] ?? '',
      endpoint: services['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    })
    const { TableNames = [] } = await low.send(new ListTablesCommand({}))
    const table = TableNames.find((name) => name.includes('TablesSessions')) ?? ''
    const client = DynamoDBDocumentClient.from(low)

    bench.say(`writing ${SESSIONS} sessions`)
    const end = Date.now() - 60 * 60_000
    let written = 0
    const writer = async () => {
      while (written < SESSIONS) {
        const from = written
        written += WRITE_MAX
        const puts = Array.from({ length: WRITE_MAX }, (_, nth) => ({
          PutRequest: { Item: rowOf(access.projectId, end - (from + nth) * 5_000, from + nth) },
        }))
        await client.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }))
      }
    }
    await Promise.all(Array.from({ length: WRITES_AT_ONCE }, writer))

    const login = await fetch(`${origin}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(access.member),
    })
    const { accessToken } = (await login.json()) as Tokens
    const ask = async (query: string): Promise<number> => {
      const begun = performance.now()
      const answer = await fetch(`${origin}/api/v1/sessions?projectId=${access.projectId}&limit=50${query}`, {
        headers: { authorization: `Bearer ${accessToken}` },
      })
      if (!answer.ok) throw new Error(`the list answered ${answer.status}: ${await answer.text()}`)
      await answer.arrayBuffer()
      return performance.now() - begun
    }
    const rows = []
    for (const [name, query] of LISTS) {
      bench.say(name)
      for (let wake = 0; wake < 5; wake++) await ask(query)
      await untilIdle(pid)
      const cpuBefore = cpuTime(pid)
      const times: number[] = []
      for (let nth = 0; nth < REQUESTS; nth++) times.push(await ask(query))
      const cpu = (cpuTime(pid) - cpuBefore) / REQUESTS
      rows.push([name, ...[0.5, 0.95, 1].map((share) => figure(percentile(times, share))), figure(cpu)])
    }
    await stop()
    return {
      columns: ['', 'p50 ms', 'p95 ms', 'slowest ms', 'CPU ms each'],
      rows,
      note: `${REQUESTS} requests each, one after the other, 50 sessions a page. CPU is of the whole system, the embedded DynamoDB included.`,
    }
  },
}
