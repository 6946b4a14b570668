// The time from a batch's 202 to its session in the list that the dashboard shows: while nothing else happens, and under load.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Tokens } from '../core/members/login.ts'
import type { SessionList } from '../core/sessions/session.ts'
import { realisticEvents } from './load/realistic-events.ts'
import { type LoadResult, runLoad } from './load/run-load.ts'
import type { Benchmark } from './measuring/benchmark.ts'
import { figure, median, percentile } from './measuring/statistics.ts'
import { type Playhead, startPlayhead } from './system/playhead.ts'
import { warmBuild } from './system/warm-build.ts'

const ROUNDS = 3
const BATCHES = 100
/** Batches before the first round: they wake the containers. */
const AWAKEN_BATCHES = 10

/** What else happens under load: as much as these connections get through, in batches of 50. */
const LOAD = { connections: 2, eventsPerBatch: 50, warmUpMs: 3_000, measureMs: 30_000 }

/** Milliseconds between two looks, and so the resolution of the figures. */
const LOOK_MS = 5
/** Milliseconds of rest between two batches. */
const REST_MS = 50
/** Milliseconds after which a batch counts as lost. */
const LOST_MS = 15_000

type Sample = { acknowledgedMs: number; visibleMs: number }

const expectOk = async (response: Response): Promise<Response> => {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`)
  return response
}

const post = async (url: string, body: object) =>
  expectOk(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )

const measureBatch = async ({ access, origin }: Playhead, accessToken: string): Promise<Sample> => {
  const sessionId = randomUUID()
  const sentAt = Date.now()
  const batch = {
    v: 1,
    visitorId: randomUUID(),
    sessionId,
    tabId: randomUUID(),
    seq: 0,
    sentAt,
    events: realisticEvents(1, sentAt),
  }
  const begun = performance.now()
  const answer = await post(`${origin}/api/v1/track?k=${access.publishableKey}`, batch)
  await answer.arrayBuffer()
  const acknowledged = performance.now()
  const isListed = async () => {
    const response = await fetch(`${origin}/api/v1/sessions?limit=100&projectId=${access.projectId}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    const { sessions } = (await (await expectOk(response)).json()) as SessionList
    return sessions.some((session) => session.sessionId === sessionId)
  }
  while (!(await isListed())) {
    if (performance.now() - acknowledged > LOST_MS) throw new Error(`session ${sessionId} was never listed`)
    await sleep(LOOK_MS)
  }
  return { acknowledgedMs: acknowledged - begun, visibleMs: performance.now() - acknowledged }
}

export const benchmark: Benchmark = {
  title: 'From 202 to visible in the session list',
  measure: async (bench) => {
    await warmBuild(bench)
    const directory = join(bench.directory, 'data')
    const playhead = await startPlayhead({ directory, onStop: bench.onStop })
    const { access, origin } = playhead
    const login = await post(`${origin}/api/v1/auth/login`, access.member)
    const { accessToken } = (await login.json()) as Tokens
    const measureBatches = async (count: number) => {
      const samples: Sample[] = []
      for (let sent = 0; sent < count; sent += 1) {
        samples.push(await measureBatch(playhead, accessToken))
        await sleep(REST_MS)
      }
      return samples
    }
    await measureBatches(AWAKEN_BATCHES)
    const rounds: Sample[][] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      bench.say(`round ${round + 1} of ${ROUNDS}`)
      rounds.push(await measureBatches(BATCHES))
    }
    bench.say('under load')
    let load: LoadResult | undefined
    const loading = runLoad(
      { url: `${origin}/api/v1/track?k=${access.publishableKey}`, ...LOAD },
      bench.onStop,
    ).then((result) => (load = result))
    await sleep(LOAD.warmUpMs)
    const loaded: Sample[] = []
    while (!load) loaded.push(...(await measureBatches(1)))
    const { eventsPerSecond } = await loading
    await playhead.stop()
    const row = (name: string, of: Sample[][], key: keyof Sample) => [
      name,
      ...[0.5, 0.99, 1].map((share) =>
        figure(
          median(
            of.map((samples) =>
              percentile(
                samples.map((sample) => sample[key]),
                share,
              ),
            ),
          ),
        ),
      ),
    ]
    return {
      columns: ['', 'p50 ms', 'p99 ms', 'slowest ms'],
      rows: [
        row('POST to 202, idle', rounds, 'acknowledgedMs'),
        row('202 to visible, idle', rounds, 'visibleMs'),
        row('POST to 202, under load', [loaded], 'acknowledgedMs'),
        row('202 to visible, under load', [loaded], 'visibleMs'),
      ],
      note: `Idle: medians of ${ROUNDS} rounds of ${BATCHES} batches of one event, each of a new session; a look every ${LOOK_MS} ms. Under load: ${loaded.length} such batches beside ${figure(eventsPerSecond)} events/s over ${LOAD.connections} connections, on the same two cores.`,
    }
  },
}
