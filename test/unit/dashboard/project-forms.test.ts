import { expect, test } from 'vitest'
import { safeNext } from '../../../dashboard/src/members/next-page.ts'
import { embedSnippet } from '../../../dashboard/src/projects/embed-snippet.ts'
import { toOrigin } from '../../../dashboard/src/projects/site-origin.ts'

test('the snippet loads the tracker from here with the project’s public key', () => {
  expect(embedSnippet('https://play.example', 'pk_live_abc')).toBe(
    '<script async src="https://play.example/tracker.js" data-key="pk_live_abc"></script>',
  )
})

test.each([
  ['shop.example', 'https://shop.example'],
  ['  https://Shop.Example/cart?x=1 ', 'https://shop.example'],
  ['http://shop.example:8080/', 'http://shop.example:8080'],
  ['https://shop.example:443', 'https://shop.example'],
  ['localhost:3000', 'http://localhost:3000'],
  ['127.0.0.1:4302', 'http://127.0.0.1:4302'],
  ['*.shop.example', 'https://*.shop.example'],
  ['https://*.shop.example/', 'https://*.shop.example'],
])('%j is the site %s', (typed, origin) => {
  expect(toOrigin(typed)).toBe(origin)
})

test.each([
  '',
  '   ',
  'shop',
  'ftp://shop.example',
  'javascript:alert(1)',
  'https://',
  'https://ada:pw@shop.example',
])('%j is no site', (typed) => {
  expect(toOrigin(typed)).toBeNull()
})

test('after the login only pages of our own are opened', () => {
  expect(safeNext('/sessions?project=prj_1&q=a')).toBe('/sessions?project=prj_1&q=a')
  for (const next of [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/login?next=/',
  ])
    expect(safeNext(next)).toBe('/')
})
