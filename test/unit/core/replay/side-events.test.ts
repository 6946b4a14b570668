import { expect, test } from 'vitest'
import { readSideEvent } from '../../../../core/replay/side-events.ts'

const custom = (tag: string, payload: unknown) => ({ type: 5, timestamp: 7, data: { tag, payload } })

test('what the recorder tells beside the document is read', () => {
  expect(readSideEvent(custom('playhead/console', { level: 'warn', text: 'slow' }))).toEqual({
    tag: 'playhead/console',
    at: 7,
    payload: { level: 'warn', text: 'slow' },
  })
})

test.each([
  ['another event', { type: 3, timestamp: 7, data: { source: 0 } }],
  ['an event of the site', custom('mine', { level: 'warn', text: 'slow' })],
  ['a name that every object has', custom('toString', {})],
  ['a level there is not', custom('playhead/console', { level: 'shout', text: 'slow' })],
  ['nothing', undefined],
])('%s is none of them', (_, event) => {
  expect(readSideEvent(event)).toBeUndefined()
})
