import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AssetRules } from '../../../core/assets/asset-hosts.ts'
import { ASSET_AT_ONCE, ASSET_MAX_BYTES } from '../../../core/limits.ts'
import { fetchAsset } from '../../../functions/schedule/fetch-assets/fetch-asset.ts'
import { hostLanes } from '../../../functions/schedule/fetch-assets/host-lanes.ts'
import {
  type NotFetched,
  type ResolveHost,
  requestOnce,
} from '../../../functions/schedule/fetch-assets/request-once.ts'
import { PIXEL, startCanary } from './canary.ts'

let site: Awaited<ReturnType<typeof startCanary>>
let rules: AssetRules

beforeEach(async () => {
  site = await startCanary({})
  rules = { origins: [site.origin], hosts: ['cdn.example'], loopback: true }
})
afterEach(() => site.stop())

const toNobody: ResolveHost = async () => []

const fetching = (resolve: ResolveHost = toNobody) => fetchAsset({ resolve, lanes: hostLanes() })

const get = (path: string, of: Partial<AssetRules> = {}) =>
  fetching()(new URL(path, site.origin).href, { ...rules, ...of })

const refusal = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'fetched',
    (error: NotFetched) => error.reason,
  )

test('a file is fetched without a cookie, a login or a referrer, by a name that says whose it is', async () => {
  site.pages['/a.png'] = { type: 'image/png', body: PIXEL, headers: { 'set-cookie': 'a=1' } }
  expect(await get('/a.png')).toMatchObject({ type: 'image/png', url: `${site.origin}/a.png` })
  await get('/a.png')
  for (const { headers } of site.asked) {
    expect(Object.keys(headers).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'sec-purpose',
      'user-agent',
    ])
    expect(headers['user-agent']).toContain('Playhead')
  }
})

test('what is packed is unpacked, and a bomb is let go before it has grown', async () => {
  const css = 'a{color:red}'
  site.pages['/a.css'] = { type: 'text/css', body: gzipSync(css), headers: { 'content-encoding': 'gzip' } }
  site.pages['/b.css'] = {
    type: 'text/css',
    body: brotliCompressSync(css),
    headers: { 'content-encoding': 'br' },
  }
  for (const path of ['/a.css', '/b.css']) expect(Buffer.from((await get(path)).bytes).toString()).toBe(css)
  const bomb = gzipSync(Buffer.alloc(60_000_000))
  site.pages['/bomb'] = { type: 'image/png', body: bomb, headers: { 'content-encoding': 'gzip' } }
  site.pages['/broken'] = { type: 'image/png', body: 'xx', headers: { 'content-encoding': 'gzip' } }
  site.pages['/odd'] = { type: 'image/png', body: PIXEL, headers: { 'content-encoding': 'zstd' } }
  expect(await refusal(get('/bomb'))).toBe('too-large')
  expect(await refusal(get('/broken'))).toBe('unreachable')
  expect(await refusal(get('/odd'))).toBe('encoding')
})

test('what is too large is refused by what it says, and by what it is', async () => {
  site.pages['/says'] = {
    by: (response) =>
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': '999999999' }).write('x'),
  }
  site.pages['/is.css'] = { type: 'text/css', body: ' '.repeat(ASSET_MAX_BYTES.style + 1) }
  expect(await refusal(get('/says'))).toBe('too-large')
  expect(await refusal(get('/is.css'))).toBe('too-large')
})

test('only what a page shows is taken, by its own bytes', async () => {
  site.pages['/page'] = { type: 'text/html', body: '<html>' }
  site.pages['/lie.png'] = { type: 'image/png', body: '{"secret": 1}' }
  site.pages['/api'] = { type: 'application/json', body: '{}' }
  for (const path of ['/page', '/lie.png', '/api']) expect(await refusal(get(path))).toBe('type')
  expect(await refusal(get('/gone'))).toBe('status-404')
})

test('a sheet in another encoding is kept in UTF-8', async () => {
  site.pages['/l1.css'] = {
    type: 'text/css; charset=iso-8859-1',
    body: Buffer.from('a{content:"\xe9"}', 'latin1'),
  }
  expect(Buffer.from((await get('/l1.css')).bytes).toString()).toBe('a{content:"é"}')
})

