import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { type BucketObject, createBucketOrigin } from '../../../local/edge/bucket-origin.ts'
import type { Service } from '../../../local/services/service.ts'
import { ask, behavior, CACHING_OPTIMIZED, config, startEdge } from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

const lastModified = new Date('2026-03-04T05:06:07.890Z')
const opened: Readable[] = []

const start = (objects: Record<string, string>, { readable = true, facts = {} } = {}) => {
  const origin = createBucketOrigin({
    bucket: 'site',
    readable: () => readable,
    open: async (key, { range } = {}): Promise<BucketObject | undefined> => {
      const text = Object.hasOwn(objects, key) ? objects[key] : undefined
      if (text === undefined) return undefined
      if (text === 'broken') throw new Error('the disk is gone')
      const whole = Buffer.from(text)
      const body = Readable.from([range ? whole.subarray(range.start, range.end + 1) : whole])
      opened.push(body)
      const etag = `"${createHash('md5').update(text).digest('hex')}"`
      return { body, size: whole.length, etag, lastModified, contentType: 'text/plain', ...facts }
    },
  })
  const bucket = { Id: 'site', DomainName: 'site.s3.us-east-1.amazonaws.com', S3OriginConfig: {} }
  const DefaultCacheBehavior = behavior('site', { CachePolicyId: CACHING_OPTIMIZED, Compress: true })
  return startEdge(
    {},
    { config: config({ DefaultCacheBehavior, Origins: [bucket] }), originFor: () => origin },
  )
}

const text = '0123456789'

test('an object is read with its type, etag, date, cache rule and metadata', async () => {
  edge = await start({ 'a b/ä.txt': text }, { facts: { cacheControl: 'no-cache', metadata: { by: 'me' } } })
  const answer = await ask(edge.url, '/a%20b/%C3%A4.txt?ignored')
  expect(answer).toMatchObject({ status: 200, text })
  expect(answer.headers).toMatchObject({
    'content-type': 'text/plain',
    'content-length': '10',
    'last-modified': 'Wed, 04 Mar 2026 05:06:07 GMT',
    'cache-control': 'no-cache',
    'x-amz-meta-by': 'me',
    'accept-ranges': 'bytes',
    'x-cache': 'Miss from cloudfront',
  })
  expect(answer.headers.etag).toMatch(/^"[0-9a-f]{32}"$/)
})

test('HEAD tells the size and sends nothing', async () => {
  edge = await start({ 'a.txt': text })
  const answer = await ask(edge.url, '/a.txt', { method: 'HEAD' })
  expect(answer.headers['content-length']).toBe('10')
  expect(answer.text).toBe('')
})

test('what a viewer has already is not sent again, in its compressed form either', async () => {
  edge = await start({ 'a.txt': text })
  const { headers } = await ask(edge.url, '/a.txt')
  const { url } = edge
  const asked = async (given: Record<string, string>) => (await ask(url, '/a.txt', { headers: given })).status
  expect(await asked({ 'if-none-match': `"other", ${headers.etag}` })).toBe(304)
  expect(await asked({ 'if-none-match': `W/${headers.etag}` })).toBe(304)
  expect(await asked({ 'if-none-match': '"other"' })).toBe(200)
  expect(await asked({ 'if-modified-since': headers['last-modified'] ?? '' })).toBe(304)
  expect(await asked({ 'if-modified-since': 'Wed, 04 Mar 2026 05:06:06 GMT' })).toBe(200)
  expect(await asked({ 'if-match': '"other"' })).toBe(412)
})

test.each([
  ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=8-100', 206, '89', 'bytes 8-9/10'],
  ['bytes=4-2', 200, text, undefined],
  ['bytes=0-1,3-4', 200, text, undefined],
  ['lines=1-2', 200, text, undefined],
])('the range %s answers %i', async (range, status, body, contentRange) => {
  edge = await start({ 'a.txt': text })
  const answer = await ask(edge.url, '/a.txt', { headers: { range } })
  expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([status, body, contentRange])
})

test('a range outside the object is refused with its size', async () => {
  edge = await start({ 'a.txt': text })
  const answer = await ask(edge.url, '/a.txt', { headers: { range: 'bytes=10-' } })
  expect([answer.status, answer.headers['content-range']]).toEqual([416, 'bytes */10'])
})

test('a range of an object that has changed since is answered whole', async () => {
  edge = await start({ 'a.txt': text })
  const headers = { range: 'bytes=0-1', 'if-range': '"other"' }
  expect((await ask(edge.url, '/a.txt', { headers })).text).toBe(text)
})

test.each(['/missing', '/', '/../a.txt', '//a.txt', '/%2e%2e/a.txt', '/__proto__'])(
  '%s is no object, and looks like one that may not be read',
  async (path) => {
    edge = await start({ 'a.txt': text })
    const answer = await ask(edge.url, path)
    expect(answer.status).toBe(403)
    expect(answer.headers['content-type']).toBe('application/xml')
    expect(answer.text).toContain('<Code>AccessDenied</Code>')
  },
)

test('a bucket that CloudFront may not read denies everything', async () => {
  edge = await start({ 'a.txt': text }, { readable: false })
  expect((await ask(edge.url, '/a.txt')).text).toContain('AccessDenied')
})

test('a path that cannot be decoded is refused', async () => {
  edge = await start({})
  expect(await ask(edge.url, '/%E4')).toMatchObject({ status: 400 })
})

test('a bucket that breaks answers 502', async () => {
  edge = await start({ 'a.txt': 'broken' })
  expect((await ask(edge.url, '/a.txt')).status).toBe(502)
})

test('no object is left open', async () => {
  opened.length = 0
  edge = await start({ 'a.txt': text })
  const { headers } = await ask(edge.url, '/a.txt')
  await ask(edge.url, '/a.txt', { headers: { 'if-none-match': headers.etag } })
  await ask(edge.url, '/a.txt', { headers: { range: 'bytes=0-1' } })
  await ask(edge.url, '/a.txt', { headers: { range: 'bytes=99-' } })
  await ask(edge.url, '/a.txt', { method: 'HEAD' })
  expect(opened).toHaveLength(6)
  expect(opened.filter(({ destroyed }) => !destroyed)).toEqual([])
})
