import { expect, test } from 'vitest'
import { maskText } from '../../../../tracker/src/privacy/mask-text.ts'

test.each([
  ['write to ann.b+shop@ferns.example.org now', 'write to *** now'],
  ['ann%40ferns.example', '***'],
  ['jürgen@grün.example', '***'],
  ["o'brien@ferns.example", '***'],
  ['<ann@ferns.example>, bob@ferns.example.', '<***>, ***.'],
  ['card 4111 1111 1111 1111 thanks', 'card *** thanks'],
  ['5500-0000-0000-0004', '***'],
  ['4111\u00a01111\u00a01111\u00a01111', '***'],
  ['amex 3782 822463 10005', 'amex ***'],
  ['mastercard 2223003122003222', 'mastercard ***'],
  ['visa of 13: 4222222222222', 'visa of 13: ***'],
  ['19 digits: 6304000000000000000', '19 digits: ***'],
  ['card:4111111111111111;', 'card:***;'],
  ['_4111111111111111_', '_***_'],
  ['4111 1111 1111 1111 12 27 123', '*** 12 27 123'],
  ['27 4111 1111 1111 1111', '27 ***'],
  ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'Bearer ***'],
  ['authorization: bearer abc123def456', 'authorization: bearer ***'],
  ['sk_live_51HxyzSecret', '***'],
])('%s', (text, masked) => {
  expect(maskText(text)).toBe(masked)
})

test.each([
  '4 plants @ 12.50',
  'order 4111 1111 1111 1112',
  '411111111111',
  '1795000000123',
  'fern@home',
  'logo@2x.png',
  'https://cdn.example/npm/vue@3.4.0/dist/vue.js',
  '@media print and (min-width: 100px)',
  'width: 33.4111111111111111%',
  '.4111111111111111em',
  'the bearer information desk',
  'eyJustAWord',
  '12 of 34 in 56 days, 78 left',
  '',
])('%s stays', (text) => {
  expect(maskText(text)).toBe(text)
})

/** Steps cannot be counted from outside; what can is that work grows with the text and not with its square. */
const hostile: [string, (n: number) => string][] = [
  ['addresses without an end', (n) => `${'a.'.repeat(n)}@${'b-'.repeat(n)}`],
  ['nothing but @', (n) => '@'.repeat(n)],
  ['local parts', (n) => 'a@'.repeat(n)],
  ['tokens that never end', (n) => 'eyJ-'.repeat(n)],
  ['token dots', (n) => `eyJaaaaaaaaa${'.'.repeat(n)}`],
  ['digits', (n) => '4'.repeat(n)],
  ['digits and dashes', (n) => '4-'.repeat(n)],
  ['groups of digits', (n) => '4111 '.repeat(n)],
  ['bearers', (n) => 'bearer '.repeat(n)],
  ['blanks after a bearer', (n) => `bearer${' '.repeat(n)}`],
]
test.each(hostile)('%s cannot make it slow', (_, text) => {
  const cost = (n: number) => {
    const given = text(n)
    let best = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < 5; tries++) {
      const before = process.cpuUsage()
      maskText(given)
      const { user } = process.cpuUsage(before)
      best = Math.min(best, user)
    }
    return best + 2_000
  }
  // Ten times the text: a square would cost a hundred times as much.
  expect(cost(200_000) / cost(20_000)).toBeLessThan(40)
})
