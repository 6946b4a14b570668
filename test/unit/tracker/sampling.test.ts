import { expect, test } from 'vitest'
import { rateAt } from '../../../tracker/src/sampling.ts'

test.each([
  ['/checkout', 1],
  ['/checkout/pay', 1],
  ['/en/cart', 0.5],
  ['/a.b', 0.2],
  ['/aXb', 0.1],
  ['/', 0.1],
  ['/no/checkout', 0.1],
])('the first rule that names %s says its share', (path, rate) => {
  const rules = [
    { page: '/checkout*', rate: 1 },
    { page: '/*/cart', rate: 0.5 },
    { page: '/a.b', rate: 0.2 },
    { rate: 0.1 },
  ]
  expect(rateAt(path, rules)).toBe(rate)
})

test('a number holds for every page, and a page that no rule names is taken', () => {
  expect(rateAt('/any', 0.3)).toBe(0.3)
  expect(rateAt('/any', [{ page: '/other', rate: 0 }])).toBe(1)
})
