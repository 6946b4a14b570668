// How soon a moment of a long session is seen, and what it takes of memory: our player, and plain rrweb beside it.
import { fileURLToPath } from 'node:url'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { playerPolicy } from '../lib/player-policy.ts'
import { launchBrowser } from '../test/browser/browser.ts'
import { servePlayer } from '../test/browser/player/serve-player.ts'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { figure, median, percentile } from './measuring/statistics.ts'
import { type LongSession, longSession, START } from './player/long-session.ts'

const MINUTES = Number(process.env['MINUTES'] ?? 240)
const OPENINGS = 5
const SEEKS = 40
const VIEW = { width: 1_200, height: 800 }

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The same moments for everybody, all over the session. */
const momentsOf = (count: number): number[] =>
  Array.from({ length: count }, (_, at) => START + Math.floor((((at + 1) * 0.618034) % 1) * MINUTES * 60_000))

const usedMb = async (session: CDPSession): Promise<number> => {
  await session.send('HeapProfiler.enable')
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number }
  return usedSize / 1_000_000
}

type Measured = { opened: number[]; seeks: number[]; heapMb: number }

const ours = async (
  browser: Browser,
  origins: { hostOrigin: string; playerOrigin: string },
  { replay }: LongSession,
): Promise<Measured> => {
  const opened: number[] = []
  const moments = momentsOf(OPENINGS + SEEKS)
  let page: Page | undefined
  for (const at of moments.slice(0, OPENINGS)) {
    await page?.close()
    page = await browser.newPage({ viewport: VIEW })
    await page.goto(`${origins.hostOrigin}/`)
    const given = { playerOrigin: origins.playerOrigin, replay, start: { at } }
    opened.push(await page.evaluate<number>(`host.timedOpen(${JSON.stringify(given)})`))
  }
  if (!page) throw new Error('Nothing was opened.')
  const seeks: number[] = []
  for (const at of moments.slice(OPENINGS)) seeks.push(await page.evaluate<number>(`host.timedSeek(${at})`))
  const frame = page.frames().find((one) => one.url().startsWith(origins.playerOrigin))
  if (!frame) throw new Error('There is no player.')
  const context = page.context()
  const own = await context.newCDPSession(page)
  const framed = await context.newCDPSession(frame).catch(() => undefined)
  const heapMb = (await usedMb(own)) + (framed ? await usedMb(framed) : 0)
  await page.close()
  return { opened, seeks, heapMb }
}

const rrwebPage = async (browser: Browser, origin: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: VIEW, bypassCSP: true })
  const page = await context.newPage()
  await page.goto(`${origin}/`)
  await page.addScriptTag({ path: file('../node_modules/rrweb/dist/rrweb.umd.min.cjs') })
  await page.addScriptTag({ path: file('player/rrweb-page.js') })
  return page
}

const plain = async (browser: Browser, origin: string): Promise<Measured> => {
  const moments = momentsOf(OPENINGS + SEEKS)
  const opened: number[] = []
  let page: Page | undefined
  for (const at of moments.slice(0, 2)) {
    await page?.context().close()
    page = await rrwebPage(browser, origin)
    opened.push(await page.evaluate<number>(`wholeOpen(${at})`))
  }
  if (!page) throw new Error('Nothing was opened.')
  const seeks: number[] = []
  for (const at of moments.slice(OPENINGS, OPENINGS + SEEKS / 4))
    seeks.push(await page.evaluate<number>(`wholeSeek(${at})`))
  const heapMb = await usedMb(await page.context().newCDPSession(page))
  await page.context().close()
  return { opened, seeks, heapMb }
}

const bySegment = async (browser: Browser, origin: string, { replay }: LongSession): Promise<Measured> => {
  const page = await rrwebPage(browser, origin)
  const times: number[] = []
  for (const at of momentsOf(OPENINGS + SEEKS)) {
    const name = replay.segments.findLast(({ from }) => from <= at)?.name
    times.push(await page.evaluate<number>(`segmentSeek(${at}, ${JSON.stringify(name)})`))
  }
  const heapMb = await usedMb(await page.context().newCDPSession(page))
  await page.context().close()
  return { opened: times.slice(0, OPENINGS), seeks: times.slice(OPENINGS), heapMb }
}

const rowOf = (name: string, { opened, seeks, heapMb }: Measured): Row => [
  name,
  figure(median(opened)),
  figure(percentile(opened, 0.95)),
  figure(median(seeks)),
  figure(percentile(seeks, 0.95)),
  figure(heapMb),
]

export const benchmark: Benchmark = {
  title: 'A moment of a long session',
  measure: async ({ say, onStop }) => {
    say(`${MINUTES} minutes: recording`)
    const session = longSession(MINUTES)
    const served = await servePlayer(playerPolicy('*'))
    onStop(served.close)
    for (const [name, bytes] of session.segments) served.segments.set(name, bytes)
    served.segments.set('whole', session.whole)
    const browser = await launchBrowser()
    onStop(() => browser.close())
    say('our player')
    const own = await ours(browser, served, session)
    say('rrweb, a segment at a time')
    const segmented = await bySegment(browser, served.hostOrigin, session)
    say('rrweb, everything at once')
    const whole = await plain(browser, served.hostOrigin)
    const largest = Math.max(...[...session.replay.segments].map(({ bytes }) => bytes)) / 1_000
    return {
      columns: ['', 'first frame p50 ms', 'p95', 'seek p50 ms', 'p95', 'heap MB'],
      rows: [
        rowOf('our player', own),
        rowOf('rrweb, a segment at a time, without its virtual document', segmented),
        rowOf('rrweb, given everything', whole),
      ],
      note: `${session.events} events of ${MINUTES} minutes: ${figure(session.mb)} MB of JSON, in ${session.replay.segments.length} segments of at most ${figure(largest)} kB under gzip. From the call until it is painted: fetching, unpacking and parsing are in it, and for ours the loading of its page when it is opened. The heap is what is left after a collection when all jumps are done, for ours that of both pages.`,
    }
  },
}
