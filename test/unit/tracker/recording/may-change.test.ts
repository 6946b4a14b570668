import { expect, test } from 'vitest'
import { scrubText, scrubUrl } from '../../../../tracker/src/privacy/scrub-url.ts'
import { mayChangeAddress, mayChangeText } from '../../../../tracker/src/recording/may-change.ts'

/** Pieces of all that masking looks for, whole and broken. */
const PIECES = [
  ...[
    'ann',
    '@',
    '%40',
    'shop.example',
    '.',
    ' ',
    '-',
    ':',
    '"',
    "'",
    '&',
    '?',
    '#',
    ';',
    '=',
    '/',
    '//',
    '\\',
    '\u00a0',
  ],
  ...[
    'http://',
    'https:',
    'HTTPS://x',
    'user:pass@',
    'token',
    'password',
    '"token":"abc"',
    "'key' : 'v'",
    'code=1',
  ],
  ...[
    'eyJhbGciOi',
    'EYJhbGciOiJI.x',
    'sk_',
    'sk_live_0123456789abcd',
    'rk_test_0123456789ab',
    'Bearer ',
    'bearer\tab1234567',
  ],
  ...[
    '4111',
    '4111 1111',
    '1111',
    '4111111111111111',
    '378282246310005',
    '0',
    '12',
    '5',
    'reset',
    'reset-password/',
  ],
  ...[
    '/verify/',
    '/reset/abcdefghijklmnop',
    '/Invite/',
    'magic',
    'word',
    'é',
    '•',
    '***',
    '\n',
    '(',
    ')',
    'url(',
  ],
]

const random = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  return seed / 2 ** 32
}

const texts = function* (seed: number, count: number) {
  const next = random(seed)
  for (let at = 0; at < count; at++) {
    yield Array.from(
      { length: 1 + Math.floor(next() * 9) },
      () => PIECES[Math.floor(next() * PIECES.length)],
    ).join('')
  }
}

test('a text in which no pattern can match is one that masking leaves as it is', () => {
  let left = 0
  for (const text of texts(7, 60_000)) {
    if (mayChangeText(text)) continue
    left++
    expect(scrubText(text), JSON.stringify(text)).toBe(text)
  }
  expect(left).toBeGreaterThan(1_000)
})

test('so is an address', () => {
  let left = 0
  for (const text of texts(11, 60_000)) {
    for (const url of [text, `https://shop.example/${text}`]) {
      if (mayChangeAddress(url)) continue
      left++
      expect(scrubUrl(url), JSON.stringify(url)).toBe(url)
    }
  }
  expect(left).toBeGreaterThan(1_000)
  const long = `https://shop.example/${'a'.repeat(3_000)}`
  expect(mayChangeAddress(long)).toBe(true)
})

test('plain words, names and numbers are not looked at twice', () => {
  for (const text of ['Question 17', 'Words of post 3, some of them marked.', '12:30', "don't", '1,299.00 €'])
    expect(mayChangeText(text)).toBe(false)
})
