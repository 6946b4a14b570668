import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SOCKET_FRAME_MAX_BYTES } from '../../../../core/limits.ts'
import { sessionEventsOf } from '../../../../core/sessions/session-events.ts'
import { fitsFrame, sessionEventFrames } from '../../../../core/socket/session-frames.ts'
import { makeStamped } from '../make-batch.ts'

test('every event travels, in order, and every frame fits', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 12_000 }), { maxLength: 30 })
  fc.assert(
    fc.property(sizes, (list) => {
      const batch = makeStamped({ events: list.map((size) => ({ props: { text: 'ä'.repeat(size) } })) })
      const events = sessionEventsOf(batch)
      const frames = sessionEventFrames(batch.sessionId, events)
      expect(frames.every(fitsFrame)).toBe(true)
      expect(frames.flatMap(({ data }) => data.events)).toEqual(events)
    }),
  )
})

test('an event too large for a frame is shown without its props', () => {
  const batch = makeStamped({
    events: [{ name: 'huge', props: { text: 'x'.repeat(SOCKET_FRAME_MAX_BYTES) } }, {}],
  })
  const frames = sessionEventFrames(batch.sessionId, sessionEventsOf(batch))
  expect(frames).toHaveLength(1)
  expect(frames[0]?.data.events[0]).toMatchObject({ name: 'huge', props: { truncated: true } })
})

test('nothing to show is no frame', () => {
  expect(sessionEventFrames('x', [])).toEqual([])
})
