import { expect, test } from 'vitest'
import type { Condition, Filter } from '../../../../dashboard/src/analytics/filter/parse-filter.ts'
import { sessionsBehind } from '../../../../dashboard/src/analytics/sessions-behind.ts'

const range = { from: 1_000, to: 2_000 }
const here = { from: 1_000, to: 2_000, bot: false }
const behind = (filter: Filter | undefined) => sessionsBehind({ filter }, range)

test('a number without a filter opens to the sessions of its time, and to bots where they are counted, too', () => {
  expect(behind(undefined)).toEqual(here)
  expect(sessionsBehind({ bots: 'only' }, range)).toEqual({ ...here, bot: true })
  expect(sessionsBehind({ bots: 'include' }, range)).toEqual(range)
})

test.each<[Condition, Record<string, unknown>]>([
  [{ dimension: 'country', op: 'is', value: ['SE'] }, { country: 'SE' }],
  [{ dimension: 'name', op: 'is', value: 'order_placed' }, { event: 'order_placed' }],
  [{ dimension: 'device', op: 'is', value: ['mobile'] }, { device: 'mobile' }],
  [{ dimension: 'page', op: 'contains', value: ['/cart'] }, { page: '/cart' }],
  [{ dimension: 'referrer', op: 'contains', value: 'google' }, { referrer: 'google' }],
  [{ dimension: 'duration', op: 'greater', value: 59_999 }, { minDuration: 60_000 }],
  [{ dimension: 'duration', op: 'less', value: 60_000 }, { maxDuration: 59_999 }],
  [{ dimension: 'views', op: 'greater', value: 2 }, { minPages: 3 }],
])('what the list can ask for as well it is asked for: %j', (condition, search) => {
  expect(behind(condition)).toEqual({ ...here, ...search })
  expect(behind({ and: [condition] })).toEqual({ ...here, ...search })
})

test.each<[string, Filter]>([
  ['only a part of a path is found by the list', { dimension: 'page', op: 'is', value: ['/'] }],
  ['one value of each', { dimension: 'country', op: 'is', value: ['SE', 'DE'] }],
  ['no other than', { dimension: 'country', op: 'isNot', value: ['SE'] }],
  ['no patterns', { dimension: 'page', op: 'matches', value: '^/' }],
  ['no properties', { dimension: 'props.plan', op: 'is', value: ['pro'] }],
  ['no channel', { dimension: 'channel', op: 'is', value: ['Direct'] }],
  [
    'no “or”',
    {
      or: [
        { dimension: 'country', op: 'is', value: 'SE' },
        { dimension: 'name', op: 'is', value: 'click' },
      ],
    },
  ],
  ['a device that there is', { dimension: 'device', op: 'is', value: ['console'] }],
  ['a visitor’s whole id', { dimension: 'visitorId', op: 'is', value: ['5b0c'] }],
  [
    'one event at a time',
    {
      and: [
        { dimension: 'name', op: 'is', value: 'click' },
        { dimension: 'name', op: 'is', value: 'order_placed' },
      ],
    },
  ],
])('what the list cannot ask for is not offered: %s', (_, filter) => {
  expect(behind(filter)).toBeUndefined()
})
