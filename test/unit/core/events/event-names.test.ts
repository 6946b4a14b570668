import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalName } from '../../../../core/events/event-names.ts'
import { eventSchema } from '../../../../core/ingest/envelope.ts'

test.each([
  ['PAGE_VIEW', 'page_view'],
  ['page_view', 'page_view'],
  ['pageView', 'page_view'],
  ['Page View', 'page_view'],
  ['$pageview', 'pageview'],
  ['cart.item-added', 'cart_item_added'],
  ['HTTPError', 'http_error'],
  ['step2Done', 'step2_done'],
  ['--', 'unnamed'],
])('%s is %s', (raw, name) => {
  expect(canonicalName(raw)).toBe(name)
})

test('every acceptable name has an acceptable canonical form, which is its own', () => {
  const names = fc.stringMatching(/^[A-Za-z0-9_.:$ -]{1,100}$/)
  fc.assert(
    fc.property(names, (raw) => {
      const name = canonicalName(raw)
      expect(eventSchema.shape.name.safeParse(name).success).toBe(true)
      expect(canonicalName(name)).toBe(name)
    }),
  )
})
