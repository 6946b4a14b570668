import { expect, test } from 'vitest'
import { originIsAllowed, originPatternSchema } from '../../../../core/projects/origin.ts'
import { createProjectSchema } from '../../../../core/projects/project.ts'

test.each([
  ['https://shop.example', 'https://shop.example', true],
  ['https://shop.example', 'http://shop.example', false],
  ['https://shop.example', 'https://shop.example:8443', false],
  ['https://shop.example', 'https://evil-shop.example', false],
  ['https://shop.example', 'https://shop.example.evil.test', false],
  ['https://shop.example', 'https://shopxexample', false],
  ['https://*.shop.example', 'https://www.shop.example', true],
  ['https://*.shop.example', 'https://WWW.shop.example', true],
  ['https://*.shop.example', 'https://shop.example', false],
  ['https://*.shop.example', 'https://a.b.shop.example', false],
  ['https://*.shop.example', 'https://evil.test/.shop.example', false],
  ['http://localhost:*', 'http://localhost:4302', true],
  ['http://localhost:*', 'http://localhost', true],
  ['http://localhost:*', 'http://localhost.evil.test:1', false],
  ['http://[::1]:3000', 'http://[::1]:3000', true],
  ['*', 'null', true],
  ['https://shop.example', 'null', false],
])('%s and %s: %s', (pattern, origin, allowed) => {
  expect(originIsAllowed([pattern], origin)).toBe(allowed)
})

test('a project without origins takes events from no page', () => {
  expect(originIsAllowed([], 'https://shop.example')).toBe(false)
})

test('one of several origins is enough', () => {
  expect(originIsAllowed(['https://a.test', 'https://b.test'], 'https://b.test')).toBe(true)
})

test.each([
  'shop.example',
  'https://',
  'https://shop.example/',
  'ftp://shop.example',
  'https://sh op.test',
  'https://a*.test',
])('%s is no origin', (pattern) => {
  expect(originPatternSchema.safeParse(pattern).success).toBe(false)
})

test('the faulty origin of a project is named', () => {
  const read = createProjectSchema.safeParse({ name: 'Shop', origins: ['https://shop.example', 'nonsense'] })
  expect(read.error?.issues[0]?.path).toEqual(['origins', 1])
})
