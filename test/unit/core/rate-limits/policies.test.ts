import { describe, expect, test } from 'vitest'
import { BATCH_MAX_EVENTS } from '../../../../core/limits.ts'
import {
  limitSettingsSchema,
  policiesWith,
  projectLimitsSchema,
} from '../../../../core/rate-limits/policies.ts'

test('the limits are what the documents promise', () => {
  expect(policiesWith()).toEqual({
    api: { name: 'api', limit: 100, windowSeconds: 60 },
    ip: { name: 'ip', limit: 300, windowSeconds: 60 },
    'ip-ingest': { name: 'ip-ingest', limit: 6_000, windowSeconds: 60 },
    auth: { name: 'auth', limit: 10, windowSeconds: 900 },
    presence: { name: 'presence', limit: 10, windowSeconds: 60 },
    erasure: { name: 'erasure', limit: 100, windowSeconds: 3_600 },
    ingest: { name: 'ingest', perSecond: 1_000, burst: 10_000 },
  })
})

test('a stage changes parts of a limit, a project has the last word, and the others stay', () => {
  const policies = policiesWith(
    { api: { limit: 500, windowSeconds: 30 }, ingest: { perSecond: 2_000 } },
    { api: { limit: 50 } },
    undefined,
  )
  expect(policies.api).toEqual({ name: 'api', limit: 50, windowSeconds: 30 })
  expect(policies.ingest).toEqual({ name: 'ingest', perSecond: 2_000, burst: 10_000 })
  expect(policies.ip).toEqual(policiesWith().ip)
  expect(policiesWith().api.limit).toBe(100)
})

describe('settings', () => {
  test.each([
    ['an unknown limit', { everything: { limit: 1 } }],
    ['an unknown part', { api: { limit: 1, seconds: 60 } }],
    ['a window without a limit in it', { auth: { limit: 0 } }],
    ['a fraction', { ip: { limit: 1.5 } }],
    ['a window of more than a day', { ip: { windowSeconds: 86_401 } }],
    ['a window for a bucket', { ingest: { limit: 100 } }],
    ['another name', { api: { name: 'ip' } }],
    ['a burst that no full batch fits', { ingest: { burst: BATCH_MAX_EVENTS - 1 } }],
  ])('refuse %s', (_, settings) => {
    expect(limitSettingsSchema.safeParse(settings).success).toBe(false)
  })

  test('of a project reach only what is counted for it alone', () => {
    const own = { api: { limit: 5 }, ingest: { burst: 200 }, presence: { windowSeconds: 10 } }
    expect(projectLimitsSchema.parse(own)).toEqual(own)
    for (const name of ['ip', 'ip-ingest', 'auth'])
      expect(projectLimitsSchema.safeParse({ [name]: { limit: 1_000 } }).success, name).toBe(false)
  })
})
