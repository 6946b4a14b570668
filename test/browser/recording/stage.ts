// A browser with two kinds of pages: one that is recorded, and one that shows what was recorded.

import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'
import { leanRrweb } from '../../../tracker/lean-rrweb.ts'
import { launchBrowser } from '../browser.ts'

const ROOT = new URL('../../../', import.meta.url)
const PAGES = new URL('pages/', import.meta.url)
const CHANGING = new URL('../replay/pages/', import.meta.url)

/** The recorder with a site of its own around it: `window.startInPage`. */
export const bundleInPage = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [new URL('../pages/recorder-in-page.ts', import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    target: 'es2020',
    format: 'iife',
    plugins: [leanRrweb(new URL('tracker/src/recording/rrweb', ROOT).pathname)],
  })
  return outputFiles[0]?.text ?? ''
}

export type Given = { options?: object; recording?: object; patient?: boolean }

export type Recording = {
  page: Page
  /** What the page shows now, and all that was recorded up to now. */
  moment: () => Promise<{ seen: unknown; events: ReplayEvent[]; picture: Buffer }>
  events: () => Promise<ReplayEvent[]>
  /** What the recorder told beside the recording. */
  told: () => Promise<{ drafts: { name: string; props: Record<string, unknown> }[]; drops: string[] }>
  ask: <T>(script: string) => Promise<T>
}

export type RecordingStage = {
  browser: Browser
  origin: string
  file: (path: string, body: string, headers?: Record<string, string>) => void
  record: (path: string, given?: Given) => Promise<Recording>
  /** What a player shows at the end of these events, once it is what is expected: frames and styles take their time. */
  show: (events: readonly ReplayEvent[], expected: unknown) => Promise<{ seen: unknown; picture: Buffer }>
  /** Share of points that differ visibly between two pictures. */
  difference: (one: Buffer, other: Buffer) => Promise<number>
}

/** Looks at a player, 60 ms apart, before what it shows is taken for what it shows in the end. */
const LOOKS = 50

const VIEW = { width: 900, height: 500 }

export const openRecordingStage = (): RecordingStage => {
  const stage = {} as RecordingStage
  const files = new Map<string, { body: string; headers: Record<string, string> }>()
  let script = ''
  let see = ''
  let player: Page
  let close: () => void

  beforeAll(async () => {
    script = await bundleInPage()
    see = await readFile(new URL('see.js', PAGES), 'utf8')
    const server = createServer(async ({ url = '/' }, response) => {
      const path = new URL(url, 'http://site').pathname
      const own = files.get(path)
      const body =
        own?.body ??
        (await readFile(new URL(`.${path}`, PAGES)).catch(() =>
          readFile(new URL(`.${path}`, CHANGING)).catch(() => undefined),
        ))
      const type = path.endsWith('.css') ? 'text/css' : path.endsWith('.js') ? 'text/javascript' : 'text/html'
      response
        .writeHead(body === undefined ? 404 : 200, {
          'Content-Type': `${type}; charset=utf-8`,
          ...own?.headers,
        })
        .end(body)
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    close = () => server.close()
    stage.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    stage.browser = await launchBrowser()
    player = await stage.browser.newPage({ viewport: { width: VIEW.width, height: VIEW.height } })
    await player.goto(`${stage.origin}/player.html`)
    await player.addScriptTag({ path: new URL('node_modules/rrweb/dist/rrweb.umd.cjs', ROOT).pathname })
    await player.addScriptTag({ content: see })
  })

  afterAll(async () => {
    await stage.browser?.close()
    close?.()
  })

  stage.file = (path, body, headers = {}) => files.set(path, { body, headers })

  stage.record = async (path, given = {}) => {
    const page = await stage.browser.newPage({ viewport: VIEW })
    await page.goto(`${stage.origin}${path}`)
    await page.evaluate(see)
    await page.evaluate(script)
    await page.evaluate(`window.recorder = window.startInPage(${JSON.stringify(given)})`)
    const ask = <T>(expression: string) => page.evaluate(expression) as Promise<T>
    const events = async () =>
      (await ask<string[]>('window.recorder.pieces()')).map((piece) => JSON.parse(piece) as ReplayEvent)
    return {
      page,
      ask,
      events,
      told: async () => ({
        drafts: await ask('window.recorder.drafts()'),
        drops: await ask('window.recorder.drops()'),
      }),
      moment: async () => {
        // Delays of the recorder: fields are looked at later, scrolling and windows of mutations wait a little.
        await ask('window.quiet()')
        const seen = await ask('window.see(document)')
        return { seen, events: await events(), picture: await page.screenshot() }
      },
    }
  }

  stage.show = async (events, expected) => {
    let seen = await player.evaluate(`window.show(${JSON.stringify(events)})`)
    for (let looks = 0; looks < LOOKS && !isDeepStrictEqual(seen, expected); looks++)
      seen = await player.evaluate('window.lookAgain()')
    const picture = await player.screenshot()
    return { seen, picture }
  }

  stage.difference = (one, other) =>
    player.evaluate(`window.difference('${one.toString('base64')}', '${other.toString('base64')}')`)

  return stage
}
