import { expect, test } from 'vitest'
import type { Event } from '../../../../core/ingest/envelope.ts'
import { createRecordingLane } from '../../../../tracker/src/later/recording-lane.ts'
import { createQueue } from '../../../../tracker/src/transport/queue.ts'

const event = (name: string, props: Event['props'] = {}): Event => ({
  eventId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  name,
  ts: 1,
  props,
})

const setUp = (maxEvents = 3, maxBytes = 60_000) => {
  const queue = createQueue(maxEvents, (reason, count) => event('tracker_dropped', { reason, count }))
  const lane = createRecordingLane(() => true)
  queue.lane = lane
  let seq = 0
  let time = 1
  const cut = () => {
    const batch = queue.cut({ id: 't', nextSeq: () => seq++ }, maxBytes)
    return (
      batch && {
        ...batch,
        events: JSON.parse(`[${batch.events}]`) as Event[],
        replay: JSON.parse(`[${batch.replay}]`) as unknown[],
      }
    )
  }
  const record = (text: string, sessionId = 's', fresh = false) =>
    lane.push({ visitorId: 'v', sessionId, at: time++, text: JSON.stringify(text), fresh })
  const add = (name: string, sessionId = 's', props: Event['props'] = {}) => {
    const added = { ...event(name, props), ts: time++ }
    queue.push({ visitorId: 'v', sessionId, event: added })
    return added
  }
  return { queue, lane, cut, add, record }
}

const names = (batch: { events: Event[] } | undefined) => batch?.events.map(({ name }) => name)

test('a batch holds at most so many events, and its number counts up', () => {
  const { cut, add } = setUp()
  for (const name of 'abcd') add(name)
  const [first, second, none] = [cut(), cut(), cut()]
  expect([names(first), names(second), none]).toEqual([['a', 'b', 'c'], ['d'], undefined])
  expect([first?.seq, second?.seq, first?.count]).toEqual([0, 1, 3])
})

test('a batch belongs to one session', () => {
  const { cut, add } = setUp()
  add('a', 'one')
  add('b', 'two')
  expect([cut()?.sessionId, cut()?.sessionId]).toEqual(['one', 'two'])
})

test('a batch stays below so many bytes, but one event always fits', () => {
  const { cut, add } = setUp(10, 1_000)
  add('a', 's', { text: 'ü'.repeat(300) })
  add('b', 's', { text: 'ü'.repeat(300) })
  add('c', 's', { text: 'x'.repeat(5_000) })
  expect([names(cut()), names(cut()), names(cut())]).toEqual([['a'], ['b'], ['c']])
})

test('what is completed before the batch leaves is in it', () => {
  const { cut, add } = setUp()
  add('a').props['title'] = 'late'
  expect(cut()?.events[0]?.props).toEqual({ title: 'late' })
})

test('a full queue drops the oldest events and the next batch says how many', () => {
  const { queue, cut, add } = setUp(50)
  for (let i = 0; i < 1_010; i++) add(`e${i}`)
  expect(queue.size).toBe(1_000)
  const batch = cut()
  expect(batch?.events[0]).toMatchObject({
    name: 'tracker_dropped',
    props: { reason: 'queue_full', count: 10 },
  })
  expect(batch?.events[1]?.name).toBe('e10')
})

test('a loss is told once, with the next event', () => {
  const { queue, cut, add } = setUp()
  queue.drop('refused', 2)
  queue.drop('refused')
  expect(cut()).toBeUndefined()
  add('a')
  expect(cut()?.events.map(({ name, props }) => [name, props['count']])).toEqual([
    ['tracker_dropped', 3],
    ['a', undefined],
  ])
  add('b')
  expect(names(cut())).toEqual(['b'])
})

test('a batch carries the recording of its own session, after its events, as far as there is room', () => {
  const { cut, add, record } = setUp(5, 1_000)
  record('first')
  add('a')
  record('x'.repeat(960))
  record('other', 'next')
  add('b', 'next')
  const batches = [cut(), cut(), cut(), cut()]
  expect(batches.map(names)).toEqual([['a'], [], ['b'], undefined])
  expect(batches.map((batch) => batch?.replay.map((piece) => String(piece).slice(0, 5)))).toEqual([
    ['first'],
    ['xxxxx'],
    ['other'],
    undefined,
  ])
  expect(batches.map((batch) => batch?.sessionId)).toEqual(['s', 's', 'next', undefined])
})

test('a recording too large for the page is dropped whole, and what follows begins anew', () => {
  const { lane, cut, add, record } = setUp(5, 10_000_000)
  add('a')
  const half = 'x'.repeat(2_600_000)
  expect(record(half)).toBe(0)
  expect(record(half)).toBe(2)
  expect(lane.size).toBe(0)
  expect(record('anew')).toBe(0)
  const batch = cut()
  expect(names(batch)).toEqual(['a'])
  expect(batch?.replay).toEqual(['anew'])
})

test('a recording that is held back does not leave, and keeps what follows its last but one beginning', () => {
  const { lane, cut, add, record } = setUp(5)
  lane.hold(true)
  record('one', 's', true)
  record('a')
  record('two', 's', true)
  record('b')
  record('three', 's', true)
  record('c')
  expect(lane.size).toBe(0)
  add('event')
  expect(cut()?.replay).toEqual([])
  expect(cut()).toBeUndefined()
  lane.hold(false)
  expect(cut()?.replay).toEqual(['two', 'b', 'three', 'c'])
})

test('of two sessions the older one leaves first, whichever lane it waits in', () => {
  const { cut, add, record } = setUp(5)
  record('first', 'old')
  add('a', 'new')
  record('second', 'new')
  expect(cut()).toMatchObject({ sessionId: 'old', events: [], replay: ['first'] })
  expect(cut()).toMatchObject({ sessionId: 'new', replay: ['second'] })
})

test('the largest piece leaves alone, and a piece that has no room waits for the next batch', () => {
  const { cut, add, record } = setUp(5, 1_000)
  record('x'.repeat(5_000))
  record('small')
  add('a')
  const [events, large, small] = [cut(), cut(), cut()]
  expect([names(events), events?.replay]).toEqual([['a'], []])
  expect([large?.replay.length, small?.replay]).toEqual([1, ['small']])
})
