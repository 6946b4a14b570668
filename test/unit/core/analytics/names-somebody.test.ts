import { expect, test } from 'vitest'
import { namesSomebody } from '../../../../core/analytics/dimensions.ts'

const where = (dimension: string, value: unknown = 'x') => ({ filter: { dimension, op: 'is', value } })

test.each([
  ['a breakdown', { dimension: 'person' }],
  ['another parameter', { variant: 'userId' }],
  ['a filter', where('userId')],
  ['a filter deep inside', { steps: [{ event: 'a', filter: { and: [{ or: [where('person').filter] }] } }] }],
  ['what the site says of somebody', where('props.traits.email')],
  ['all that it says', { dimension: 'props.traits' }],
])('%s by who it was names somebody', (_, params) => {
  expect(namesSomebody(params)).toBe(true)
})

test.each([
  ['other dimensions', { dimension: 'visitorId' }],
  ['a property of its own', where('props.person')],
  ['what a filter compares with', where('props.kind', ['person', 'userId'])],
  ['nothing', {}],
])('%s name nobody', (_, params) => {
  expect(namesSomebody(params)).toBe(false)
})
