import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base62FromBytes, base62FromNumber } from '../../../../core/text/base62.ts'
import { asciiFromBase64url, base64urlFromAscii } from '../../../../core/text/base64url.ts'
import { utf8Length } from '../../../../core/text/utf8-length.ts'

test('utf8Length counts the bytes that an encoder writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text))
    }),
  )
})

test('a lone surrogate counts as the replacement character that is written for it', () => {
  expect(utf8Length('a\ud800b')).toBe(Buffer.byteLength('a\ud800b'))
})

test('base64url is the one that Node writes and reads', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(base64urlFromAscii(text)).toBe(Buffer.from(text).toString('base64url'))
      expect(asciiFromBase64url(base64urlFromAscii(text))).toBe(text)
    }),
  )
})

test('what is not base64url is undefined', () => {
  expect(asciiFromBase64url('abc=')).toBeUndefined()
  expect(asciiFromBase64url('ä')).toBeUndefined()
})

test('bytes that would favour the first digits are thrown away', () => {
  expect(base62FromBytes(Uint8Array.of(255, 248, 247, 0, 61), 3)).toBe('z0z')
})

test('too few random bytes are refused', () => {
  expect(() => base62FromBytes(Uint8Array.of(1, 250), 2)).toThrow(RangeError)
})

test('a number is padded to its digits', () => {
  expect(base62FromNumber(63, 4)).toBe('0011')
})
