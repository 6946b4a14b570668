import { expect, test } from 'vitest'
import { rateLimitHeaders, retryAfterSeconds } from '../../../../core/rate-limits/headers.ts'
import { policiesWith } from '../../../../core/rate-limits/policies.ts'
import { admitted, refused, unasked } from '../../../../core/rate-limits/verdict.ts'

const { api, ip, ingest, auth } = policiesWith()
const now = 1_000_000

test('a response names each policy, and what is left of it until when', () => {
  const verdicts = [
    admitted(api, { used: 58, resetAt: now + 29_001 }, now),
    admitted(ip, { used: 59, resetAt: now + 60_000 }, now),
  ]
  expect(rateLimitHeaders(verdicts)).toEqual({
    'ratelimit-policy': '"api";q=100;w=60, "ip";q=300;w=60',
    ratelimit: '"api";r=42;t=30, "ip";r=241;t=60',
  })
})

test('a bucket is its burst, in the time that fills it, and has more in a second', () => {
  expect(rateLimitHeaders([admitted(ingest, { tat: now + 50 }, now)])).toEqual({
    'ratelimit-policy': '"ingest";q=10000;w=10',
    ratelimit: '"ingest";r=9950;t=1',
  })
  expect(rateLimitHeaders([admitted(ingest, undefined, now)])['ratelimit']).toBe('"ingest";r=10000;t=0')
})

test('tokens in hand count as left', () => {
  expect(admitted(ingest, { tat: now + 1_250 }, now, 1_200).remaining).toBe(9_950)
})

test('a refusal says when to come again, and resets no later', () => {
  const full = refused(auth, { used: 10, resetAt: now + 600_500 }, now, 1)
  expect(full).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 601, resetSeconds: 601 })
  const batch = refused(ingest, { tat: now + 9_980 }, now, 50)
  expect(batch).toMatchObject({ remaining: 20, retryAfterSeconds: 1, resetSeconds: 1 })
  expect(rateLimitHeaders([admitted(ip, undefined, now), batch, full])).toEqual({
    'ratelimit-policy': '"ip";q=300;w=60, "ingest";q=10000;w=10, "auth";q=10;w=900',
    ratelimit: '"ip";r=300;t=0, "ingest";r=20;t=1, "auth";r=0;t=601',
    'retry-after': '601',
  })
})

test('what can never come in is not told to come again', () => {
  const never = refused(ingest, undefined, now, 10_001)
  expect(never).toMatchObject({ allowed: false, remaining: 10_000 })
  expect(
    retryAfterSeconds([never, refused(auth, { used: 10, resetAt: now + 1_000 }, now, 1)]),
  ).toBeUndefined()
  expect(rateLimitHeaders([never])).not.toHaveProperty('retry-after')
})

test('a limit that could not be asked is named without numbers', () => {
  const verdict = unasked(api, undefined, now, new Error('throttled'))
  expect(rateLimitHeaders([verdict])).toEqual({ 'ratelimit-policy': '"api";q=100;w=60' })
  expect(rateLimitHeaders([])).toEqual({})
})
