import { expect, test } from 'vitest'
import { scrubText, scrubUrl } from '../../../../tracker/src/privacy/scrub-url.ts'

test.each([
  ['https://a.example/x?token=abc&page=2', 'https://a.example/x?token=***&page=2'],
  ['https://a.example/?resetPassword=abc', 'https://a.example/?resetPassword=***'],
  [
    'https://a.example/?apiKey=1&api_key=2&API-KEY=3',
    'https://a.example/?apiKey=***&api_key=***&API-KEY=***',
  ],
  ['https://a.example/cb?code=abc&state=1', 'https://a.example/cb?code=***&state=1'],
  ['https://a.example/?user%5Bemail%5D=me', 'https://a.example/?user%5Bemail%5D=***'],
  ['https://a.example/?q=me%40b.example', 'https://a.example/?q=***'],
  ['https://a.example/u/me@b.example/edit', 'https://a.example/u/***/edit'],
  ['https://me:pw@a.example/x', 'https://a.example/x'],
  ['https://a.example/#access_token=abc&x=1', 'https://a.example/#access_token=***&x=1'],
  ['https://a.example/#/reset?token=abc', 'https://a.example/#/reset?token=***'],
  ['https://a.example/?next=%2Freset%3Ftoken%3Dabc', 'https://a.example/?next=%2Freset%3Ftoken%3D***'],
  ['https://a.example/reset-password/9f86d081884c7d65', 'https://a.example/reset-password/***'],
  ['https://a.example/invite/abcdefghijkl/join', 'https://a.example/invite/***/join'],
  ['mailto:me@b.example', 'mailto:***'],
  ['https://a.example/?bad=%E0%A4%A&token=x', 'https://a.example/?bad=%E0%A4%A&token=***'],
])('%s', (url, scrubbed) => {
  expect(scrubUrl(url)).toBe(scrubbed)
})

test.each([
  'https://a.example/?keyword=fern&monkey=1&page=2',
  'https://a.example/path/to;v=1#section',
  'https://a.example/?q=a%26b&token=',
  'about:blank',
  'https://a.example/tokens/colours-of-the-house.css',
  'https://a.example/invite/abcdefghijk',
  'https://a.example/img/logo@2x.png',
  'https://cdn.example/npm/vue@3.4.0/dist/vue.js',
  '',
])('%s stays as it is', (url) => {
  expect(scrubUrl(url)).toBe(url)
})

test('a very long address is cut to what the ingest takes', () => {
  expect(scrubUrl(`https://a.example/?q=${'x'.repeat(10_000)}`)).toHaveLength(2_048)
})

test('addresses inside a text are scrubbed where they stand', () => {
  expect(scrubText('failed: (https://a.example/x?token=abc) for me@b.example')).toBe(
    'failed: (https://a.example/x?token=***) for ***',
  )
})

test.each([
  ['{"password":"hunter2","page":"2"}', '{"password":"***","page":"2"}'],
  ['{\\"apiKey\\": \\"abc\\"}', '{\\"apiKey\\": \\"***\\"}'],
  ["{ 'token': 'abc' }", "{ 'token': '***' }"],
  ['GET /a?token=abc&x=1 failed', 'GET /a?token=***&x=1 failed'],
  ['a { background: url("/i.png?sig=abc&w=2") }', 'a { background: url("/i.png?sig=***&w=2") }'],
])('%s is scrubbed inside a text', (text, scrubbed) => {
  expect(scrubText(text)).toBe(scrubbed)
})

test.each([
  'Email: write to us',
  'Code: 4 letters',
  'input[type=password]:focus { color: red }',
  'a[href="/x"] > b { margin: 1px }',
  '{"page":"token"}',
])('%s stays inside a text', (text) => {
  expect(scrubText(text)).toBe(text)
})

const hostile: [string, (n: number) => string][] = [
  ['question marks', (n) => '?'.repeat(n)],
  ['names', (n) => '?a'.repeat(n)],
  ['quotes', (n) => `"a"`.repeat(n)],
  ['quotes and colons', (n) => `"a" : `.repeat(n)],
  ['schemes', (n) => 'http://'.repeat(n)],
  ['one long address', (n) => `http://${'a'.repeat(n)}`],
  ['doors', (n) => '/reset/'.repeat(n)],
  ['encoded percents', (n) => `http://a/?a=%${'25'.repeat(n)}3D`],
]
test.each(hostile)('%s cannot make it slow', (_, text) => {
  const cost = (n: number) => {
    const given = text(n)
    let best = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < 5; tries++) {
      const before = process.cpuUsage()
      scrubText(given)
      const { user } = process.cpuUsage(before)
      best = Math.min(best, user)
    }
    return best + 2_000
  }
  expect(cost(200_000) / cost(20_000)).toBeLessThan(40)
})
