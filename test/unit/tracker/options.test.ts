import { expect, test } from 'vitest'
import { DEFAULTS, resolveOptions } from '../../../tracker/src/options.ts'

const defaults = { apiUrl: 'https://api.example/api/v1', partsUrl: 'https://api.example/tracker' }

const page = {
  baseURI: 'https://shop.example/cart',
  createDocumentFragment: () => ({
    querySelector: (selector: string) => {
      if (selector.endsWith('[')) throw new SyntaxError()
    },
  }),
}

const resolve = (given: object) => resolveOptions(given, page, defaults)

test('a key is enough when the script’s address is known', () => {
  expect(resolve({ key: 'pk_test_1' })).toEqual({
    ...DEFAULTS,
    key: 'pk_test_1',
    ...defaults,
  })
  expect(DEFAULTS).toMatchObject({
    userId: null,
    batchSize: 50,
    flushInterval: 5_000,
    mouseMoveThrottle: 100,
    captureScreenshots: true,
    screenshotQuality: 0.8,
    maskSensitiveInputs: true,
    expiryDays: 30,
    autoRefresh: true,
    respectDoNotTrack: true,
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
  ['record', { key: 'pk_a', record: 'yes' }],
  ['screenshotQuality', { key: 'pk_a', screenshotQuality: Number.NaN }],
  ['ignoreSelector', { key: 'pk_a', ignoreSelector: 'a[' }],
  ['sampling', { key: 'pk_a', sampling: 1.1 }],
  ['expiryDays', { key: 'pk_a', expiryDays: 0.5 }],
  ['consent', { key: 'pk_a', consent: 'maybe' }],
  ['userId', { key: 'pk_a', userId: 'x'.repeat(256) }],
  ['strict', { key: 'pk_a', strict: null }],
  ['partsUrl', { key: 'pk_a', partsUrl: 'ftp://parts.example' }],
  ['storageKey', { key: 'pk_a', storageKey: '' }],
  ['batchsize', { key: 'pk_a', batchsize: 10 }],
  ['toString', { key: 'pk_a', toString: 10 }],
])('a bad %s is refused by name', (option, given) => {
  expect(() => resolve(given)).toThrow(expect.objectContaining({ name: 'OptionError', option }))
})

test('without an address of the API there is nothing to start', () => {
  expect(() => resolveOptions({ key: 'pk_a' }, page)).toThrow('"apiUrl"')
})

test('parts are beside the script, where the site says, or beside the API', () => {
  const parts = (given: object, known?: typeof defaults) =>
    resolveOptions({ key: 'pk_a', ...given }, page, known).partsUrl
  expect(parts({}, defaults)).toBe('https://api.example/tracker')
  expect(parts({ apiUrl: 'https://other.example/api/v1' }, defaults)).toBe('https://api.example/tracker')
  expect(parts({ partsUrl: '/static/parts/' }, defaults)).toBe('https://api.example/static/parts')
  expect(parts({ apiUrl: 'https://other.example/api/v1' })).toBe('https://other.example/tracker')
})

test.each([
  [[{ page: '/checkout*', rate: 1 }, { rate: 0.1 }], true],
  [[], true],
  [[{ page: '/', rate: 2 }], false],
  [[{ page: '/' }], false],
  [[null], false],
  [{ rate: 1 }, false],
])('shares by page, %j, are checked', (sampling, right) => {
  const given = () => resolve({ key: 'pk_a', sampling })
  if (right) expect(given().sampling).toEqual(sampling)
  else expect(given).toThrow(expect.objectContaining({ option: 'sampling' }))
})
