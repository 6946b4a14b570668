// A million events of a day, from NDJSON to Parquet: how fast, how large, and with how much memory.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Benchmark, Row } from './measuring/benchmark.ts'

const EVENTS = 1_000_000
const ROUNDS = [
  { events: EVENTS, memoryMiB: 1_024 },
  { events: EVENTS, memoryMiB: 512 },
]

export type Measured = {
  seconds: number
  rawBytes: number
  parquetBytes: number
  rows: number
  peakMiB: number
  restMiB: number
  viewSeconds: number
}

const measureOnce = (directory: string, events: number, memoryMiB: number): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL('lake/compact-once.ts', import.meta.url))
    // A process of its own, so that the memory is that of the compaction alone.
    const child = spawn(process.execPath, [script, directory, String(events), String(memoryMiB)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(output) as Measured)
      else reject(new Error(`the compaction ended with code ${code}`))
    })
  })

const whole = (value: number) => Math.round(value).toLocaleString('en')

export const benchmark: Benchmark = {
  title: 'Compaction of a day',
  measure: async ({ directory, say }) => {
    const rows: Row[] = []
    for (const [index, { events, memoryMiB }] of ROUNDS.entries()) {
      say(`${whole(events)} events, DuckDB with ${memoryMiB} MiB`)
      const found = await measureOnce(`${directory}/${index}`, events, memoryMiB)
      rows.push([
        `${memoryMiB} MiB for DuckDB`,
        whole(found.rows / found.seconds),
        found.seconds.toFixed(1),
        (found.rawBytes / found.rows).toFixed(1),
        (found.parquetBytes / found.rows).toFixed(1),
        whole(found.peakMiB),
        whole(found.restMiB),
        found.viewSeconds.toFixed(2),
      ])
    }
    return {
      columns: [
        '1,000,000 events, 2 % twice',
        'events/s',
        's',
        'NDJSON.gz bytes an event',
        'Parquet bytes an event',
        'peak MiB',
        'MiB before',
        'view of the day, s',
      ],
      rows,
    }
  },
}
