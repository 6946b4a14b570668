import fc from 'fast-check'
import { expect, test } from 'vitest'
import { API_KEY_RANDOM_BYTES, keyPrefix, makeApiKey, parseApiKey } from '../../../../core/keys/api-key.ts'

const random = fc.uint8Array({ minLength: API_KEY_RANDOM_BYTES, maxLength: API_KEY_RANDOM_BYTES, max: 247 })
const keys = fc
  .tuple(fc.constantFrom('publishable', 'secret'), fc.constantFrom('live', 'test'), random)
  .map(([kind, environment, bytes]) => ({ kind, environment, text: makeApiKey(kind, environment, bytes) }))

test('a key says what it is', () => {
  fc.assert(
    fc.property(keys, (key) => {
      expect(key.text).toMatch(/^[ps]k_(live|test)_[0-9A-Za-z]{36}$/)
      expect(parseApiKey(key.text)).toEqual(key)
    }),
  )
})

test('a key with one character changed is refused without a look-up', () => {
  const digit = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  fc.assert(
    fc.property(keys, fc.nat(43), digit, ({ text }, at, other) => {
      fc.pre(text[at] !== other)
      expect(parseApiKey(text.slice(0, at) + other + text.slice(at + 1))).toBeUndefined()
    }),
    { numRuns: 1_000 },
  )
})

test('a key with two neighbours swapped is refused', () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 8, max: 42 }), ({ text }, at) => {
      const swapped = text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2)
      fc.pre(swapped !== text)
      expect(parseApiKey(swapped)).toBeUndefined()
    }),
    { numRuns: 1_000 },
  )
})

test('the format does not change: a key of long ago is still one', () => {
  const text = makeApiKey('publishable', 'live', new Uint8Array(API_KEY_RANDOM_BYTES))
  expect(text).toBe('pk_live_0000000000000000000000000000000hLQIq')
})

test('anything else is no key', () => {
  for (const text of ['', 'pk_live_', 'pk_live_short', 'rk_live_x', ' '.repeat(44)]) {
    expect(parseApiKey(text)).toBeUndefined()
  }
})

test('a key is told from others by how it begins', () => {
  expect(keyPrefix('pk_live_0000000000000000000000000000000hLQIq')).toBe('pk_live_0000')
  expect(keyPrefix('sk_test_4fQzAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')).toBe('sk_test_4fQz')
})
