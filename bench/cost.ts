// What a day costs: visits through the whole system as its template has it, counted on the wire, and priced.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { billOf, byDriver, totalOf } from './cost/bill.ts'
import type { Day, Order, Part } from './cost/day.ts'
import { fixedCosts } from './cost/fixed-costs.ts'
import { presenceTable } from './cost/presence-bill.ts'
import type { Benchmark, Row, Table } from './measuring/benchmark.ts'
import { stopProcess } from './system/command.ts'
import { warmBuild } from './system/warm-build.ts'

const PARTS: Order['parts'] = [
  { visit: 'events', perLane: 1 },
  { visit: 'events', perLane: 12 },
  { visit: 'events', perLane: 125 },
  { visit: 'replay', perLane: 1 },
  { visit: 'replay', perLane: 50 },
  { visit: 'lively', perLane: 2 },
]

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const dollars = (usd: number): string => usd.toFixed(usd < 0.0995 ? 4 : 3)

const liveTheDay = async (
  order: Order,
  { say, onStop }: { say(text: string): void; onStop(stop: () => Promise<void>): void },
): Promise<Day> => {
  const child = fork(at('cost/day.ts'), {
    execArgv: ['--import', at('cost/simulated-clock.ts')],
    env: { ...process.env, PLAYHEAD_STAGE: 'prod', PLAYHEAD_DATA: order.directory },
  })
  onStop(() => stopProcess(child))
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the day ended with code ${code}`)),
  )
  // It ends after it has told as well, when nobody waits for that any more.
  ended.catch(() => undefined)
  const told = new Promise<Day>((resolve, reject) => {
    child.on('message', (message: { say?: string; day?: Day; error?: string }) => {
      if (message.say) say(message.say)
      if (message.day) resolve(message.day)
      if (message.error) reject(new Error(message.error))
    })
  })
  child.send(order)
  return Promise.race([told, ended])
}

/** A million events, or a thousand visits: what the columns are of. */
const perOf = (part: Part, per: 'events' | 'visits') =>
  billOf(new Map(part.counted), per === 'events' ? 1_000_000 : 1_000, part[per])

const driverTable = (title: string, parts: Part[], per: 'events' | 'visits'): Table => {
  const bills = parts.map((part) => perOf(part, per))
  const drivers = bills.map(byDriver)
  const names = drivers[0]?.map(({ name }) => name) ?? []
  const rows = names
    .map((name, nth): Row => [name, ...drivers.map((all) => dollars(all[nth]?.usd ?? 0))])
    .filter(([, ...cells]) => cells.some((cell) => Number(cell) > 0))
  return {
    title,
    columns: ['USD', ...parts.map(({ visit, atOnce }) => `${visit}, ${atOnce} at once`)],
    rows: [...rows, ['**all**', ...bills.map((bill) => `**${dollars(totalOf(bill))}**`)]],
  }
}

const causesTable = (title: string, part: Part | undefined, per: 'events' | 'visits'): Table => ({
  title,
  columns: ['what', 'of', 'quantity', 'USD'],
  rows: part
    ? perOf(part, per)
        .filter(({ usd }) => usd >= 0.0005)
        .map(({ priced, cause, quantity, usd }) => [
          cause,
          priced,
          quantity.toLocaleString('en-US', { maximumFractionDigits: quantity < 100 ? 1 : 0 }),
          dollars(usd),
        ])
    : [],
})

const handlerTable = (parts: Part[]): Table => ({
  title: 'Handlers, by what they compute',
  columns: ['', 'traffic', 'invocations', 'CPU ms each', 'CPU ms per 1,000 events', 'waiting ms each'],
  rows: parts.flatMap((part) =>
    part.functions.map(({ path, invocations, cpuMs, waitMs }) => [
      path,
      `${part.visit}, ${part.atOnce} at once`,
      String(invocations),
      (cpuMs / invocations).toFixed(1),
      ((cpuMs / part.events) * 1_000).toFixed(1),
      (waitMs / invocations).toFixed(0),
    ]),
  ),
})

export const benchmark: Benchmark = {
  title: 'What a day costs',
  measure: async (bench) => {
    await warmBuild(bench)
    const directory = join(bench.directory, 'cost')
    mkdirSync(directory)
    const { parts, presence, template } = await liveTheDay({ directory, parts: PARTS }, bench)
    const events = parts.filter(({ visit }) => visit.includes('events'))
    const recorded = parts.filter(({ visit }) => !visit.includes('events'))
    const fixed = fixedCosts(template)
    return [
      driverTable('USD per million events, 50 a request', events, 'events'),
      driverTable('USD per 1,000 visits of ten minutes, recorded', recorded, 'visits'),
      causesTable('Of which, per million events at the largest volume', events.at(-1), 'events'),
      causesTable('Of which, per 1,000 recorded visits at the largest volume', recorded[1], 'visits'),
      presenceTable(presence),
      {
        title: 'Fixed, a month of the stage prod',
        columns: ['', 'count', 'USD'],
        rows: [
          ...fixed.map(({ what, count, usd }) => [what, String(count), usd.toFixed(2)]),
          ['**all**', '', `**${fixed.reduce((sum, { usd }) => sum + usd, 0).toFixed(2)}**`],
        ],
      },
      handlerTable(parts.filter(({ atOnce }) => atOnce > 200)),
    ]
  },
}
