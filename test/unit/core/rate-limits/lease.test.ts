import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leaseMs, leaseSize, refusalMs } from '../../../../core/rate-limits/lease.ts'
import { policiesWith } from '../../../../core/rate-limits/policies.ts'

const { ingest, auth, 'ip-ingest': ipIngest } = policiesWith()
const none = { needed: 50, waiting: 0, demand: 0, left: 10_000, capacity: 10_000, goodForMs: 60_000 }

describe('a lease', () => {
  test('is never less than what is needed, and never more than what is left', () => {
    const amount = fc.integer({ min: 0, max: 20_000 })
    fc.assert(
      fc.property(
        fc.record({
          needed: fc.integer({ min: 1, max: 100 }),
          waiting: amount,
          demand: fc.oneof(
            fc.double({ min: 0, max: 1_000, noNaN: true }),
            fc.constant(Number.POSITIVE_INFINITY),
          ),
          left: fc.integer({ min: 100, max: 20_000 }),
          capacity: fc.constant(20_000),
          goodForMs: fc.integer({ min: 1, max: 60_000 }),
        }),
        (need) => {
          const size = leaseSize(need)
          expect(Number.isInteger(size)).toBe(true)
          expect(size).toBeGreaterThanOrEqual(need.needed)
          expect(size).toBeLessThanOrEqual(need.left)
          expect(size).toBeLessThanOrEqual(Math.max(4_000, need.needed + need.waiting))
        },
      ),
    )
  })

  test('of a container that does not know its demand is a few batches', () => {
    expect(leaseSize(none)).toBe(156)
  })

  test('of a busy container serves 40 batches, and leaves the others four fifths', () => {
    expect(leaseSize({ ...none, demand: 1 })).toBe(2_000)
  })

  test('covers who waits already', () => {
    expect(leaseSize({ ...none, waiting: 4_000 })).toBe(4_050)
  })

  test('of what is nearly used up is a second of the demand, so that nothing lies idle', () => {
    const nearlyEmpty = { ...none, left: 150 }
    expect(leaseSize({ ...nearlyEmpty, demand: 0.1 })).toBe(100)
    expect(leaseSize({ ...nearlyEmpty, demand: 0.001 })).toBe(50)
    expect(leaseSize({ ...nearlyEmpty, demand: Number.POSITIVE_INFINITY })).toBe(150)
  })

  test('holds no more than it can use before its window ends', () => {
    expect(leaseSize({ ...none, needed: 1, demand: 0.025, goodForMs: 20_000 })).toBe(500)
  })

  test('is good for a minute, and no longer than its window', () => {
    expect(leaseMs(ingest, { tat: 5_000_000 }, 1_000)).toBe(60_000)
    expect(leaseMs(ipIngest, { used: 1, resetAt: 5_000 }, 1_000)).toBe(4_000)
    expect(leaseMs(auth, { used: 1, resetAt: 500_000 }, 1_000)).toBe(60_000)
    expect(leaseMs(ipIngest, { used: 1, resetAt: 900 }, 1_000)).toBe(60_000)
    expect(leaseMs({ ...ipIngest, windowSeconds: 10 }, undefined, 1_000)).toBe(10_000)
  })
})

describe('a container refuses without asking', () => {
  test('until the window ends', () => {
    expect(refusalMs(ipIngest, { used: 6_000, resetAt: 42_000 }, 2_000, 1)).toBe(40_000)
  })

  test('until an empty bucket has gathered for a second', () => {
    expect(refusalMs(ingest, { tat: 10_000 }, 0, 50)).toBe(1_000)
  })

  test('no longer than half the bucket needs, or it would run over meanwhile', () => {
    const small = { ...ingest, burst: 200 }
    expect(refusalMs(small, { tat: 200 }, 0, 50)).toBeCloseTo(100, 1)
  })

  test('longer, if the amount needs longer', () => {
    const slow = { ...ingest, perSecond: 10, burst: 100 }
    expect(refusalMs(slow, { tat: 10_000 }, 0, 60)).toBeCloseTo(6_000, 1)
  })
})
