import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readImageHeader } from '../../../../core/screenshots/image-header.ts'
import { makeJpeg, makePng, makeWebp } from '../../../functions/make-screenshot.ts'

const size = { width: 1_920, height: 12_345 }

test.each([
  ['image/png', makePng(size)],
  ['image/jpeg', makeJpeg(size)],
  ['image/webp', makeWebp('VP8 ', size)],
  ['image/webp', makeWebp('VP8L', size)],
  ['image/webp', makeWebp('VP8X', size)],
])('%s says its type and its size', (type, bytes) => {
  expect(readImageHeader(bytes)).toEqual({ type, ...size })
})

test('it is found wherever the bytes lie in their buffer', () => {
  const png = makePng(size)
  const within = new Uint8Array(Buffer.concat([Buffer.alloc(7), png])).subarray(7)
  expect(readImageHeader(within)).toEqual({ type: 'image/png', ...size })
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a page', Buffer.from('<!doctype html><script>alert(1)</script>')],
  [
    'a drawing that can run scripts',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  ],
  ['a GIF', Buffer.from('GIF89a\x28\x00\x1e\x00', 'latin1')],
  ['a PNG without its header', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(40)])],
  ['a JPEG that only begins', Buffer.from([0xff, 0xd8, 0xff])],
  ['a JPEG with a picture before its frame', Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 2, 1, 2, 3, 4, 5, 6])],
  ['a picture of no size', makePng({ width: 0 })],
])('%s is no image', (_, bytes) => {
  expect(readImageHeader(bytes)).toBeUndefined()
})

test('whatever the bytes are, reading them ends and never fails', () => {
  const begun = fc.constantFrom(makePng(), makeJpeg(), makeWebp('VP8 '), makeWebp('VP8L'), makeWebp('VP8X'))
  const spoiled = fc
    .tuple(begun, fc.nat(200), fc.uint8Array({ maxLength: 40 }))
    .map(([image, at, rest]) => Buffer.concat([image.subarray(0, at), rest]))
  fc.assert(
    fc.property(fc.oneof(spoiled, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      const found = readImageHeader(bytes)
      if (found) expect(Math.min(found.width, found.height)).toBeGreaterThan(0)
    }),
    { numRuns: 2_000 },
  )
})
