import { expect, test } from 'vitest'
import * as pipeline from '../../../core/limits.ts'
import * as tracker from '../../../tracker/src/limits.ts'

test('what the page and the pipeline both limit is the same in both', () => {
  const shared = Object.entries(tracker).filter(([name]) => name in pipeline)
  expect(shared.map(([name]) => name).sort()).toEqual([
    'BATCH_MAX_EVENTS',
    'EVENT_PROPS_MAX_BYTES',
    'SESSION_IDLE_MS',
    'SESSION_MAX_MS',
    'URL_MAX_CHARS',
    'USER_ID_MAX_CHARS',
  ])
  expect(pipeline).toMatchObject(Object.fromEntries(shared))
})
