import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked, type OracleSession, pathOf } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }
const IN_GERMANY = { dimension: 'country', op: 'is', value: 'DE' }
const inGermany: Asked['where'] = (_, { first }) => first.country === 'DE'

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 14, more: true })
})

afterAll(() => at.stop())

type Found = { event: LakeRow; session: OracleSession }

const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted()
const textOf = (value: unknown): string | null => (value === undefined ? null : String(value))
const grouped = (found: Found[], key: (found: Found) => unknown[]) =>
  Map.groupBy(found, (one) => JSON.stringify(key(one)))

const counted = (own: Found[]) => {
  const [last] = own.toSorted(
    (a, b) => b.event.ts - a.event.ts || (a.event.eventId < b.event.eventId ? 1 : -1),
  ) as [Found]
  return {
    count: own.length,
    sessions: new Set(own.map(({ session }) => session.sessionId)).size,
    visitors: new Set(own.map(({ session }) => session.person)).size,
    firstSeen: Math.min(...own.map(({ event }) => event.ts)),
    lastSeen: last.event.ts,
    lastSessionId: last.event.sessionId,
  }
}

const errorsIn = (what: Asked) =>
  [
    ...grouped(
      asked(at.sessions, what).filter(({ event }) => event.name === 'error_occurred'),
      ({ event: { props } }) => [props['message'], props['type'], props['source'], props['line']].map(textOf),
    ),
  ].map(([key, own]) => {
    const [message, type, source, line] = JSON.parse(key)
    return { message, type, source, line, ...counted(own) }
  })

const inOrder = (rows: unknown[]) =>
  (rows as Record<string, unknown>[]).map((row) =>
    Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  )

test('errors are one by message and place', async () => {
  const { rows } = await at.ask('errors', WHOLE)
  expect(sorted(inOrder(rows))).toEqual(sorted(inOrder(errorsIn(WHOLE))))
  expect(rows.length).toBeGreaterThan(5)
  expect(
    (rows as { count: number }[]).every(
      ({ count }, at, all) => at === 0 || count <= (all[at - 1]?.count ?? 0),
    ),
  ).toBe(true)
})

test('errors under a filter, part by part', async () => {
  const asking = { ...WHOLE, filter: IN_GERMANY, bots: 'include', orderBy: 'lastSeen' }
  const { rows } = await at.ask('errors', asking)
  expect(sorted(inOrder(rows))).toEqual(
    sorted(inOrder(errorsIn({ ...WHOLE, where: inGermany as never, bots: 'include' }))),
  )
  const parts = [
    await at.ask('errors', { ...asking, limit: 2 }),
    await at.ask('errors', { ...asking, offset: 2 }),
  ]
  expect(parts.flatMap((part) => part.rows)).toEqual(rows)
})

const GOOD = { LCP: 2_500, INP: 200, CLS: 0.1, FCP: 1_800, TTFB: 800 }

const vitalsIn = (what: Asked, by: ('page' | 'device')[]) => {
  const found = asked(at.sessions, what).filter(({ event }) => event.name === 'web_vital')
  return Object.entries(GOOD).flatMap(([metric, limit]) =>
    [
      ...grouped(
        found.filter(({ event }) => typeof event.props[metric] === 'number'),
        ({ event, session }) => [
          by.includes('page') ? pathOf(event) : null,
          by.includes('device') ? session.first.device : null,
        ],
      ),
    ].map(([key, own]) => {
      const [page, device] = JSON.parse(key)
      const values = own.map(({ event }) => Number(event.props[metric])).toSorted((a, b) => a - b)
      const rank = (share: number) => values.find((_, index) => (index + 1) * 100 >= values.length * share)
      const good = values.filter((value) => value <= limit).length
      return {
        metric,
        page,
        device,
        samples: values.length,
        p50: rank(50),
        p75: rank(75),
        p95: rank(95),
        good,
        goodShare: good / values.length,
      }
    }),
  )
}

test.each([[['page', 'device']], [['page']], [['device']], [[]]] as ('page' | 'device')[][][])(
  'vitals by %j have the values at their ranks, and how many are good',
  async (by) => {
    const { rows } = await at.ask('vitals', { ...WHOLE, by })
    expect(sorted(rows)).toEqual(sorted(vitalsIn(WHOLE, by)))
    expect((rows as { good: number }[]).some(({ good }) => good > 0)).toBe(true)
  },
)

test('vitals of those asked for alone', async () => {
  const { rows } = await at.ask('vitals', { ...WHOLE, filter: IN_GERMANY })
  expect(sorted(rows)).toEqual(sorted(vitalsIn({ ...WHOLE, where: inGermany as never }, ['page', 'device'])))
})

const clicksIn = (what: Asked) =>
  [
    ...grouped(
      asked(at.sessions, what).filter(({ event }) => ['rage_click', 'dead_click'].includes(event.name)),
      ({ event }) => [event.name.slice(0, 4), pathOf(event), textOf(event.target?.selector)],
    ),
  ].map(([key, own]) => {
    const [kind, page, selector] = JSON.parse(key)
    const { firstSeen: _, ...rest } = counted(own)
    return { kind, page, selector, text: kind === 'rage' ? 'Buy' : null, ...rest }
  })

test('clicks in anger and in vain, by page and element', async () => {
  const { rows } = await at.ask('frustration', WHOLE)
  expect(sorted(inOrder(rows))).toEqual(sorted(inOrder(clicksIn(WHOLE))))
  const dead = (await at.ask('frustration', { ...WHOLE, kind: 'dead' })).rows
  expect(dead).toEqual((rows as { kind: string }[]).filter(({ kind }) => kind === 'dead'))
  expect(dead.length).toBeGreaterThan(0)
  expect(dead.length).toBeLessThan(rows.length)
})
