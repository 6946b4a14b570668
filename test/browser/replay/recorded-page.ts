// Records a changing page in a browser, and shows events in a player: the real recorder, and the real replayer.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'

const pages = new URL('pages/', import.meta.url)
const modules = new URL('../../../node_modules/', import.meta.url)

const SCRIPTS = {
  record: new URL('@rrweb/record/dist/record.umd.cjs', modules).pathname,
  replay: new URL('rrweb/dist/rrweb.umd.cjs', modules).pathname,
  changes: new URL('changes.js', pages).pathname,
  show: new URL('show.js', pages).pathname,
}

export type Pages = { origin: string; stop: () => Promise<void> }

export const servePages = async (): Promise<Pages> => {
  const server = createServer(async ({ url = '/' }, response) => {
    const name = url === '/' ? 'shop.html' : url.slice(1)
    const body = await readFile(new URL(name, pages)).catch(() => undefined)
    response.writeHead(body ? 200 : 404, { 'content-type': 'text/html' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { origin: `http://127.0.0.1:${port}`, stop }
}

export const recordChanges = async (
  browser: Browser,
  origin: string,
  seed: number,
  steps: number,
): Promise<ReplayEvent[]> => {
  const page = await browser.newPage({ viewport: { width: 900, height: 500 } })
  await page.goto(origin)
  await page.addScriptTag({ path: SCRIPTS.record })
  await page.addScriptTag({ path: SCRIPTS.changes })
  const events = await page.evaluate(`(async () => {
    const events = []
    const stop = rrwebRecord.record({ emit: (event) => events.push(event), sampling: { scroll: 20 } })
    await window.changePage(${seed}, ${steps})
    stop()
    return JSON.stringify(events)
  })()`)
  await page.close()
  return JSON.parse(String(events))
}

export const openPlayer = async (browser: Browser, origin: string): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1_000, height: 700 } })
  await page.goto(`${origin}/frame.html`)
  await page.addScriptTag({ path: SCRIPTS.replay })
  await page.addScriptTag({ path: SCRIPTS.show })
  return page
}

/** What is to be seen at the end of these events. */
export const show = (player: Page, events: readonly ReplayEvent[]): Promise<unknown> =>
  player.evaluate(`window.show(${JSON.stringify(events)})`)
