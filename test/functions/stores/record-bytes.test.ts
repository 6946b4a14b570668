import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STREAM_RECORD_MAX_BYTES } from '../../../core/limits.ts'
import { packRecord, textOfRecord } from '../../../functions/stores/record-bytes.ts'
import { makeEvent, makeStamped } from '../../unit/core/make-batch.ts'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

test('what was packed is read as it was, and so is JSON that never was', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(textOfRecord(base64(packRecord(Buffer.from(json))))).toBe(json)
      expect(textOfRecord(base64(Buffer.from(json)))).toBe(json)
    }),
  )
})

test('a batch of fifty events takes less than half of its JSON', () => {
  const events = Array.from({ length: 50 }, () => makeEvent({ eventId: crypto.randomUUID() }))
  const json = Buffer.from(JSON.stringify(makeStamped({ events })))
  expect(packRecord(json).length).toBeLessThan(json.length / 2)
})

test('a record that unpacks to more than any batch is not unpacked', () => {
  const bomb = gzipSync(Buffer.alloc(STREAM_RECORD_MAX_BYTES + 1))
  expect(() => textOfRecord(base64(bomb))).toThrow()
})

test('damaged gzip and what is not UTF-8 are told apart', () => {
  expect(() => textOfRecord(base64(gzipSync('{}').subarray(0, 12)))).toThrow(
    expect.objectContaining({ errno: expect.any(Number) }),
  )
  expect(() => textOfRecord(base64(Buffer.from([0xff])))).toThrow(TypeError)
})
