import { expect, test } from 'vitest'
import { resolveOptions } from '../../../tracker/src/options.ts'

const resolve = (given: unknown, defaultApiUrl: string | undefined = 'https://api.example/api/v1') =>
  resolveOptions(given, {
    base: 'https://shop.example/cart',
    defaultApiUrl,
    parseSelector: (selector) => {
      if (selector.endsWith('[')) throw new SyntaxError()
    },
  })

test('a key is enough when the script’s address is known', () => {
  expect(resolve({ key: 'pk_test_1' })).toEqual({
    key: 'pk_test_1',
    apiUrl: 'https://api.example/api/v1',
    userId: null,
    batchSize: 50,
    flushInterval: 5_000,
    storageKey: 'playhead_visitor',
    record: true,
    captureScreenshots: true,
    screenshotQuality: 0.8,
    maskSensitiveInputs: true,
    mouseMoveThrottle: 100,
    ignoreSelector: null,
    maskSelector: null,
    unmaskSelector: null,
    strict: false,
    partsUrl: 'https://api.example/tracker/',
  })
})

test('the quality of pictures is kept between 0 and 1', () => {
  expect(resolve({ key: 'pk_a', screenshotQuality: 7 }).screenshotQuality).toBe(1)
  expect(resolve({ key: 'pk_a', screenshotQuality: -1 }).screenshotQuality).toBe(0)
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
  ['record', { key: 'pk_a', record: 'yes' }],
  ['screenshotQuality', { key: 'pk_a', screenshotQuality: Number.NaN }],
  ['ignoreSelector', { key: 'pk_a', ignoreSelector: 'a[' }],
  ['storageKey', { key: 'pk_a', storageKey: '' }],
  ['batchsize', { key: 'pk_a', batchsize: 10 }],
  ['toString', { key: 'pk_a', toString: 10 }],
])('a bad %s is refused by name', (option, given) => {
  expect(() => resolve(given)).toThrow(expect.objectContaining({ name: 'OptionError', option }))
})

test('without an address of the API there is nothing to start', () => {
  expect(() =>
    resolveOptions({ key: 'pk_a' }, { base: 'https://shop.example/', parseSelector: () => {} }),
  ).toThrow('"apiUrl"')
})
