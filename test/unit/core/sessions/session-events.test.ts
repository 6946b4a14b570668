import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  comparePositions,
  eventsOf,
  pageOfEvents,
  positionOf,
} from '../../../../core/sessions/session-events.ts'
import { makeStamped, NOON, uuid } from '../make-batch.ts'

const batches = fc.array(
  fc.record({ tab: fc.nat(2), seq: fc.nat(5), times: fc.array(fc.nat(20), { maxLength: 5 }) }),
  { maxLength: 12 },
)

const build = (plan: { tab: number; seq: number; times: number[] }[]) =>
  [...new Map(plan.map((batch) => [`${batch.tab}#${batch.seq}`, batch])).values()].map(
    ({ tab, seq, times }) =>
      makeStamped({ tabId: uuid(tab), seq, events: times.map((time) => ({ ts: NOON + time })) }),
  )

test('each batch counts once, in whatever order and however often it was stored', () => {
  fc.assert(
    fc.property(batches, fc.array(fc.nat(11)), (plan, again) => {
      const stored = build(plan)
      const redelivered = again.flatMap((at) => stored.slice(at, at + 2))
      expect(eventsOf([...redelivered, ...stored].reverse())).toEqual(eventsOf(stored))
    }),
  )
})

test('events come by time, and by seq within one time', () => {
  const events = eventsOf([
    makeStamped({ seq: 2, events: [{ ts: NOON, name: 'second' }] }),
    makeStamped({
      seq: 1,
      events: [
        { ts: NOON, name: 'first' },
        { ts: NOON + 9, name: 'last' },
      ],
    }),
  ])
  expect(events.map(({ name }) => name)).toEqual(['first', 'second', 'last'])
})

test('pages follow one another without a gap or a repeat', () => {
  fc.assert(
    fc.property(batches, fc.integer({ min: 1, max: 7 }), (plan, limit) => {
      const events = eventsOf(build(plan))
      const collected = []
      let page = pageOfEvents(events, { after: undefined, limit, name: undefined })
      collected.push(...page.events)
      while (page.next) {
        page = pageOfEvents(events, { after: page.next, limit, name: undefined })
        expect(page.events.length).toBeGreaterThan(0)
        collected.push(...page.events)
      }
      expect(collected).toEqual(events)
    }),
  )
})

test('a name filters before the page is cut', () => {
  const events = eventsOf([makeStamped({ events: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] })])
  const page = pageOfEvents(events, { after: undefined, limit: 2, name: 'a' })
  expect(page).toEqual({ events: events.filter(({ name }) => name === 'a'), next: undefined })
})

test('a position is equal only to itself', () => {
  const [event] = eventsOf([makeStamped()])
  if (!event) throw new Error('no event')
  expect(comparePositions(positionOf(event), positionOf(event))).toBe(0)
  expect(comparePositions(positionOf(event), positionOf({ ...event, eventId: uuid(999_999) }))).toBe(-1)
})
