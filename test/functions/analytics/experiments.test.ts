import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 18, more: true })
})

afterAll(() => at.stop())

type Row = {
  variant: string
  visitors: number
  converters: number
  rate: number
  low: number
  high: number
  mixed: number
}

/** The shares that a sample of these would not be unlikely for, found by halving: what Wilson's interval is. */
const bound = (hits: number, sample: number, side: -1 | 1): number => {
  const share = hits / sample
  const isLikely = (truth: number) =>
    Math.abs(share - truth) <= 1.959963984540054 * Math.sqrt((truth * (1 - truth)) / sample)
  let [inside, outside] = [share, side < 0 ? 0 : 1]
  if (isLikely(outside)) return outside
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2
    if (isLikely(middle)) inside = middle
    else outside = middle
  }
  return inside
}

const expected = (what: Asked, goal: string): Row[] => {
  const persons = Map.groupBy(asked(at.sessions, what), ({ session }) => session.person).values()
  const shown = [...persons].flatMap((own) => {
    const events = own
      .map(({ event }) => event)
      .toSorted((a, b) => a.ts - b.ts || (a.eventId < b.eventId ? -1 : 1))
    const seen = events.filter(({ props }) => props['ctaVariant'] !== undefined)
    const [first] = seen
    if (!first) return []
    return [
      {
        variant: String(first.props['ctaVariant']),
        reached: events.some(({ name, ts }) => name === goal && ts >= first.ts),
        mixed: new Set(seen.map(({ props }) => props['ctaVariant'])).size > 1,
      },
    ]
  })
  return [...Map.groupBy(shown, ({ variant }) => variant)]
    .map(([variant, own]) => {
      const [visitors, converters] = [own.length, own.filter(({ reached }) => reached).length]
      return {
        variant,
        visitors,
        converters,
        rate: converters / visitors,
        low: bound(converters, visitors, -1),
        high: bound(converters, visitors, 1),
        mixed: own.filter(({ mixed }) => mixed).length,
      }
    })
    .toSorted((a, b) => b.visitors - a.visitors || (a.variant < b.variant ? -1 : 1))
}

const compare = (rows: Row[], wanted: Row[]) => {
  const exact = (all: Row[]) => all.map(({ low: _, high: __, ...row }) => row)
  expect(exact(rows)).toEqual(exact(wanted))
  for (const [index, { low, high }] of rows.entries()) {
    expect(low).toBeCloseTo(wanted[index]?.low ?? Number.NaN, 9)
    expect(high).toBeCloseTo(wanted[index]?.high ?? Number.NaN, 9)
  }
}

test('each variant has its sample, who converted afterwards, and how sure that is', async () => {
  const rows = (await at.ask('experiments', { ...WHOLE, goal: { event: 'signup' } })).rows as Row[]
  compare(rows, expected(WHOLE, 'signup'))
  expect(rows.map(({ variant }) => variant).toSorted()).toEqual(['A', 'B'])
  expect(rows.every(({ low, rate, high }) => low < rate && rate < high)).toBe(true)
  expect(rows.some(({ mixed }) => mixed > 0)).toBe(true)
})

test('under a filter, where nobody converts', async () => {
  const filter = { dimension: 'country', op: 'is', value: 'NO' }
  const rows = (await at.ask('experiments', { ...WHOLE, goal: { event: 'never' }, filter })).rows as Row[]
  compare(rows, expected({ ...WHOLE, where: (_, { first }) => first.country === 'NO' }, 'never'))
  expect(rows.length).toBeGreaterThan(0)
  expect(rows.every(({ low, rate, high }) => low === 0 && rate === 0 && high > 0)).toBe(true)
})