test('a redirect is followed where the project goes, three times at most, and each hop is looked at', async () => {
  const to = (location: string) => ({ status: 302, headers: { location } })
  site.pages['/1'] = to('/2')
  site.pages['/2'] = to('/3')
  site.pages['/3'] = to('/a.png')
  site.pages['/0'] = to('/1')
  site.pages['/a.png'] = { type: 'image/png', body: PIXEL }
  expect((await get('/1')).url).toBe(`${site.origin}/a.png`)
  expect(await refusal(get('/0'))).toBe('redirects')
  for (const [path, location, reason] of [
    ['/meta', 'http://169.254.169.254/latest/meta-data/iam/', 'scheme'],
    ['/metas', 'https://169.254.169.254/latest/meta-data/iam/', 'host'],
    ['/other', 'https://evil.example/', 'host'],
    ['/port', `http://127.0.0.1:${site.port + 1}/`, 'host'],
    ['/name', `http://localhost:${site.port}/a.png`, 'host'],
    ['/file', 'file:///etc/passwd', 'scheme'],
    ['/login', `http://ada:pw@127.0.0.1:${site.port}/a.png`, 'login'],
    ['/none', 'http://', 'redirects'],
  ] as const) {
    site.pages[path] = to(location)
    expect([path, await refusal(get(path))]).toEqual([path, reason])
  }
})

test('the own machine is nobody to ask where the stage does not have it so', async () => {
  site.pages['/a.png'] = { type: 'image/png', body: PIXEL }
  expect(await refusal(get('/a.png', { loopback: false }))).toBe('host')
  expect(site.asked).toEqual([])
})

test.each([
  ['127.0.0.1'],
  ['10.0.0.8'],
  ['169.254.169.254'],
  ['::1'],
  ['::ffff:127.0.0.1'],
  ['fd00:ec2::254'],
  ['93.184.216.34', '10.0.0.8'],
  [],
])('a name of the project that leads to %s, %s is not asked', async (...addresses) => {
  const asked = fetching(async () => addresses.flatMap((one) => one ?? []))(
    'https://cdn.example/a.png',
    rules,
  )
  expect(await refusal(asked)).toBe(addresses.length === 0 ? 'unreachable' : 'address')
})

test('a name is looked up once, and the address that was checked is the one that is asked, whatever it leads to then', async () => {
  site.pages['/a.png'] = { type: 'image/png', body: PIXEL }
  const addresses = ['127.0.0.1', '127.0.0.2', '10.0.0.1']
  const resolve = vi.fn<ResolveHost>(async () => [addresses.shift() ?? ''])
  const url = new URL(`http://localhost:${site.port}/a.png`)
  const answer = await requestOnce(url, AbortSignal.timeout(5_000), { resolve, loopback: true })
  expect(answer.statusCode).toBe(200)
  expect(answer.socket.remoteAddress).toBe('127.0.0.1')
  answer.destroy()
  expect(resolve).toHaveBeenCalledTimes(1)
  expect(site.asked[0]?.headers.host).toBe(`localhost:${site.port}`)
  // Asked once more it leads elsewhere, and that is looked at again: nothing is listening there, nothing is allowed there.
  await expect(requestOnce(url, AbortSignal.timeout(5_000), { resolve, loopback: true })).rejects.toThrow()
  await expect(
    requestOnce(url, AbortSignal.timeout(5_000), { resolve, loopback: true }),
  ).rejects.toMatchObject({
    reason: 'address',
  })
})

test('a host is asked for few things at once, and left alone when it does not answer', async () => {
  const waiting: (() => void)[] = []
  for (let n = 0; n < 20; n++)
    site.pages[`/${n}.png`] = {
      by: (response) => {
        waiting.push(() => response.writeHead(200, { 'content-type': 'image/png' }).end(PIXEL))
        if (waiting.length === ASSET_AT_ONCE.host || site.asked.length === 20)
          for (const go of waiting.splice(0)) go()
      },
    }
  const fetch = fetching()
  await Promise.all(Array.from({ length: 20 }, (_, n) => fetch(`${site.origin}/${n}.png`, rules)))
  expect(site.most()).toBe(ASSET_AT_ONCE.host)

  for (let n = 0; n < 20; n++) site.pages[`/busy${n}`] = { status: 503 }
  const reasons = []
  for (let n = 0; n < 6; n++) reasons.push(await refusal(fetch(`${site.origin}/busy${n}`, rules)))
  expect(reasons).toEqual(['status-503', 'status-503', 'status-503', 'status-503', 'later', 'later'])
})
