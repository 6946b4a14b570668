// Events per second through the whole local path, acknowledged when they are on disk, beside two floors.
import { join } from 'node:path'
import { startFloor } from './floors/start-floor.ts'
import { type LoadResult, runLoad } from './load/run-load.ts'
import type { Bench, Benchmark } from './measuring/benchmark.ts'
import { figure, median, percent } from './measuring/statistics.ts'
import { cpuTime, cpuTimeByThread } from './system/cpu-time.ts'
import { startPlayhead } from './system/playhead.ts'
import { untilIdle } from './system/until-idle.ts'
import { warmBuild } from './system/warm-build.ts'

const EVENTS_PER_BATCH = 50
const ROUNDS = 3
const CONNECTIONS = [4, 8, 16, 32]

/** Milliseconds. The first load only wakes what is to be measured: containers, connections, the compiler. */
const AWAKEN_MS = 3_000
const PROBE_MS = 2_500
const WARM_UP_MS = 500
const MEASURE_MS = 4_000

/** More connections must be worth more than this, or they only make the queue longer. */
const WORTH = 1.05

/** `restSeconds`: from the last answer until the consumers are through with what was answered. */
type Round = LoadResult & { cpuPerThousand: number; restSeconds: number }
/** `parts`: milliseconds of CPU for 1,000 events by thread, the most first. */
type Measured = { name: string; connections: number; result: Round; parts: [string, number][] }
type Target = { url: string; pid: number; stop(): Promise<void> }

const medianOf = (rounds: Round[], key: keyof Round) => median(rounds.map((round) => round[key]))

const measureTarget = async (name: string, { url, pid, stop }: Target, bench: Bench): Promise<Measured> => {
  let total = 0
  const load = async (connections: number, warmUpMs: number, measureMs: number): Promise<Round> => {
    await untilIdle(pid)
    const before = cpuTime(pid)
    const order = { url, connections, eventsPerBatch: EVENTS_PER_BATCH, warmUpMs, measureMs }
    const result = await runLoad(order, bench.onStop)
    const answeredAt = performance.now()
    // What is left to do for these events belongs to them.
    await untilIdle(pid)
    const thousands = (result.answered * EVENTS_PER_BATCH) / 1_000
    total += thousands
    return {
      ...result,
      cpuPerThousand: (cpuTime(pid) - before) / thousands,
      restSeconds: (performance.now() - answeredAt) / 1_000,
    }
  }
  await load(8, 0, AWAKEN_MS)
  let best = { connections: 0, eventsPerSecond: 0 }
  for (const connections of CONNECTIONS) {
    const { eventsPerSecond } = await load(connections, WARM_UP_MS, PROBE_MS)
    bench.say(`${name}, ${connections} connections: ${figure(eventsPerSecond)} events/s`)
    if (eventsPerSecond > best.eventsPerSecond * WORTH) best = { connections, eventsPerSecond }
  }
  total = 0
  const partsBefore = cpuTimeByThread(pid)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push(await load(best.connections, WARM_UP_MS, MEASURE_MS))
  const parts = [...cpuTimeByThread(pid)]
    .map(([part, ms]): [string, number] => [part, (ms - (partsBefore.get(part) ?? 0)) / total])
    .sort(([, one], [, other]) => other - one)
  await stop()
  const result: Round = {
    eventsPerSecond: medianOf(rounds, 'eventsPerSecond'),
    batches: medianOf(rounds, 'batches'),
    answered: medianOf(rounds, 'answered'),
    refused: medianOf(rounds, 'refused'),
    p50: medianOf(rounds, 'p50'),
    p99: medianOf(rounds, 'p99'),
    bytesPerEvent: medianOf(rounds, 'bytesPerEvent'),
    cpuPerThousand: medianOf(rounds, 'cpuPerThousand'),
    restSeconds: medianOf(rounds, 'restSeconds'),
  }
  return { name, connections: best.connections, result, parts }
}

const partsOf = ({ parts }: Measured): string =>
  parts
    .filter(([, ms]) => ms >= 0.1)
    .map(([part, ms]) => `${part} ${figure(ms)}`)
    .join(', ')

const playhead = async (
  bench: Bench,
  folder: string,
  environment: Record<string, string>,
): Promise<Target> => {
  const directory = join(bench.directory, folder)
  const { access, origin, pid, stop } = await startPlayhead({ directory, environment, onStop: bench.onStop })
  return { url: `${origin}/api/v1/track?k=${access.publishableKey}`, pid, stop }
}

export const benchmark: Benchmark = {
  title: 'Ingest through the whole local path, durable',
  measure: async (bench) => {
    await warmBuild(bench)
    const parse = await measureTarget('floor: parse', await startFloor(undefined, bench.onStop), bench)
    const file = join(bench.directory, 'floor.log')
    const durable = await measureTarget('floor: parse, fsync', await startFloor(file, bench.onStop), bench)
    const free = await playhead(bench, 'unlimited', { PLAYHEAD_KINESIS_THROUGHPUT: 'unlimited' })
    const unlimited = await measureTarget('Playhead', free, bench)
    const bound = await playhead(bench, 'real', { PLAYHEAD_KINESIS_THROUGHPUT: 'real' })
    const real = await measureTarget('Playhead, 4 real shards', bound, bench)
    return {
      columns: [
        '',
        'connections',
        'events/s',
        'p50 ms',
        'p99 ms',
        'refused',
        'CPU ms per 1,000',
        'rest s',
        'of parse',
        'of parse, fsync',
      ],
      rows: [parse, durable, unlimited, real].map(({ name, connections, result }) => [
        name,
        String(connections),
        figure(result.eventsPerSecond),
        figure(result.p50),
        figure(result.p99),
        percent(result.refused / (result.refused + result.batches)),
        figure(result.cpuPerThousand),
        figure(result.restSeconds),
        percent(result.eventsPerSecond / parse.result.eventsPerSecond),
        percent(result.eventsPerSecond / durable.result.eventsPerSecond),
      ]),
      note: `Medians of ${ROUNDS} rounds of ${MEASURE_MS / 1_000} s; batches of ${EVENTS_PER_BATCH} events of ${Math.round(parse.result.bytesPerEvent)} bytes; all consumers run meanwhile. CPU ms per 1,000 events of Playhead by thread: ${partsOf(unlimited)}.`,
    }
  },
}
