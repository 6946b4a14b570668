import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { Origin } from '../../../local/edge/origin.ts'
import type { Service } from '../../../local/services/service.ts'
import { ask, behavior, CACHING_DISABLED, CACHING_OPTIMIZED, config, startEdge } from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

const script = 'export const a = 1\n'.repeat(200)
const serving = (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Origin => ({
  request: (_request, response) => {
    const length = { 'content-length': Buffer.byteLength(body) }
    response.writeHead(status, { 'content-type': 'text/javascript', ...length, ...headers }).end(body)
  },
})

const start = (origin: Origin, more: object = {}) => {
  const DefaultCacheBehavior = behavior('app', { CachePolicyId: CACHING_OPTIMIZED, Compress: true, ...more })
  return startEdge({ app: origin }, { config: config({ DefaultCacheBehavior }) })
}
const accepting = (encodings: string) => ({ headers: { 'accept-encoding': encodings } })

test('a viewer gets brotli if it can, gzip if it must, and the text if it asks for neither', async () => {
  edge = await start(serving(script, { etag: '"v1"' }))
  const brotli = await ask(edge.url, '/a.js', accepting('gzip, br'))
  expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding', etag: 'W/"v1"' })
  expect(brotli.headers['content-length']).toBe(String(brotli.body.length))
  expect(brotliDecompressSync(brotli.body).toString()).toBe(script)
  const gzip = await ask(edge.url, '/a.js', accepting('gzip;q=0.5, br;q=0'))
  expect(gunzipSync(gzip.body).toString()).toBe(script)
  const plain = await ask(edge.url, '/a.js')
  expect(plain.text).toBe(script)
  expect(plain.headers).toMatchObject({ etag: '"v1"', vary: 'Accept-Encoding' })
})

test('an object is compressed again only when its etag changes', async () => {
  let version = 1
  edge = await start({
    request: (_request, response) => {
      const body = `// ${version}\n${script}`
      const headers = {
        'content-type': 'text/javascript',
        'content-length': body.length,
        etag: `"${version}"`,
      }
      response.writeHead(200, headers).end(body)
    },
  })
  const first = await ask(edge.url, '/a.js', accepting('br'))
  const again = await ask(edge.url, '/a.js', accepting('br'))
  expect(again.body.equals(first.body)).toBe(true)
  version = 2
  const changed = await ask(edge.url, '/a.js', accepting('br'))
  expect(brotliDecompressSync(changed.body).toString()).toMatch(/^\/\/ 2\n/)
})

const left: [string, Origin, object?][] = [
  ['too small', serving('x'.repeat(999))],
  ['too large', serving(Buffer.alloc(10_000_001))],
  ['compressed already', serving(script, { 'content-encoding': 'zstd' })],
  ['of a type that is compressed in itself', serving(script, { 'content-type': 'image/png' })],
  ['an error that is not about a missing page', serving(script, {}, 500)],
  ['not for a behaviour that compresses', serving(script), { Compress: false }],
  ['under a policy that may keep nothing', serving(script), { CachePolicyId: CACHING_DISABLED }],
  [
    'of an unknown length',
    {
      request: (_request, response) =>
        void response.writeHead(200, { 'content-type': 'text/css' }).end(script),
    },
  ],
]

test.each(left)('an answer is left as it is when it is %s', async (_what, origin, more) => {
  edge = await start(origin, more)
  const { headers, body } = await ask(edge.url, '/', accepting('br, gzip'))
  expect(['br', 'gzip']).not.toContain(headers['content-encoding'])
  expect(body.length).toBeGreaterThanOrEqual(999)
})

test('an origin that breaks off before its body is whole is answered for with 502', async () => {
  edge = await start({
    request: (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/css', 'content-length': 5_000 }).write('half')
      setImmediate(() => response.destroy())
    },
  })
  expect((await ask(edge.url, '/a.css', accepting('br'))).status).toBe(502)
})
