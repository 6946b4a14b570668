import { readFile } from 'node:fs/promises'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rawReplay } from '../make-segments.ts'
import { type OpenPlayer, openPlayerStage } from '../player-stage.ts'
import { type Canary, startCanary } from './canary.ts'
import { type Hostile, loadingCorpus, malformedCorpus } from './corpus.ts'
import { START, TAB } from './recording.ts'

const stage = openPlayerStage()
let canary: Canary

beforeAll(async () => {
  canary = await startCanary()
})
afterAll(() => canary?.close())

type Log = { addresses: string[]; said: string[]; opened: number }

const watched = async (): Promise<{ page: Page; log: Log }> => {
  const context = await stage.browser.newContext({ viewport: { width: 800, height: 500 } })
  const page = await context.newPage()
  const log: Log = { addresses: [], said: [], opened: 0 }
  context.on('request', (request) => log.addresses.push(request.url()))
  context.on('page', () => log.opened++)
  page.on('dialog', (dialog) => {
    log.said.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('download', () => log.said.push('download'))
  return { page, log }
}

const SPAN = { from: START, to: START + 1_000 }

const play = async (hostile: Hostile, page: Page): Promise<OpenPlayer> => {
  canary.forget()
  const player = await stage.open(rawReplay({ tabId: TAB, lines: hostile.lines }, SPAN), { at: START }, page)
  await settled(player)
  await player.call('seek', START + 900)
  await settled(player)
  await player.call('play')
  await expect.poll(async () => (await player.state()).playing, { timeout: 20_000 }).toBe(false)
  return player
}

const settled = (player: OpenPlayer) =>
  expect
    .poll(
      async () => {
        const { picture, buffering, problem } = await player.state()
        return problem !== undefined || (picture !== undefined && !buffering)
      },
      { timeout: 20_000 },
    )
    .toBe(true)

/** The dashboard answers, is where it was, and so is the player's page; nothing ran anywhere. */
/** A page that another one takes the place of goes with its frame. */
const inFrame = (frame: Frame, expression: string): Promise<unknown> =>
  frame.evaluate(expression).catch((error: unknown) => {
    if (!frame.isDetached()) throw error
  })

const isUnharmed = async (player: OpenPlayer) => {
  expect(new URL(player.page.url()).origin).toBe(stage.hostOrigin)
  for (const frame of player.page.frames()) {
    expect(await inFrame(frame, 'window.pwned')).toBeUndefined()
    expect(await inFrame(frame, '({}).pwned')).toBeUndefined()
    expect(['about:blank', `${stage.playerOrigin}/`, `${stage.hostOrigin}/`]).toContain(frame.url())
  }
  const tree = (await player.call('readTree')) as { nodes: unknown[] }
  expect(Array.isArray(tree.nodes)).toBe(true)
}

const ownAddress = (address: string) =>
  /^(?:data|blob|about):/.test(address) ||
  [stage.hostOrigin, stage.playerOrigin].includes(new URL(address).origin)

// The canary's port is not known yet when tests are named.
const NAMES = loadingCorpus('http://canary').map(({ name }) => name)

describe('nothing runs, loads, or leads away', () => {
  test.each(NAMES.map((name, index) => [name, index] as const))('%s', async (_, index) => {
    const hostile = loadingCorpus(canary.origin)[index] as Hostile
    const { page, log } = await watched()
    const player = await play(hostile, page)
    await isUnharmed(player)
    expect((await player.state()).picture).toBe('whole')
    expect(canary.heard()).toEqual([])
    expect(log.addresses.filter((address) => !ownAddress(address))).toEqual([])
    expect(log.said).toEqual([])
    expect(log.opened).toBe(0)
    // Exactly this, on the page and on every frame in it.
    const sandboxes = await player.frame().evaluate(`(() => {
      const all = []
      const look = (document) => { for (const frame of document.querySelectorAll('iframe')) { all.push(frame.getAttribute('sandbox')); if (frame.contentDocument) look(frame.contentDocument) } }
      look(document)
      return [...new Set(all)]
    })()`)
    expect(sandboxes).toEqual(['allow-same-origin'])
    expect(await player.inPage('document.cookie')).toBe('')
    await page.context().close()
  })
})

describe('without our protection the canary notices', () => {
  test.each(
    loadingCorpus('http://canary').flatMap(({ name, loads }, index) =>
      loads ? [[name, index] as const] : [],
    ),
  )('%s', async (_, index) => {
    canary.page(await readFile(new URL('../pages/naive.js', import.meta.url), 'utf8'))
    const hostile = loadingCorpus(canary.origin)[index] as Hostile
    const { page } = await watched()
    await page.goto(`${canary.origin}/naive`)
    canary.forget()
    // Again until it is heard: what runs in a page may be slower to ask than the page is to be replaced.
    await expect
      .poll(
        async () => {
          const isHere = await page.evaluate('typeof rebuildNaively').catch(() => undefined)
          // Led away by what it rebuilt it is not asked any more, and was heard.
          if (isHere === 'function') await page.evaluate(`rebuildNaively(${JSON.stringify(hostile.lines)})`)
          return canary.heard().filter((one) => one !== 'connection').length
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThan(0)
    await page.context().close()
  })
})

describe('what is malformed or too much is left out, and the player answers', () => {
  test.each(malformedCorpus().map(({ name }, index) => [name, index] as const))('%s', async (_, index) => {
    const hostile = malformedCorpus()[index] as Hostile
    const { page, log } = await watched()
    const player = await play(hostile, page)
    await isUnharmed(player)
    expect(log.addresses.filter((address) => !ownAddress(address))).toEqual([])
    const { leftOut, problem } = await player.state()
    expect(problem?.code).toBe(hostile.problem)
    if (hostile.leavesOut) expect(leftOut).toBeGreaterThan(0)
    // It never had to be thrown away.
    expect(await page.evaluate('host.player().life')).toBe(0)
    await page.context().close()
  })
})
