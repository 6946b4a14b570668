import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clientFactsSchema } from '../../../core/ingest/stamped-batch.ts'
import { clientFacts } from '../../../functions/runtime/http/client-facts.ts'
import { readUserAgent } from '../../../functions/runtime/user-agent.ts'

test.each([
  [
    'Chrome',
    'Windows',
    'desktop',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
  ],
  [
    'Safari',
    'Mac OS',
    'desktop',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15',
  ],
  ['Firefox', 'Linux', 'desktop', 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0'],
  [
    'Edge',
    'Windows',
    'desktop',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0',
  ],
  [
    'Chrome',
    'Android',
    'mobile',
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36',
  ],
  [
    'Mobile Safari',
    'iOS',
    'tablet',
    'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  ],
  ['Unknown', 'Unknown', 'other', ''],
])('%s on %s (%s)', (browser, os, device, text) => {
  expect(readUserAgent(text)).toEqual({ browser, os, device, bot: false })
})

test.each([
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0.0.0 Safari/537.36',
  'curl/8.5.0',
  'facebookexternalhit/1.1',
])('%s is a bot', (text) => {
  expect(readUserAgent(text).bot).toBe(true)
})

test.each([
  ['198.51.100.10', '198.51.100.0'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
  ['2001:db8:1::7', '2001:db8:1::'],
  ['nonsense', ''],
])('the viewer %s is kept as %s', (address, ip) => {
  expect(clientFacts({ 'x-playhead-viewer-ip': address }, '203.0.113.9').ip).toBe(ip)
})

test('without an edge the address of the connection counts', () => {
  expect(clientFacts({}, '203.0.113.9')).toMatchObject({ ip: '203.0.113.0' })
})

test('whatever the headers say, the facts are ones that consumers read', () => {
  const names = ['user-agent', 'x-playhead-viewer-ip', 'cloudfront-viewer-country', 'cloudfront-viewer-city']
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), fc.string({ maxLength: 2_000 })), (headers) => {
      expect(clientFactsSchema.safeParse(clientFacts(headers, '::1')).success).toBe(true)
    }),
  )
})
