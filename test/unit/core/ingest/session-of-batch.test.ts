import { expect, test } from 'vitest'
import { sessionOfBatch } from '../../../../core/ingest/session-of-batch.ts'
import { makeBatch, makeEvent, NOON } from '../make-batch.ts'

const DAY = 24 * 60 * 60_000
const idAt = (time: number) => {
  const hex = time.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8def-000000000001`
}
const sessionAt = (ts: number, sentAt = ts) =>
  sessionOfBatch(makeBatch({ sessionId: idAt(NOON), sentAt, events: [makeEvent({ ts })] }))

test('a session id that is kept for days is another session every 24 hours', () => {
  expect(sessionAt(NOON)).toBe(idAt(NOON))
  expect(sessionAt(NOON + DAY - 1)).toBe(idAt(NOON))
  expect(sessionAt(NOON + DAY)).toBe(idAt(NOON + DAY))
  expect(sessionAt(NOON + 5 * DAY + 7)).toBe(idAt(NOON + 5 * DAY))
})

test('a batch that is sent again later is of the same session', () => {
  expect(sessionAt(NOON + DAY - 1, NOON + 3 * DAY)).toBe(idAt(NOON))
})

test('without events the recording says when it was, or else the sending', () => {
  const batch = makeBatch({ sessionId: idAt(NOON), sentAt: NOON + DAY, events: [] })
  expect(sessionOfBatch(batch)).toBe(idAt(NOON + DAY))
  const replay = { format: 'rrweb-2', events: [{ timestamp: NOON + 1 }] }
  expect(sessionOfBatch({ ...batch, replay })).toBe(idAt(NOON))
})

test('an id that tells no time, and a clock before it, change nothing', () => {
  const other = '0b1f2f6e-3a4c-4f5e-9f3b-2f0a1e3d4c5b'
  expect(sessionOfBatch(makeBatch({ sessionId: other, events: [makeEvent({ ts: NOON + 9 * DAY })] }))).toBe(
    other,
  )
  expect(sessionAt(NOON - 5 * DAY)).toBe(idAt(NOON))
  expect(sessionAt(2 ** 48 + NOON)).toBe(idAt(NOON))
})
