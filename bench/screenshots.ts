// What a picture of a long page costs that page: time of its main thread, the longest block, and bytes.
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../test/browser/browser.ts'
import { type Ingest, startIngest } from '../test/browser/tracker/ingest.ts'
import { SETTINGS } from '../test/browser/tracker/settings.ts'
import { startSite } from '../test/browser/tracker/site.ts'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { median } from './measuring/statistics.ts'

const ROUNDS = 5

const cards = (count: number) =>
  Array.from(
    { length: count },
    (_, at) =>
      `<article class="card"><h3>Fern ${at}</h3><p>Likes shade and a wet foot, <b>${at % 7}</b> times a week.</p><button>Add to cart</button></article>`,
  ).join('')

const STYLE = `<style>body{margin:0;font:16px sans-serif}header{height:64px;background:#147840;color:#fff}.hero{height:100vh;background:linear-gradient(#cde,#9bd)}
.grid{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;padding:12px}.card{border:1px solid #999;border-radius:8px;padding:8px;box-shadow:0 2px 6px #0002}.card:nth-child(3n){background:#f4f1ea}</style>`

const PAGES: [string, string][] = [
  [
    '6,000 pixels, 500 nodes',
    `${STYLE}<header>Ferns</header><div class="hero"></div><div class="grid">${cards(80)}</div><div style="height:1400px"></div>`,
  ],
  [
    '6,000 pixels, 2,000 nodes',
    `${STYLE}<header>Ferns</header><div class="hero"></div><div class="grid" style="grid-template-columns:repeat(10,1fr);font-size:10px">${cards(330)}</div>`,
  ],
]

type TraceEvent = {
  name: string
  ph: string
  ts: number
  tdur?: number
  pid: number
  tid: number
  args: { name?: string }
}

/** Milliseconds that each task of the page's main thread computed, whatever else the machine did meanwhile. */
const tasksIn = (trace: Buffer): number[] => {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] }
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  return traceEvents
    .filter(
      ({ name, ph, pid, tid }) =>
        ph === 'X' && name === 'ThreadControllerImpl::RunTask' && mains.has(`${pid} ${tid}`),
    )
    .map(({ tdur = 0 }) => tdur / 1_000)
}

const once = async (browser: Browser, page: Page, url: string, ingest: Ingest, pictured: boolean) => {
  ingest.pictures.length = 0
  await page.goto(url, { waitUntil: 'load' })
  await browser.startTracing(page, {
    categories: ['toplevel', '__metadata'],
  })
  const from = performance.now()
  if (pictured) await ingest.untilPictures(1)
  else await new Promise((done) => setTimeout(done, 3_000))
  const waited = performance.now() - from
  const tasks = tasksIn(await browser.stopTracing())
  return {
    total: tasks.reduce((sum, ms) => sum + ms, 0),
    longest: Math.max(0, ...tasks),
    waited,
    bytes: ingest.pictures[0]?.jpeg.length ?? 0,
    height: ingest.pictures[0]?.shown.height ?? 0,
  }
}

export const benchmark: Benchmark = {
  title: 'A picture of a long page',
  measure: async ({ onStop, say }) => {
    const [site, ingest] = [await startSite(), await startIngest()]
    const browser = await launchBrowser()
    onStop(site.stop)
    onStop(ingest.stop)
    onStop(() => browser.close())
    ingest.settings = SETTINGS
    const rows: Row[] = []
    for (const [name, html] of PAGES) {
      for (const pictured of [false, true]) {
        const page = await (await browser.newContext()).newPage()
        const attributes = `data-key="pk_test_bench" data-record="false" data-capture-screenshots="${pictured}"`
        site.page('/', `${html}<script async src="${ingest.origin}/tracker.js" ${attributes}></script>`)
        const rounds: Awaited<ReturnType<typeof once>>[] = []
        for (let round = 0; round <= ROUNDS; round++) {
          const measured = await once(browser, page, `${site.origin}/`, ingest, pictured)
          // The first one fetches and compiles.
          if (round > 0) rounds.push(measured)
        }
        const of = (key: keyof (typeof rounds)[number]) => median(rounds.map((round) => round[key]))
        rows.push([
          pictured ? `${name}, pictured` : `${name}, not pictured`,
          of('total').toFixed(0),
          of('longest').toFixed(0),
          pictured ? of('waited').toFixed(0) : '',
          pictured ? `${of('height')}` : '',
          pictured ? of('bytes').toLocaleString('en-US') : '',
        ])
        say(`${name}: ${rows.at(-1)?.join(' | ')}`)
        await page.context().close()
      }
    }
    return {
      columns: [
        '',
        'main thread ms',
        'longest block ms',
        'load to delivered ms',
        'pixels high',
        'bytes of the JPEG',
      ],
      rows,
    }
  },
}
