import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { AppError } from '../../../../core/errors.ts'
import { decodeCursor, encodeCursor, pageQuerySchema } from '../../../../core/paging/cursor.ts'

const positionSchema = z.tuple([z.number(), z.string()])

test('a cursor comes back as the position it was made from, in any script', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string({ unit: 'grapheme' }), (number, text) => {
      expect(decodeCursor(positionSchema, encodeCursor([number, text]))).toEqual([number, text])
    }),
  )
})

test('rubbish is a 400 that names the field, whatever it looks like', () => {
  fc.assert(
    fc.property(fc.string(), (cursor) => {
      expect(() => decodeCursor(positionSchema, cursor)).toThrow(
        expect.objectContaining({ status: 400, fields: [expect.objectContaining({ field: 'cursor' })] }),
      )
    }),
  )
})

test('a cursor of another list is a 400', () => {
  expect(() => decodeCursor(positionSchema, encodeCursor('elsewhere'))).toThrow(AppError)
})

test('no cursor is the beginning', () => {
  expect(decodeCursor(positionSchema, undefined)).toBeUndefined()
})

test('a page has 20 items unless asked otherwise, and at most 100', () => {
  expect(pageQuerySchema.parse({}).limit).toBe(20)
  expect(pageQuerySchema.parse({ limit: '100' }).limit).toBe(100)
  for (const limit of ['0', '101', '2.5', 'many', '']) {
    expect(pageQuerySchema.safeParse({ limit }).success).toBe(false)
  }
})
