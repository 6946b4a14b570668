import { expect, test } from 'vitest'
import { resolveOptions } from '../../../tracker/src/options.ts'

const resolve = (given: unknown, defaultApiUrl: string | undefined = 'https://api.example/api/v1') =>
  resolveOptions(given, defaultApiUrl, 'https://shop.example/cart')

test('a key is enough when the script’s address is known', () => {
  expect(resolve({ key: 'pk_test_1' })).toEqual({
    key: 'pk_test_1',
    apiUrl: 'https://api.example/api/v1',
    userId: null,
    batchSize: 50,
    flushInterval: 5_000,
    storageKey: 'playhead_visitor',
  })
})

test('a slash at the end of the API’s address does not matter, and a path is the page’s own', () => {
  expect(resolve({ key: 'pk_a', apiUrl: 'http://localhost:4300/api/v1/' }).apiUrl).toBe(
    'http://localhost:4300/api/v1',
  )
  expect(resolve({ key: 'pk_a', apiUrl: '/api/v1' }).apiUrl).toBe('https://shop.example/api/v1')
})

test('an option that is set to undefined is not set', () => {
  expect(resolve({ key: 'pk_a', batchSize: undefined }).batchSize).toBe(50)
})

test.each([
  ['key', {}],
  ['key', { key: 'sk_live_secret' }],
  ['apiUrl', { key: 'pk_a', apiUrl: 'ftp://api.example' }],
  ['apiUrl', { key: 'pk_a', apiUrl: '' }],
  ['userId', { key: 'pk_a', userId: 7 }],
  ['batchSize', { key: 'pk_a', batchSize: 101 }],
  ['batchSize', { key: 'pk_a', batchSize: '50' }],
  ['flushInterval', { key: 'pk_a', flushInterval: 0.5 }],
  ['storageKey', { key: 'pk_a', storageKey: '' }],
  ['batchsize', { key: 'pk_a', batchsize: 10 }],
  ['toString', { key: 'pk_a', toString: 10 }],
])('a bad %s is refused by name', (option, given) => {
  expect(() => resolve(given)).toThrow(expect.objectContaining({ name: 'OptionError', option }))
})

test('without an address of the API there is nothing to start', () => {
  expect(() => resolveOptions({ key: 'pk_a' }, undefined, 'https://shop.example/')).toThrow('"apiUrl"')
})
