// What compressing a batch costs the page's main thread: in the page, and in the tracker's worker.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import { launchBrowser } from '../test/browser/browser.ts'
import { recordedOpening } from './load/realistic-recording.ts'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { figure, median } from './measuring/statistics.ts'
import { root } from './system/command.ts'

const ROUNDS = 9
const KILOBYTES = [50, 200, 900]
/** So that what is measured is long beside the measuring. */
const REPEATS = 10

type Measured = { wholeMs: number; threadMs: number; bytes: number }

const bundle = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, 'tracker/src'), loader: 'ts' },
    bundle: true,
    format: 'iife',
    write: false,
    define: { PARTS: '{}' },
  })
  return outputFiles[0]?.text ?? ''
}

const IN_PAGE = `
import { openZip } from './later/zip-aside.ts'
const guarded = (act) => act
const ways = {
  page: openZip({ guarded, options: { workerUrl: 'https://elsewhere.example/' } }),
  worker: openZip({ guarded, options: { workerUrl: location.origin + '/worker.js' } }),
}
window.measure = async (way) => {
  const begun = performance.now()
  for (let i = 0; i < ${REPEATS}; i++) window.zipped = await ways[way].zip(body)
  return { wholeMs: (performance.now() - begun) / ${REPEATS}, bytes: zipped.size }
}`

export const benchmark: Benchmark = {
  title: 'Compressing a batch',
  measure: async (bench) => {
    const files: Record<string, string> = {
      '/page.js': await bundle(IN_PAGE),
      '/worker.js': await bundle(`import './parts/zip-worker.ts'`),
    }
    const server = createServer(({ url = '' }, response) => {
      const script = files[url]
      response.writeHead(200, { 'Content-Type': script ? 'text/javascript' : 'text/html' })
      response.end(script ?? '<!doctype html><script src="/page.js"></script>')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    bench.onStop(() => {
      server.close()
    })
    const browser = await launchBrowser()
    bench.onStop(() => browser.close())
    const page = await browser.newPage()
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)

    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    /** What the page's main thread has computed so far. */
    const threadMs = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000
    }

    const rows = { name: 'large', rows: 3_000, mutations: 0, moves: 0, inputs: 0 }
    const recording = JSON.stringify(recordedOpening(rows, 0))
    const results = new Map<string, Measured[]>()
    for (let round = 0; round <= ROUNDS; round++) {
      for (const kilobytes of KILOBYTES) {
        for (const way of ['page', 'worker']) {
          bench.say(`round ${round} of ${ROUNDS}: ${kilobytes} kB, ${way}`)
          const body = `{"events":[],"replay":{"format":"rrweb-2","events":[${recording.slice(0, kilobytes * 1_000)}`
          await page.evaluate(`window.body = ${JSON.stringify(body)}`)
          const before = await threadMs()
          const said: Omit<Measured, 'threadMs'> = await page.evaluate(`measure('${way}')`)
          const measured = { ...said, threadMs: ((await threadMs()) - before) / REPEATS }
          const key = `${kilobytes} kB, in the ${way}`
          // The first round warms up.
          if (round) results.set(key, [...(results.get(key) ?? []), measured])
        }
      }
    }
    const table = [...results].map(
      ([name, all]): Row => [
        name,
        figure(median(all.map(({ wholeMs }) => wholeMs))),
        figure(median(all.map(({ threadMs }) => threadMs))),
        figure(median(all.map(({ bytes }) => bytes / 1_000))),
      ],
    )
    return {
      columns: ['', 'whole ms', 'main thread ms', 'gzip kB'],
      rows: table,
      note: `Medians of ${ROUNDS}. Main thread ms are computing time, whatever else the machine does.`,
    }
  },
}
