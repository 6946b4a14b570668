import { expect, test } from 'vitest'
import type { ReplayAssets, SessionAsset } from '../../../../core/assets/session-assets.ts'
import {
  type AssetPorts,
  type GivenAsset,
  loadAssets,
} from '../../../../dashboard/src/replay/assets/load-assets.ts'

const hash = (n: number) => n.toString(16).padStart(64, '0')
const asset = (n: number, type: SessionAsset['type'], bytes = 3): SessionAsset => ({
  url: `https://shop.example/${n}`,
  hash: hash(n),
  type,
  bytes,
})

const portsOf = (lists: ReplayAssets[]) => {
  const given: GivenAsset[][] = []
  const asked: number[] = []
  const ports: AssetPorts = {
    list: async () => lists.shift() ?? { assets: [], missing: [], pending: false },
    bundle: async (hashes) => {
      asked.push(hashes.length)
      const [some, left] = [hashes.slice(0, 30), hashes.slice(30)]
      return {
        assets: some.map((one) => ({ hash: one, type: 'image/png', base64: btoa('abc') })),
        left: [...left],
      }
    },
    part: async (_, from) => new ArrayBuffer(Math.min(4_000_000, 9_000_000 - from)),
    give: (assets) => void given.push(assets),
    wait: async () => {},
  }
  return { ports, given, asked }
}

const signal = new AbortController().signal
const pathsOf = (given: GivenAsset[][]) => given.map((batch) => batch.map(({ url }) => new URL(url).pathname))

test('sheets come first and together, then fonts, then images', async () => {
  const assets = [asset(1, 'image/png'), asset(2, 'font/woff2'), asset(3, 'text/css'), asset(4, 'text/css')]
  const { ports, given } = portsOf([{ assets, missing: [], pending: false }])
  await loadAssets(ports, signal)
  expect(pathsOf(given)).toEqual([
    ['/3', '/4'],
    ['/2', '/1'],
  ])
})

test('a hundred files take few requests, a content under two addresses one, and a large one comes in parts', async () => {
  const many = Array.from({ length: 100 }, (_, n) => asset(n, 'image/png'))
  const twin = { ...asset(5, 'image/png'), url: 'https://shop.example/twin' }
  const large = asset(200, 'image/png', 9_000_000)
  const { ports, given, asked } = portsOf([{ assets: [...many, twin, large], missing: [], pending: false }])
  await loadAssets(ports, signal)
  expect(asked.length).toBeLessThan(10)
  const all = given.flat()
  expect(all).toHaveLength(102)
  expect(all.find(({ url }) => url.endsWith('/200'))?.bytes.byteLength).toBe(9_000_000)
  expect(all.filter(({ url }) => /\/(?:5|twin)$/.test(url)).map(({ bytes }) => bytes.byteLength)).toEqual([
    3, 3,
  ])
})

test('what was still being fetched is asked for again, and what is there is not given twice', async () => {
  const first = { assets: [asset(1, 'image/png')], missing: [], pending: true }
  const { ports, given } = portsOf([
    first,
    { ...first, assets: [...first.assets, asset(2, 'text/css')], pending: false },
  ])
  await loadAssets(ports, signal)
  expect(pathsOf(given)).toEqual([['/1'], ['/2']])
})

test('a page holds no more than it can bear', async () => {
  const assets = Array.from({ length: 30 }, (_, n) => asset(n, 'image/png', 9_000_000))
  const { ports, given } = portsOf([{ assets, missing: [], pending: false }])
  await loadAssets(ports, signal)
  expect(given.flat().length).toBeLessThan(10)
  expect(given.flat().length).toBeGreaterThan(5)
})
