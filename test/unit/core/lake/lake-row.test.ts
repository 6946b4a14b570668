import { expect, test } from 'vitest'
import { lakeHour, lakeRowsOf } from '../../../../core/lake/lake-row.ts'
import { makeStamped, NOON } from '../make-batch.ts'

test('a row stands alone: the event, its batch and its client, without the recording', () => {
  const batch = makeStamped({ seq: 4, replay: { format: 'rrweb-2', events: [1] }, events: [{ name: 'buy' }] })
  expect(lakeRowsOf(batch)).toEqual([
    {
      v: 1,
      ...batch.events[0],
      projectId: batch.projectId,
      visitorId: batch.visitorId,
      sessionId: batch.sessionId,
      tabId: batch.tabId,
      seq: 4,
      receivedAt: NOON,
      ...batch.client,
    },
  ])
})

test('an event lies in the UTC hour in which it happened', () => {
  expect(lakeHour(Date.UTC(2026, 0, 31, 23, 59, 59, 999))).toEqual({ date: '2026-01-31', hour: '23' })
  expect(lakeHour(Date.UTC(2026, 1, 1))).toEqual({ date: '2026-02-01', hour: '00' })
})
