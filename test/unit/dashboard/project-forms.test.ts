import { expect, test } from 'vitest'
import { originPatternSchema } from '../../../core/projects/origin.ts'
import { createProjectSchema } from '../../../core/projects/project.ts'
import { safeNext } from '../../../dashboard/src/members/next-page.ts'
import { embedSnippet } from '../../../dashboard/src/projects/embed-snippet.ts'
import { nameComplaint } from '../../../dashboard/src/projects/project-name.ts'
import { readSite, shorteningNote } from '../../../dashboard/src/projects/site-origin.ts'

test('the snippet loads the tracker from here with the project’s publishable key', () => {
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
  ['http://localhost:*', 'http://localhost:*'],
  ['localhost:*/cart', 'http://localhost:*'],
  ['*', '*'],
])('%j is the site %s', (typed, origin) => {
  expect(readSite(typed)?.origin).toBe(origin)
  expect(originPatternSchema.safeParse(origin).success).toBe(true)
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
  expect(readSite(typed)).toBeNull()
})

test('what was typed beyond the site is named, and nothing is said of a site alone', () => {
  expect(readSite('shop.example/cart?x=1#top')?.dropped).toBe('/cart?x=1#top')
  expect(shorteningNote(['https://a.example/', '*.b.example'])).toBeNull()
  expect(shorteningNote(['a.example', 'shop.example/path'])).toBe(
    '“shop.example/path” was taken as https://shop.example. A site is a whole host: it has no path.',
  )
})

test.each(['Shop', 'x'.repeat(80), ` ${'x'.repeat(80)} `, 'x'.repeat(81), '', '   '])(
  'the form and the API agree on the name %j',
  (name) => {
    const { success } = createProjectSchema.safeParse({ name, origins: [] })
    expect(nameComplaint(name) === null).toBe(success)
  },
)

test('a name that is too long is told by how much', () => {
  expect(nameComplaint('x'.repeat(93))).toBe('At most 80 characters, and this has 93.')
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
