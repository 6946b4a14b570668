import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LimitState, meterOf } from '../../../../core/rate-limits/meter-of.ts'
import type { BucketPolicy, Policy, WindowPolicy } from '../../../../core/rate-limits/policies.ts'
import { takeFromState } from './take-from-state.ts'

/** DynamoDB adds decimals; near zero doubles are as good. */
const START = 1_000

type Ask = { after: number; amount: number }
type Admission = { at: number; amount: number }

const asks = fc.array(
  fc.record({ after: fc.integer({ min: 0, max: 3_000 }), amount: fc.integer({ min: 1, max: 12 }) }),
  { minLength: 1, maxLength: 120 },
)
const windows: fc.Arbitrary<WindowPolicy> = fc.record({
  name: fc.constant('w'),
  limit: fc.integer({ min: 1, max: 40 }),
  windowSeconds: fc.integer({ min: 1, max: 20 }),
})
const buckets: fc.Arbitrary<BucketPolicy> = fc.record({
  name: fc.constant('b'),
  perSecond: fc.integer({ min: 1, max: 700 }),
  burst: fc.integer({ min: 1, max: 60 }),
})

/** Plays the asks, and looks at every step. */
const play = (
  policy: Policy,
  sequence: Ask[],
  look: (state: LimitState | undefined, at: number, amount: number) => void = () => undefined,
): Admission[] => {
  let at = START
  let state: LimitState | undefined
  const admissions: Admission[] = []
  for (const { after, amount } of sequence) {
    at += after
    look(state, at, amount)
    const next = takeFromState(policy, state, at, amount)
    if (next) admissions.push({ at, amount })
    state = next ?? state
  }
  return admissions
}

const sum = (admissions: Admission[]) => admissions.reduce((total, { amount }) => total + amount, 0)

describe('a window', () => {
  const policy: WindowPolicy = { name: 'auth', limit: 10, windowSeconds: 60 }
  const once = (after: number): Ask => ({ after, amount: 1 })

  test('refuses the 11th request within a minute of the first, wherever the minute lies', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_999 }), { minLength: 10, maxLength: 10 }), (gaps) => {
        expect(play(policy, [once(0), ...gaps.map(once)])).toHaveLength(10)
      }),
    )
  })

  test('opens anew at its end, to the millisecond', () => {
    const full = [{ after: 0, amount: 10 }]
    expect(play(policy, [...full, once(59_999)])).toHaveLength(1)
    expect(play(policy, [...full, once(60_000)])).toHaveLength(2)
  })

  test('never admits more than its limit from its first request to its end', () => {
    fc.assert(
      fc.property(windows, asks, (window, sequence) => {
        let opened = Number.NEGATIVE_INFINITY
        let used = 0
        for (const { at, amount } of play(window, sequence)) {
          if (at >= opened + window.windowSeconds * 1000) {
            opened = at
            used = 0
          }
          used += amount
          expect(used).toBeLessThanOrEqual(window.limit)
        }
      }),
    )
  })
})

describe('a bucket', () => {
  test('admits in no stretch of time more than its burst and what flowed in meanwhile', () => {
    fc.assert(
      fc.property(buckets, asks, (bucket, sequence) => {
        const admissions = play(bucket, sequence)
        for (const [index, first] of admissions.entries()) {
          let admitted = 0
          for (const { at, amount } of admissions.slice(index)) {
            admitted += amount
            const most = bucket.burst + ((at - first.at) * bucket.perSecond) / 1000
            expect(admitted).toBeLessThanOrEqual(most + 0.01)
          }
        }
      }),
    )
  })

  test.each([1, 3, 7, 300, 1_000])('of %i a second gives all of it to whoever keeps asking', (perSecond) => {
    const bucket: BucketPolicy = { name: 'b', perSecond, burst: 20 }
    const everyMs = Array.from({ length: 3_000 }, (): Ask => ({ after: 1, amount: 1 }))
    const first = Array.from({ length: 30 }, (): Ask => ({ after: 0, amount: 1 }))
    // Nobody can take more than one a millisecond here, which is what the fastest one gives.
    expect(sum(play(bucket, [...first, ...everyMs]))).toBe(20 + perSecond * 3)
  })

  test('that was not asked for long is full, and no fuller', () => {
    const bucket: BucketPolicy = { name: 'b', perSecond: 10, burst: 50 }
    expect(
      play(bucket, [
        { after: 0, amount: 50 },
        { after: 3_600_000, amount: 51 },
        { after: 0, amount: 50 },
        { after: 0, amount: 1 },
      ]),
    ).toHaveLength(2)
  })
})

describe.each([
  ['a window', windows],
  ['a bucket', buckets],
] as const)('%s', (_, policies: fc.Arbitrary<Policy>) => {
  test('says that so many are left exactly when so many can be taken', () => {
    fc.assert(
      fc.property(policies, asks, (policy, sequence) => {
        play(policy, sequence, (state, at, amount) => {
          const fits = takeFromState(policy, state, at, amount) !== undefined
          expect(meterOf(policy).left(state, at) >= amount).toBe(fits)
        })
      }),
    )
  })

  test('names the wait after which an amount fits, and not a millisecond more', () => {
    fc.assert(
      fc.property(policies, asks, (policy, sequence) => {
        play(policy, sequence, (state, at, amount) => {
          const wait = Math.ceil(meterOf(policy).waitMs(state, at, amount))
          if (amount > meterOf(policy).capacity) return expect(wait).toBe(Number.POSITIVE_INFINITY)
          expect(takeFromState(policy, state, at + wait, amount)).toBeDefined()
          if (wait > 0) expect(takeFromState(policy, state, at + wait - 1, amount)).toBeUndefined()
        })
      }),
    )
  })
})
