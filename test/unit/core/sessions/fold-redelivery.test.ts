import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StampedBatch } from '../../../../core/ingest/stamped-batch.ts'
import { SESSION_MAX_ACTIVITY } from '../../../../core/limits.ts'
import { foldBatch } from '../../../../core/sessions/fold-batch.ts'
import type { SessionState } from '../../../../core/sessions/session-state.ts'
import { client, makeStamped, NOON, uuid } from '../make-batch.ts'

const NAMES = ['page_view', 'click', 'error', 'scroll', 'purchase', 'rage_click', 'dead_click', 'zoom']

/** What really happened: the batches of a few tabs in the order in which the stream has them. */
const histories = fc
  .array(
    fc.record({
      tab: fc.nat(3),
      late: fc.nat(5_000),
      /** Coarse, so that tabs meet at one millisecond. */
      at: fc.nat(40).map((n) => n * 20 * 60_000),
      page: fc.nat(30),
      country: fc.constantFrom('NO', 'SE'),
      keepDays: fc.constantFrom(undefined, 30, 365),
      names: fc.array(fc.constantFrom(...NAMES), { maxLength: 4 }),
      user: fc.option(fc.constantFrom('ada', 'bob'), { nil: undefined }),
      recorded: fc.boolean(),
    }),
    { minLength: 1, maxLength: 30 },
  )
  .map((batches) => {
    const seqs = new Map<number, number>()
    return batches.map(({ tab, late, at: far, page, country, keepDays, names, user, recorded }, index) => {
      const seq = seqs.get(tab) ?? 0
      seqs.set(tab, seq + 1)
      return makeStamped({
        tabId: uuid(tab),
        seq,
        receivedAt: NOON + index * 1_000,
        client: { ...client, country, city: country },
        ...(keepDays && { rules: { idleMinutes: keepDays, keepDays, replayDays: 7 } }),
        ...(recorded && { replay: { format: 'rrweb-2', events: [index] } }),
        events: names.map((name, at) => ({
          name,
          ts: NOON + far - (late % 3) + at,
          url: `https://shop.example/${page}/${at}?utm_source=${index}`,
          referrer: `https://search.example/${index}`,
          ...(user && { userId: user }),
        })),
      })
    })
  })

const foldAll = (batches: StampedBatch[], from?: SessionState): SessionState | undefined =>
  batches.reduce<SessionState | undefined>(foldBatch, from)

/** Kinesis goes back any number of times: each time to a point it has passed, and on from there. */
const redeliver = (history: StampedBatch[], restarts: { at: number; back: number }[]): StampedBatch[] => {
  const delivered: StampedBatch[] = []
  let from = 0
  for (const { at, back } of restarts) {
    const until = Math.min(history.length, from + at)
    delivered.push(...history.slice(from, until))
    from = Math.max(0, until - back)
  }
  return [...delivered, ...history.slice(from)]
}

const restarts = fc.array(fc.record({ at: fc.nat(20), back: fc.nat(30) }), { maxLength: 6 })

test('redelivery in any split leaves the session as one clean delivery does', () => {
  fc.assert(
    fc.property(histories, restarts, (history, plan) => {
      expect(foldAll(redeliver(history, plan))).toEqual(foldAll(history))
    }),
    { numRuns: 1_000 },
  )
})

test('delivering everything once more changes nothing', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const state = foldAll(history)
      expect(foldAll(history, state)).toBe(state)
    }),
  )
})

test('tabs may overtake one another: the session is the same to the last field', () => {
  fc.assert(
    fc.property(histories, fc.infiniteStream(fc.nat(3)), (history, order) => {
      expect(foldAll(interleave(history, order))).toEqual(foldAll(history))
    }),
    { numRuns: 1_000 },
  )
})

test('the counts are those of the events', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const state = foldAll(history)
      const events = history.flatMap((batch) => batch.events)
      const named = (name: string) => events.filter((event) => event.name === name).length
      expect(state).toMatchObject({
        events: events.length,
        clicks: named('click'),
        pageViews: named('page_view'),
        errors: named('error'),
        rageClicks: named('rage_click'),
        deadClicks: named('dead_click'),
        eventNames: [...new Set(events.map(({ name }) => name))].sort(),
      })
      expect(state?.activity.counts.reduce((sum, count) => sum + count, 0)).toBe(events.length)
      expect(state?.activity.counts.length).toBeLessThanOrEqual(SESSION_MAX_ACTIVITY)
    }),
  )
})

/** Each tab in its own order, and tabs in any. */
const interleave = (history: StampedBatch[], order: Iterable<number>): StampedBatch[] => {
  const waiting = Map.groupBy(history, ({ tabId }) => tabId)
  const shuffled: StampedBatch[] = []
  for (const tab of order) {
    if (shuffled.length === history.length) break
    const next = [...waiting.values()].filter((batches) => batches.length > 0)
    const batch = next[tab % next.length]?.shift()
    if (batch) shuffled.push(batch)
  }
  return shuffled
}
