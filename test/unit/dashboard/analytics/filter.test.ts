import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dimensionNames, dimensionSchema } from '../../../../core/analytics/dimensions.ts'
import { boundedFilterSchema, type Filter as EngineFilter } from '../../../../core/analytics/filter.ts'
import { DIMENSION_NAMES, isDimension } from '../../../../dashboard/src/analytics/filter/dimension-names.ts'
import {
  dimensionKind,
  OFFERED_DIMENSIONS,
  OPERATOR_WORDS,
  operatorsOf,
} from '../../../../dashboard/src/analytics/filter/dimensions.ts'
import {
  conditionFor,
  filterOfParts,
  partsOfFilter,
  withCondition,
} from '../../../../dashboard/src/analytics/filter/filter-parts.ts'
import { partWords } from '../../../../dashboard/src/analytics/filter/filter-words.ts'
import {
  type Condition,
  type Filter,
  OPERATORS,
  parseFilter,
} from '../../../../dashboard/src/analytics/filter/parse-filter.ts'

test('the screen offers every dimension of the engine, and no other', () => {
  expect([...DIMENSION_NAMES].toSorted()).toEqual([...dimensionNames].toSorted())
  expect([...OFFERED_DIMENSIONS].toSorted()).toEqual([...dimensionNames].toSorted())
  for (const name of OFFERED_DIMENSIONS) expect(dimensionKind(name).label, name).not.toBe('')
})

const dimensions = fc.constantFrom(
  'page',
  'props.plan',
  'props.cart.total',
  'props.',
  'props.a"b',
  'shoe',
  'duration',
)
const values = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
  fc.constantFrom('^/a', '(', '(?=a)', '', null, undefined),
)
const conditions = fc.record(
  { dimension: dimensions, op: fc.constantFrom(...OPERATORS, 'like'), value: values, more: fc.constant(1) },
  { requiredKeys: ['dimension', 'op'] },
)
const filters = fc.letrec((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    conditions,
    fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.constantFrom<unknown>('x', null, 7, []),
  ),
})).filter

const isEmptySomewhere = (filter: EngineFilter): boolean =>
  !('op' in filter) &&
  ('and' in filter
    ? filter.and.length === 0 || filter.and.some(isEmptySomewhere)
    : filter.or.some(isEmptySomewhere))

test('what is read of a URL is what the engine takes, but for groups of nothing', () => {
  fc.assert(
    fc.property(filters, (given) => {
      const text = JSON.stringify(given) ?? 'null'
      const value: unknown = JSON.parse(text)
      const taken = boundedFilterSchema.safeParse(value)
      const read = parseFilter(value)
      if (read) expect(taken).toMatchObject({ success: true })
      else expect(!taken.success || isEmptySomewhere(taken.data), text).toBe(true)
    }),
    { numRuns: 600 },
  )
  expect(parseFilter({ dimension: 'page', op: 'is', value: ['/'] })).toBeDefined()
})

test('a name is a dimension here as it is there', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((key) => `props.${key}`),
      ),
      (name) => {
        expect(isDimension(name)).toBe(dimensionSchema.safeParse(name).success)
      },
    ),
    { numRuns: 400 },
  )
  expect(isDimension('props.plan')).toBe(true)
})

const is = (dimension: string, ...value: string[]): Condition => ({ dimension, op: 'is', value })

test.each<[string, Filter | undefined]>([
  ['nothing', undefined],
  ['one condition', is('country', 'SE')],
  ['all of several', { and: [is('country', 'SE'), { or: [is('page', '/'), is('page', '/cart')] }] }],
  ['any of several', { or: [is('country', 'SE'), { and: [is('page', '/'), is('name', 'click')] }] }],
  ['one of two', { or: [is('page', '/'), is('name', 'click')] }],
])('%s goes into the bar and comes out as it was', (_, filter) => {
  const parts = partsOfFilter(filter)
  expect(parts && filterOfParts(parts)).toEqual(filter)
})

test('what is deeper than the bar shows is not shown in part', () => {
  const deep: Filter = { and: [{ or: [{ and: [is('page', '/')] }, is('name', 'click')] }] }
  expect(partsOfFilter(deep)).toBeUndefined()
  expect(withCondition(deep, is('country', 'SE'))).toEqual({ and: [deep, is('country', 'SE')] })
})

test('a row that is pressed narrows the filter; another value of the same is one more to choose from', () => {
  const first = withCondition(undefined, conditionFor('country', 'SE'))
  expect(first).toEqual(is('country', 'SE'))
  const both = withCondition(first, conditionFor('country', 'DE'))
  expect(both).toEqual(is('country', 'SE', 'DE'))
  expect(withCondition(both, conditionFor('country', 'DE'))).toEqual(both)
  expect(withCondition(both, conditionFor('referrer', null))).toEqual({
    and: [is('country', 'SE', 'DE'), { dimension: 'referrer', op: 'isNotSet' }],
  })
})

test('beside what any of several lets through, a new condition holds by itself', () => {
  const any: Filter = { or: [is('country', 'SE'), is('page', '/')] }
  expect(withCondition(any, is('device', 'mobile'))).toEqual({ and: [any, is('device', 'mobile')] })
})

test('each operator has words, and each dimension such as its kind can be asked', () => {
  for (const name of [...OFFERED_DIMENSIONS, 'props.plan'])
    for (const op of operatorsOf(name)) expect(OPERATOR_WORDS[op], `${name} ${op}`).toMatch(/\w/)
  expect(operatorsOf('identified')).toEqual(['is'])
  expect(operatorsOf('duration')).toEqual(['greater', 'less'])
  expect(operatorsOf('props.total')).toContain('greater')
})

test('a filter is said in words', () => {
  expect(
    partWords([is('country', 'SE', 'DE'), { dimension: 'duration', op: 'greater', value: 90_000 }], 'or'),
  ).toBe('Country is Sweden or Germany or Duration more than 1 min 30 s')
  expect(partWords([{ dimension: 'identified', op: 'is', value: true }], 'or')).toBe('Known users')
  expect(partWords([{ dimension: 'props.plan', op: 'isNotSet' }], 'or')).toBe('plan is not set')
})
