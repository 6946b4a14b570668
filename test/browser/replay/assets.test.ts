// A page whose looks lie in files: recorded, its files fetched as the pipeline does it, the sites taken away, and shown.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AssetRecord } from '../../../core/assets/asset-record.ts'
import type { AssetType } from '../../../core/assets/asset-type.ts'
import { watchAssetUrls } from '../../../core/replay/asset-urls.ts'
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'
import { fetchAsset } from '../../../functions/schedule/fetch-assets/fetch-asset.ts'
import { hostLanes } from '../../../functions/schedule/fetch-assets/host-lanes.ts'
import { projectAssets } from '../../../functions/schedule/fetch-assets/project-assets.ts'
import { settleSession } from '../../../functions/schedule/fetch-assets/settle-session.ts'
import { resolveUrl } from '../../../functions/stores/resolve-url.ts'
import { startCanary } from '../../functions/assets/canary.ts'
import { launchBrowser } from '../browser.ts'
import { bundleInPage } from '../recording/stage.ts'
import { differenceOf } from '../tracker/compare-pictures.ts'

const VIEW = { width: 800, height: 500 }
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; font-src data: blob:; frame-src 'self'"

let browser: Browser
let player: Page
let server: Server

beforeAll(async () => {
  browser = await launchBrowser()
  const { outputFiles } = await build({
    entryPoints: [new URL('pages/show-assets.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    target: 'es2022',
    format: 'iife',
  })
  server = createServer(({ url }, response) => {
    const isScript = url === '/show.js'
    response.writeHead(200, {
      'content-type': isScript ? 'text/javascript' : 'text/html',
      'content-security-policy': POLICY,
    })
    response.end(
      isScript
        ? outputFiles[0]?.text
        : '<!DOCTYPE html><style>body{margin:0}</style><body></body><script src="/show.js"></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  player = await browser.newPage({ viewport: VIEW })
  await player.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
})

afterAll(async () => {
  await browser?.close()
  server?.close()
})

const drawing = (color: string, size = 40) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><rect width="${size}" height="${size}" fill="${color}"/></svg>`

/** A font of symbols, which no machine has by itself. */
const anyFont = async (): Promise<Buffer> => {
  const folder = new URL('../../../node_modules/playwright-core/lib/vite/dashboard/assets/', import.meta.url)
  const [name = ''] = (await readdir(folder)).filter((file) => file.endsWith('.ttf'))
  return readFile(new URL(name, folder))
}

/** What the pipeline would keep, without its stores. */
const keepAll = async (events: ReplayEvent[], origins: string[]) => {
  const urls = watchAssetUrls(resolveUrl)
  urls.note('tab', events)
  const records = new Map<string, AssetRecord>()
  const contents = new Map<string, { type: AssetType; bytes: Uint8Array }>()
  const project = projectAssets(
    'prj_shown',
    { origins, hosts: [], loopback: true },
    {
      records: {
        read: async () => new Map(records),
        write: async (_, url, record) => void records.set(url, record),
        spend: async () => true,
      },
      assets: {
        keep: async (_, hash, type, bytes) => {
          expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'))
          contents.set(hash, { type, bytes })
        },
        keepLonger: async () => true,
      },
      fetch: fetchAsset({ resolve: async () => [], lanes: hostLanes() }),
      now: Date.now,
    },
  )
  const settled = await settleSession(urls.named(), project, () => true)
  return {
    missing: settled?.map.missing,
    kept: (settled?.map.assets ?? []).map(({ url, hash, type }) => ({
      url,
      type,
      base64: Buffer.from(contents.get(hash)?.bytes ?? []).toString('base64'),
    })),
  }
}

const shown = async (events: ReplayEvent[], kept: object[]): Promise<Buffer> => {
  await player.evaluate(`window.showWith(${JSON.stringify(events)}, ${JSON.stringify(kept)})`)
  return player.screenshot()
}

test('a replay looks the same when the sites have gone that its styles, images and fonts came from', async () => {
  const cdn = await startCanary({
    // Without a word about other origins: no script of the page may read it.
    '/site.css': {
      type: 'text/css',
      body: `@import "base.css";
        @font-face { font-family: Own; src: url(own.ttf) }
        h1 { font: 40px serif; color: #123456 } i { font: normal 70px Own }
        .hero { height: 80px; background: url("hero.svg") repeat-x }
        .set { width: 60px; height: 40px; background-image: image-set("set.svg" 1x) }`,
    },
    '/base.css': { type: 'text/css', body: 'body { margin: 0; background: #fed } p { letter-spacing: 3px }' },
    // Of a font even a browser wants that word.
    '/own.ttf': {
      type: 'font/ttf',
      body: await anyFont(),
      headers: { 'access-control-allow-origin': '*' },
    },
    '/hero.svg': { type: 'image/svg+xml', body: drawing('rebeccapurple') },
    '/set.svg': { type: 'image/svg+xml', body: drawing('teal') },
    '/photo.svg': { type: 'image/svg+xml', body: drawing('crimson', 90) },
    '/large.svg': { type: 'image/svg+xml', body: drawing('gold', 90) },
    '/late.svg': { type: 'image/svg+xml', body: drawing('navy', 60) },
  })
  const site = await startCanary({
    '/': {
      type: 'text/html; charset=utf-8',
      body: `<!DOCTYPE html><title>Shop</title>
        <link rel="stylesheet" href="${cdn.origin}/site.css">
        <style>@import url(${cdn.origin}/base.css); .own { width: 50px; height: 50px; background: url(/own.svg) }</style>
        <h1>Plants <i>&#xea60;&#xea61;&#xea68;</i></h1><div class="hero"></div><p>For every room</p><div class="set"></div>
        <img src="${cdn.origin}/photo.svg" width="90" height="90">
        <picture><source srcset="${cdn.origin}/large.svg 1x"><img src="/none.png" width="90" height="90"></picture>
        <div class="own"></div><div id="late"></div>`,
    },
    '/own.svg': { type: 'image/svg+xml', body: drawing('olive', 25) },
  })
  const page = await browser.newPage({ viewport: VIEW })
  await page.goto(`${site.origin}/`)
  await page.evaluate(await bundleInPage())
  await page.evaluate('window.recorder = window.startInPage({})')
  await page.evaluate(`(async () => {
    const image = new Image(60, 60)
    image.src = '${cdn.origin}/late.svg'
    document.getElementById('late').append(image)
    await image.decode()
    await new Promise((done) => setTimeout(done, 300))
  })()`)
  const original = await page.screenshot()
  const pieces = (await page.evaluate('window.recorder.pieces()')) as string[]
  const events = pieces.map((piece) => JSON.parse(piece) as ReplayEvent)
  const origins = [site.origin, cdn.origin]
  const { kept, missing } = await keepAll(events, origins)
  await page.close()
  await site.stop()
  await cdn.stop()

  const asked: string[] = []
  player.on('request', (request) => asked.push(request.url()))
  expect(kept.map(({ url }) => new URL(url).pathname).toSorted()).toEqual([
    '/base.css',
    '/hero.svg',
    '/large.svg',
    '/late.svg',
    '/own.svg',
    '/own.ttf',
    '/photo.svg',
    '/set.svg',
    '/site.css',
  ])
  expect(missing?.map(({ url }) => new URL(url).pathname).toSorted()).toEqual(['/none.png'])
  expect(await differenceOf(player, original, await shown(events, []))).toBeGreaterThan(0.05)
  expect(await differenceOf(player, original, await shown(events, kept))).toBeLessThan(0.001)
  expect(asked.filter((url) => !/^(?:blob|data|about):/.test(url))).toEqual([])
})

test('what is kept may be hostile: it runs nothing, asks for nothing, and styles only what it may', async () => {
  const url = 'https://shop.example/evil'
  const file = (name: string, type: string, text: string) => ({
    url: `${url}${name}`,
    type,
    base64: Buffer.from(text).toString('base64'),
  })
  const element = (id: number, tagName: string, attributes: object, childNodes: object[] = []) => ({
    type: 2,
    id,
    tagName,
    attributes,
    childNodes,
  })
  const body = element(3, 'body', {}, [
    element(4, 'img', { src: `${url}.svg` }),
    element(5, 'link', { rel: 'stylesheet', href: `${url}.css` }),
    element(6, 'style', {}, [{ type: 3, id: 7, textContent: `@import "${url}.css" screen;` }]),
    element(8, 'img', { src: `${url}.html` }),
  ])
  const events: ReplayEvent[] = [
    { type: 4, timestamp: 1, data: { href: 'https://shop.example/', width: 800, height: 500 } },
    {
      type: 2,
      timestamp: 2,
      data: { node: { type: 0, id: 1, childNodes: [element(2, 'html', {}, [body])] } },
    },
  ]
  const asked: string[] = []
  const listen = (request: { url(): string }) => asked.push(request.url())
  player.on('request', listen)
  await shown(events, [
    file(
      '.svg',
      'image/svg+xml',
      `<svg xmlns="http://www.w3.org/2000/svg" onload="top.ran=1"><script>top.ran=1</script><image href="https://evil.example/x.png"/></svg>`,
    ),
    file(
      '.css',
      'text/css',
      `@import "https://evil.example/a.css"; body { background: url(https://evil.example/b.png) } } * { color: red } </style><script>top.ran=1</script>`,
    ),
    file('.html', 'text/html', '<script>top.ran=1</script>'),
  ])
  expect(await player.evaluate('window.ran')).toBeUndefined()
  expect(asked.filter((one) => !/^(?:blob|about):/.test(one))).toEqual([])
  player.off('request', listen)
})
