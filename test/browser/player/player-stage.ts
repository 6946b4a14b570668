// A browser with the player as it ships: its built page on one origin under its own policy, a host page on another.

import { readFile } from 'node:fs/promises'
import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { playerPolicy } from '../../../lib/player-policy.ts'
import { launchBrowser } from '../browser.ts'
import type { MadeReplay } from './make-segments.ts'
import { type ServedPlayer, servePlayer } from './serve-player.ts'

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

export const openPlayerStage = (policy = playerPolicy('*')): PlayerStage => {
  const stage = {} as PlayerStage
  let served: ServedPlayer

  beforeAll(async () => {
    served = await servePlayer(policy)
    const { hostOrigin, playerOrigin } = served
    Object.assign(stage, { playerOrigin, hostOrigin, browser: await launchBrowser() })
  })

  afterAll(async () => {
    await stage.browser?.close()
    await served?.close()
  })

  stage.open = async (made, start, given) => {
    served.segments.clear()
    for (const [name, bytes] of made.segments) served.segments.set(name, bytes)
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
      await call('seek', at)
      await until(
        async () => ((await page.evaluate('host.state().shownAt')) as number | undefined) === at,
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
