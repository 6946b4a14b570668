import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEvents } from '../../../../core/ingest/read-events.ts'
import { EVENT_PROPS_MAX_BYTES } from '../../../../core/limits.ts'
import { makeEvent } from '../make-batch.ts'

test('one bad event costs none of its neighbours, and is told why', () => {
  const [first, last] = [makeEvent(), makeEvent()]
  const { events, rejected } = readEvents([first, { ...makeEvent(), ts: 'noon' }, 7, last])
  expect(events).toEqual([first, last])
  expect(rejected).toEqual([
    { index: 1, reason: expect.stringMatching(/^ts: /) },
    { index: 2, reason: expect.stringContaining('object') },
  ])
})

test('an event that is in the batch twice counts once', () => {
  const event = makeEvent()
  expect(readEvents([event, event])).toEqual({
    events: [event],
    rejected: [{ index: 1, reason: 'eventId: appears twice in this batch' }],
  })
})

test('props may take 32 KiB and no byte more', () => {
  const filling = 'x'.repeat(EVENT_PROPS_MAX_BYTES - '{"a":""}'.length)
  expect(readEvents([makeEvent({ props: { a: filling } })]).rejected).toEqual([])
  expect(readEvents([makeEvent({ props: { a: `${filling}x` } })]).rejected).toEqual([
    { index: 0, reason: 'props: take more than 32768 bytes' },
  ])
})

test('props that nest without end are refused', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(30)}1${'}'.repeat(30)}`)
  expect(readEvents([makeEvent({ props: deep })]).rejected[0]?.reason).toBe(
    'props: nest deeper than 20 levels',
  )
})

test.each([
  ['name', { name: '' }],
  ['name', { name: 'x'.repeat(101) }],
  ['name', { name: 'naïve' }],
  ['eventId', { eventId: '7' }],
  ['ts', { ts: -1 }],
  ['ts', { ts: 1e20 }],
  ['url', { url: 'x'.repeat(2_049) }],
  ['userId', { userId: '' }],
  ['userId', { userId: 'x'.repeat(256) }],
  ['props', { props: 'none' }],
  ['target.type', { target: { type: 'x'.repeat(31) } }],
  ['target.id', { target: { id: 'x'.repeat(101) } }],
])('a bad %s is named', (field, parts) => {
  const { rejected } = readEvents([{ ...makeEvent(), ...parts }])
  expect(rejected[0]?.reason.startsWith(`${field}: `)).toBe(true)
})

test('a prototype that travels as a property is left behind', () => {
  const { events } = readEvents([
    JSON.parse(JSON.stringify(makeEvent()).replace('{}', '{"__proto__":{"admin":1}}')),
  ])
  expect(Object.keys(events[0]?.props ?? {})).toEqual([])
  expect(events[0]?.props['admin']).toBeUndefined()
})

test('whatever comes, each event is either accepted or rejected', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (raw) => {
      const { events, rejected } = readEvents(raw)
      expect(events.length + rejected.length).toBe(raw.length)
    }),
  )
})
