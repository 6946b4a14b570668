import { expect, test } from 'vitest'
import { changesBetween } from '../../../../core/audit/changes.ts'

test('what is the same is no change', () => {
  const settings = { name: 'Shop', origins: ['a', 'b'], deep: { on: true, days: 3 }, none: null }
  expect(changesBetween(settings, structuredClone(settings))).toEqual([])
})

test('each field that differs is named by its path, with both values as text', () => {
  const before = { name: 'Shop', origins: ['a'], masking: { inputs: true, text: false }, limits: {} }
  const after = {
    name: 'Store',
    origins: ['a', 'b'],
    masking: { inputs: true, text: true },
    limits: { api: { limit: 5 } },
  }
  expect(changesBetween(before, after)).toEqual([
    { field: 'name', before: 'Shop', after: 'Store' },
    { field: 'origins', before: 'a', after: 'a, b' },
    { field: 'masking.text', before: 'false', after: 'true' },
    { field: 'limits.api.limit', before: null, after: '5' },
  ])
})

test('what comes and what goes has no value on the other side', () => {
  expect(changesBetween({ a: 1 }, { b: 2 })).toEqual([
    { field: 'a', before: '1', after: null },
    { field: 'b', before: null, after: '2' },
  ])
})
