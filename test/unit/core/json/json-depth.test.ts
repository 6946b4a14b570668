import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nestsDeeperThan, textNestsDeeperThan } from '../../../../core/json/json-depth.ts'
import type { JsonValue } from '../../../../core/json/json-value.ts'

test('a hundred thousand open brackets are found without walking them all', () => {
  expect(textNestsDeeperThan('['.repeat(100_000), 1_000)).toBe(true)
})

test('brackets inside strings do not count, nor does an escaped quote end a string', () => {
  expect(textNestsDeeperThan(JSON.stringify({ a: '[[[[[\\"{{{{"[[[' }), 1)).toBe(false)
})

test('the text and the value it stands for nest equally deep', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(6), (value, levels) => {
      expect(textNestsDeeperThan(JSON.stringify(value), levels)).toBe(
        nestsDeeperThan(value as JsonValue, levels),
      )
    }),
  )
})
