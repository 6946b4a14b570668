// A browser with the player as it ships: its built page on one origin under its own policy, a host page on another.

import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { playerPolicy } from '../../../lib/player-policy.ts'
import { launchBrowser } from '../browser.ts'
import { buildPlayer } from '../dashboard/build-dashboard.ts'
import { DASHBOARD_POLICY, serveSite } from '../dashboard/static-site.ts'
import type { MadeReplay } from './make-segments.ts'

export type State = {
  at: number
  playing: boolean
  ended: boolean
  buffering: boolean
  tabId: string | null
  picture?: string
  viewport?: { width: number; height: number }
  skipped?: { from: number; to: number }
  leftOut: number
  problem?: { code: string; message: string }
}

export type OpenPlayer = {
  page: Page
  /** Calls a method of the player. */
  call: (method: string, ...args: unknown[]) => Promise<unknown>
  state: () => Promise<State>
  states: () => Promise<State[]>
  fetched: () => Promise<string[]>
  /** Jumps, and waits until it is on the screen. */
  seek: (at: number) => Promise<void>
  /** Until a picture is shown and nothing is waited for. */
  shown: () => Promise<void>
  /** The player's own page. */
  frame: () => Frame
  /** In the rebuilt page, as `document`. */
  inPage: <T>(expression: string) => Promise<T>
}

export type PlayerStage = {
  browser: Browser
  hostOrigin: string
  playerOrigin: string
  open: (made: MadeReplay, start?: object, page?: Page) => Promise<OpenPlayer>
}

type Serve = Parameters<typeof createServer>[1]

const listen = async (serve: Serve, host: string): Promise<[Server, string]> => {
  const server = createServer(serve as never)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return [server, `http://${host}:${(server.address() as AddressInfo).port}`]
}

const hostScript = async (): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [new URL('pages/host.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    target: 'es2022',
    format: 'iife',
  })
  return outputFiles[0]?.text ?? ''
}

const HOST_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/host.css"></head><body><script src="/host.js"></script></body></html>`
const HOST_STYLE = 'body{margin:0}iframe{border:0;position:fixed;inset:0;width:100%;height:100%}'

export const openPlayerStage = (policy = playerPolicy('*')): PlayerStage => {
  const stage = {} as PlayerStage
  const segments = new Map<string, Buffer>()
  const closes: (() => unknown)[] = []

  beforeAll(async () => {
    const script = await hostScript()
    const site = await buildPlayer()
    closes.push(site.remove)
    const serve = serveSite(site.directory, policy)
    const [player, playerOrigin] = await listen((request, response) => {
      response.setHeader('origin-agent-cluster', '?1')
      void serve(request, response)
    }, '127.0.0.1')
    const [host, hostOrigin] = await listen((request, response) => {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname)
      const segment = segments.get(path.replace('/segments/', ''))
      const [type, body] = segment
        ? ['application/gzip', segment]
        : path === '/host.js'
          ? ['text/javascript', script]
          : path === '/host.css'
            ? ['text/css', HOST_STYLE]
            : ['text/html; charset=utf-8', path === '/' ? HOST_PAGE : undefined]
      response
        .writeHead(body === undefined ? 404 : 200, {
          'content-type': type,
          'content-security-policy': DASHBOARD_POLICY,
          'set-cookie': 'login=secret-of-the-dashboard; Path=/',
        })
        .end(body)
    }, 'localhost')
    closes.push(
      () => player.close(),
      () => host.close(),
    )
    Object.assign(stage, { playerOrigin, hostOrigin, browser: await launchBrowser() })
  })

  afterAll(async () => {
    await stage.browser?.close()
    for (const close of closes) await close()
  })

  stage.open = async (made, start, given) => {
    segments.clear()
    for (const [name, bytes] of made.segments) segments.set(name, bytes)
    const page = given ?? (await stage.browser.newPage({ viewport: { width: 900, height: 500 } }))
    await page.goto(`${stage.hostOrigin}/`)
    await page.evaluate(
      `host.open(${JSON.stringify({ playerOrigin: stage.playerOrigin, replay: made.replay, start })})`,
    )
    return drive(page, stage.playerOrigin)
  }
  return stage
}

const until = async (look: () => Promise<boolean>, what: string) => {
  const end = Date.now() + 20_000
  while (!(await look())) {
    if (Date.now() > end) throw new Error(`The player never got there: ${what}.`)
    await new Promise((done) => setTimeout(done, 15))
  }
}

const drive = (page: Page, playerOrigin: string): OpenPlayer => {
  const state = () => page.evaluate('host.state()') as Promise<State>
  const frame = () => {
    const found = page
      .frames()
      .find((one) => one.url().startsWith(playerOrigin) && one.parentFrame() === page.mainFrame())
    if (!found) throw new Error('There is no player.')
    return found
  }
  const call = (method: string, ...args: unknown[]) =>
    page.evaluate(
      `host.player().${method}(${args.map((one) => JSON.stringify(one) ?? 'undefined').join(', ')})`,
    )
  const shown = () =>
    until(async () => {
      const { picture, buffering } = await state()
      return picture !== undefined && !buffering
    }, 'a picture')
  return {
    page,
    call,
    state,
    states: () => page.evaluate('host.states()') as Promise<State[]>,
    fetched: () => page.evaluate('host.fetched()') as Promise<string[]>,
    frame,
    shown,
    seek: async (at) => {
      const before = (await page.evaluate('host.states().length')) as number
      await call('seek', at)
      await until(
        async () =>
          (await page.evaluate(
            `host.states().slice(${before}).some((one, index, all) => one.at === ${at} && !one.buffering && one.picture !== undefined && index > 1)`,
          )) as boolean,
        `the moment ${at}`,
      )
    },
    inPage: <T>(expression: string) =>
      frame().evaluate(
        `((document) => (${expression}))(window.document.querySelector('iframe.page:not(.building)').contentDocument)`,
      ) as Promise<T>,
  }
}

/** What is to be seen of a document, told alike of a page and of its replay, with our own marks left out. */
export const seeScript = async (): Promise<string> => {
  const source = await readFile(new URL('../recording/pages/see.js', import.meta.url), 'utf8')
  return source
    .replace(
      "replace(/, [^,{]*\\\\:hover/g, '')",
      "replace(/, [^,{]*?\\[playhead-hover\\][^,{]*?(?=,| \\{)/g, '')",
    )
    .replace(
      "if (name.startsWith('rr_'))",
      "if (name.startsWith('rr_') || /^(?:playhead-hover|sandbox|referrerpolicy)$/.test(name))",
    )
}
