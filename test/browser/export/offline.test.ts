// A session as one file, opened from the disk by a browser without a network.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFold } from '../../../core/replay/fold.ts'
import { EVENT, type ReplayEvent } from '../../../core/replay/recording-format.ts'
import { offlinePlayer } from '../../../dashboard/player/alone/offline-player.ts'
import { offlinePage } from '../../../dashboard/src/replay/export/offline-page.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import { element, text } from '../../unit/core/replay/recordings.ts'
import { launchBrowser } from '../browser.ts'

let browser: Browser
let folder = ''
let player: { script: string; style: string }
const TAB = uuid(1)
const FROM = 1_700_000_000_000
const CSS = 'https://shop.example/page.css'

const page = {
  type: 0,
  id: 1,
  childNodes: [
    { type: 1, id: 2, name: 'html', publicId: '', systemId: '' },
    element(3, 'html', { lang: 'en' }, [
      element(4, 'head', {}, [
        element(5, 'link', { rel: 'stylesheet', href: CSS }),
        element(6, 'script', { src: 'https://evil.example/x.js' }, [
          text(7, 'parent.document.title = "broken"'),
        ]),
      ]),
      element(8, 'body', { onload: 'parent.document.title = "broken"' }, [
        element(9, 'ul', { class: 'list' }, [element(10, 'li', {}, [text(11, 'first')])]),
        element(12, 'img', { src: 'https://evil.example/pixel.png', onerror: 'alert(1)' }),
        element(13, 'input', { type: 'text', value: '••••' }),
      ]),
    ]),
  ],
}

const opening: ReplayEvent[] = [
  { type: 4, timestamp: FROM, data: { href: 'https://shop.example/', width: 800, height: 600 } },
  { type: 2, timestamp: FROM, data: { node: page, initialOffset: { top: 0, left: 0 } } },
]
const item = (nth: number): ReplayEvent => ({
  type: 3,
  timestamp: FROM + nth * 1_000,
  data: {
    source: 0,
    texts: [],
    attributes: [],
    removes: [],
    adds: [
      { parentId: 9, nextId: null, node: element(100 + nth * 2, 'li') },
      { parentId: 100 + nth * 2, nextId: null, node: text(101 + nth * 2, `</script> item ${nth}`) },
    ],
  },
})
const items = Array.from({ length: 90 }, (_, nth) => item(nth + 1))

/** Two segments, as the pipeline cuts them: the second begins with what the first one leaves. */
const segments = () => {
  const fold = startFold()
  const [first, second] = [items.slice(0, 60), items.slice(60)]
  for (const event of [...opening, ...first]) fold.apply(event)
  const pack = (snapshot: ReplayEvent[], events: ReplayEvent[]) => {
    const lines = [
      { v: 1, tabId: TAB, format: 'rrweb-2', snapshot },
      { seq: 0, shiftMs: 0, events },
    ]
    const bytes = gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  }
  return [
    { name: 'a.0-0-1', from: FROM, to: FROM + 60_000, bytes: pack([], [...opening, ...first]) },
    {
      name: 'a.0-1-1',
      from: FROM + 61_000,
      to: FROM + 90_000,
      bytes: pack(fold.snapshot(FROM + 61_000) ?? [], second),
    },
  ]
}

beforeAll(async () => {
  browser = await launchBrowser()
  folder = await mkdtemp(join(tmpdir(), 'playhead-offline-'))
  const { load } = offlinePlayer() as unknown as { load(id: string): Promise<string> }
  const module = await load('\0virtual:offline-player')
  player = (await import(
    `data:text/javascript;base64,${Buffer.from(module).toString('base64')}`
  )) as typeof player
})
afterAll(async () => {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
})

