import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../../core/errors.ts'
import { decodeBody } from '../../../functions/runtime/http/decode-body.ts'

const decode = (body: Buffer | string, headers: Record<string, string> = {}, maxBytes?: number) =>
  decodeBody(
    {
      body: body.toString(Buffer.isBuffer(body) ? 'base64' : undefined),
      isBase64Encoded: Buffer.isBuffer(body),
      headers,
    },
    maxBytes,
  )

const statusOf = (attempt: () => unknown): number | undefined => {
  try {
    attempt()
    return undefined
  } catch (error) {
    return error instanceof AppError ? error.status : 500
  }
}

test('any JSON comes through as it was sent, plain or gzip, in base64 or not', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value)
      // The one key that never comes through: it would name a prototype.
      const expected = JSON.parse(text, (key, item) => (key === '__proto__' ? undefined : item))
      expect(decode(text)).toEqual(expected)
      expect(decode(Buffer.from(text))).toEqual(expected)
      expect(decode(gzipSync(text), { 'content-encoding': 'gzip' })).toEqual(expected)
    }),
  )
})

test('a bomb is not unpacked', () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000, 0x20))
  expect(bomb.length).toBeLessThan(60_000)
  expect(statusOf(() => decode(bomb))).toBe(413)
})

test('a body may take its limit and no byte more', () => {
  expect(decode('"abc"', {}, 5)).toBe('abc')
  expect(statusOf(() => decode('"abcd"', {}, 5))).toBe(413)
  expect(statusOf(() => decode(gzipSync('"abcd"'), {}, 30))).toBeUndefined()
})

test('brackets without end are refused before they exhaust the stack', () => {
  expect(statusOf(() => decode('['.repeat(400_000) + ']'.repeat(400_000)))).toBe(400)
})

test.each([
  ['nothing', ''],
  ['half a document', '{"a":'],
  ['invalid UTF-8', Buffer.of(0x22, 0xff, 0x22)],
  ['broken gzip', Buffer.of(0x1f, 0x8b, 0x08, 0, 1, 2, 3)],
])('%s is a 400', (_, body) => {
  expect(statusOf(() => decode(body))).toBe(400)
})

test('gzip that is none is a 400, another encoding or type a 415', () => {
  expect(statusOf(() => decode('{}', { 'content-encoding': 'gzip' }))).toBe(400)
  expect(statusOf(() => decode('{}', { 'content-encoding': 'br' }))).toBe(415)
  expect(statusOf(() => decode('{}', { 'content-type': 'text/html' }))).toBe(415)
  expect(statusOf(() => decode('{}', { 'content-type': 'multipart/form-data; boundary=x' }))).toBe(415)
})

test('a prototype cannot travel in a body, spelt out or escaped', () => {
  for (const name of ['__proto__', '\\u005f\\u005fproto\\u005f\\u005f', '__pr\\u006Fto__']) {
    const value = decode(`{"a":{"${name}":{"admin":true}},"${name}":{"admin":true}}`) as { a: object }
    expect(Object.getOwnPropertyNames(value)).toEqual(['a'])
    expect(Object.getOwnPropertyNames(value.a)).toEqual([])
  }
})

test('rubbish is never a fault of ours', () => {
  const headers = fc.dictionary(fc.constantFrom('content-type', 'content-encoding'), fc.string())
  fc.assert(
    fc.property(fc.uint8Array(), headers, fc.boolean(), (bytes, names, zipped) => {
      const body = zipped ? Buffer.concat([Buffer.of(0x1f, 0x8b), bytes]) : Buffer.from(bytes)
      expect([undefined, 400, 413, 415]).toContain(statusOf(() => decode(body, names)))
    }),
    { numRuns: 2_000 },
  )
})
