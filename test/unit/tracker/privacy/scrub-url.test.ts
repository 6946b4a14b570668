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
  ['https://a.example/?bad=%E0%A4%A&token=x', 'https://a.example/?bad=%E0%A4%A&token=***'],
])('%s', (url, scrubbed) => {
  expect(scrubUrl(url)).toBe(scrubbed)
})

test.each([
  'https://a.example/?keyword=fern&monkey=1&page=2',
  'https://a.example/path/to;v=1#section',
  'https://a.example/?q=a%26b&token=',
  'about:blank',
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
