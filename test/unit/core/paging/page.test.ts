import { expect, test } from 'vitest'
import { pageQuerySchema } from '../../../../core/paging/page.ts'

test('a page has 20 items unless asked otherwise, and at most 100', () => {
  expect(pageQuerySchema.parse({}).limit).toBe(20)
  expect(pageQuerySchema.parse({ limit: '100' }).limit).toBe(100)
  for (const limit of ['0', '101', '2.5', 'many', '']) {
    expect(pageQuerySchema.safeParse({ limit }).success).toBe(false)
  }
})