const saved = async () => {
  const cut = segments()
  const blob = await offlinePage({
    title: 'Session of <today> & "tomorrow"',
    replay: {
      from: FROM,
      to: FROM + 90_000,
      live: false,
      tabs: [{ tabId: TAB, from: FROM, to: FROM + 90_000 }],
      segments: cut.map(({ name, from, to, bytes }) => ({
        name,
        tabId: TAB,
        format: 'rrweb-2',
        from,
        to,
        bytes: bytes.byteLength,
        picture: 'whole',
      })),
      marks: [],
      gaps: [],
    },
    segments: cut,
    assets: [
      { url: CSS, type: 'text/css', bytes: new TextEncoder().encode('li { color: rgb(1, 2, 3) }').buffer },
    ],
    player,
  })
  const file = join(folder, 'session.html')
  await writeFile(file, Buffer.from(await blob.arrayBuffer()))
  return pathToFileURL(file).href
}

const open = async () => {
  const context = await browser.newContext({ offline: true, viewport: { width: 1000, height: 700 } })
  const shown = await context.newPage()
  const complaints: string[] = []
  const asked: string[] = []
  shown.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  shown.on('pageerror', (error) => complaints.push(error.message))
  shown.on('dialog', (dialog) => complaints.push(dialog.message()))
  shown.on('request', (request) => asked.push(request.url()))
  const address = await saved()
  await shown.goto(address)
  return { context, shown, complaints, asked, address }
}

type Styled = { getComputedStyle(node: unknown): { color: string } }

const rebuilt = (shown: Page) => shown.frameLocator('iframe.page:not(.building)')

const seek = async (shown: Page, ms: number) => {
  await shown.getByRole('slider', { name: 'Time line' }).fill(String(ms))
  await expect.poll(() => shown.locator('body').getAttribute('data-shown')).toBe(String(ms))
}

/** The texts of the list as the fold says they were then. */
const listAt = (ms: number): string[] => {
  const fold = startFold()
  for (const event of [...opening, ...items]) if (event.timestamp <= FROM + ms) fold.apply(event)
  const whole = JSON.stringify(fold.snapshot(FROM + ms)?.find(({ type }) => type === EVENT.fullSnapshot))
  return [...whole.matchAll(/"textContent":"(first|<\/script> item \d+)"/g)].map(([, told = '']) => told)
}

test('it plays from the disk without a network, and shows at each moment what was there', async () => {
  const { context, shown, complaints, asked, address } = await open()
  for (const ms of [0, 5_000, 45_000, 75_000, 90_000, 3_000]) {
    await seek(shown, ms)
    expect(await rebuilt(shown).locator('li').allTextContents(), String(ms)).toEqual(listAt(ms))
  }
  const colour = await rebuilt(shown)
    .locator('li')
    .first()
    .evaluate((node) => (globalThis as unknown as Styled).getComputedStyle(node).color)
  expect(colour).toBe('rgb(1, 2, 3)')
  await shown.getByRole('button', { name: 'Play' }).click()
  await shown.getByRole('button', { name: 'Pause' }).waitFor()
  await expect.poll(() => rebuilt(shown).locator('li').count()).toBeGreaterThan(listAt(4_000).length)
  expect(asked.filter((url) => !/^(data|blob):/.test(url))).toEqual([address])
  expect(complaints).toEqual([])
  expect(await shown.title()).toBe('Session of <today> & "tomorrow"')
  await context.close()
})

test('nothing of the recorded page runs in it, or is fetched for it', async () => {
  const { context, shown, asked } = await open()
  await seek(shown, 10_000)
  expect(await shown.locator('iframe.page').first().getAttribute('sandbox')).toBe('allow-same-origin')
  const whole = await rebuilt(shown).locator('html').innerHTML()
  expect(whole).not.toMatch(/<script|onload|onerror|evil\.example/)
  expect(await rebuilt(shown).locator('img').getAttribute('src')).toBeNull()
  const policy = await shown.locator('meta[http-equiv]').getAttribute('content')
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/]+='; style-src 'unsafe-inline'/)
  // A script that somebody adds to the file is none of those whose hash is known.
  const ran = await shown.evaluate<string>(`(() => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "broken"'
    document.body.append(script)
    return document.title
  })()`)
  expect(ran).not.toBe('broken')
  expect(asked.some((url) => url.includes('evil'))).toBe(false)
  await context.close()
})
