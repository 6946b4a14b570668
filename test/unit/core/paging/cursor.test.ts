import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { AppError } from '../../../../core/errors.ts'
import { cursorsOf, type Seal } from '../../../../core/paging/cursor.ts'

const sealOf = (secret: string): Seal => {
  const sign = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  return { sign, verify: (text, signature) => sign(text) === signature }
}

const positionSchema = z.tuple([z.number(), z.string()])
const cursors = cursorsOf(sealOf('a secret'), 'GET /things#prj_1')
const refused = expect.objectContaining({
  status: 400,
  fields: [expect.objectContaining({ field: 'cursor' })],
})

test('a cursor comes back as the position it was made from, in any script', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string({ unit: 'grapheme' }), (number, text) => {
      const cursor = cursors.write([number, text]) ?? ''
      expect(cursors.read(positionSchema, cursor)).toEqual([number, text])
    }),
  )
})

test('rubbish is a 400 that names the field, whatever it looks like', () => {
  fc.assert(
    fc.property(fc.string(), (cursor) => {
      expect(() => cursors.read(positionSchema, cursor)).toThrow(refused)
    }),
  )
})

test('a cursor that was changed anywhere is refused', () => {
  const cursor = cursors.write([7, 'seven']) ?? ''
  for (let at = 0; at < cursor.length; at++) {
    const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1)
    expect(() => cursors.read(positionSchema, changed), `at ${at}`).toThrow(refused)
  }
})

test('a cursor of another list, of another project, or under another secret is refused', () => {
  const others = [
    cursorsOf(sealOf('a secret'), 'GET /others#prj_1'),
    cursorsOf(sealOf('a secret'), 'GET /things#prj_2'),
    cursorsOf(sealOf('another'), 'GET /things#prj_1'),
  ]
  for (const other of others) {
    expect(() => cursors.read(positionSchema, other.write([1, 'one']) ?? '')).toThrow(AppError)
  }
})

test('no cursor is the beginning, and the end has none', () => {
  expect(cursors.read(positionSchema, undefined)).toBeUndefined()
  expect(cursors.write(undefined)).toBeNull()
})
