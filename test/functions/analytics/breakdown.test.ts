import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { asked, beganIn, figures, type OracleSession, pathOf } from './oracle.ts'

const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake({ seed: 3 })
}, 120_000)

afterAll(() => at?.stop())

const DIMENSIONS: Record<string, (event: LakeRow, session: OracleSession) => string | null> = {
  page: (event) => pathOf(event),
  name: ({ name }) => name,
  host: ({ url }) => (url === undefined ? null : new URL(url).hostname),
  'props.plan': ({ props }) => (props['plan'] as string | undefined) ?? null,
  'props.cart.items': ({ props }) =>
    props['cart'] ? String((props['cart'] as { items: number }).items) : null,
  entryPage: (_, session) => session.entryPath,
  exitPage: (_, session) => session.exitPath,
  source: (_, session) => session.source,
  channel: (_, session) => session.channel,
  country: (_, session) => session.first.country ?? null,
  region: (_, session) => session.first.region ?? null,
  city: (_, session) => session.first.city ?? null,
  device: (_, session) => session.first.device,
  browser: (_, session) => session.first.browser,
  os: (_, session) => session.first.os,
  screen: (_, session) => session.screen,
  language: (_, session) => session.language,
}

type Row = { value: string | null; visitors: number; sessions: number; events: number }

const byVisitors = (a: Row, b: Row): number =>
  b.visitors - a.visitors || (a.value === null ? 1 : b.value === null ? -1 : a.value < b.value ? -1 : 1)

test.each(Object.keys(DIMENSIONS))('by %s as counting by hand gives it', async (dimension) => {
  const of = DIMENSIONS[dimension] as (typeof DIMENSIONS)[string]
  const groups = Map.groupBy(asked(at.sessions, WHOLE), ({ event, session }) => of(event, session))
  const expected = [...groups].map(([value, found]) => ({ value, ...figures(found, beganIn(found, WHOLE)) }))
  expect(groups.size).toBeGreaterThan(dimension === 'host' ? 0 : 1)
  expect((await at.ask('breakdown', { ...WHOLE, dimension })).rows).toEqual(expected.toSorted(byVisitors))
})

test.each(['source', 'channel', 'device', 'browser', 'os', 'country'])(
  'the parts by %s are the whole',
  async (dimension) => {
    const rows = (await at.ask('breakdown', { ...WHOLE, dimension })).rows as Row[]
    const [overview] = (await at.ask('overview', WHOLE)).rows as Row[]
    for (const figure of ['sessions', 'events'] as const)
      expect(rows.reduce((sum, row) => sum + row[figure], 0)).toBe(overview?.[figure])
  },
)

test('a campaign is called what its address says', async () => {
  const rows = (await at.ask('breakdown', { ...WHOLE, dimension: 'utmCampaign' })).rows as Row[]
  expect(rows.map(({ value }) => value)).toEqual([null, 'Spring sale now'])
})

test('a part of the rows follows what was before', async () => {
  const asking = { ...WHOLE, dimension: 'page', orderBy: 'views' }
  const all = (await at.ask('breakdown', asking)).rows
  const first = (await at.ask('breakdown', { ...asking, limit: 2 })).rows
  const rest = (await at.ask('breakdown', { ...asking, limit: 10, offset: 2 })).rows
  expect([...first, ...rest]).toEqual(all)
  expect(first).toHaveLength(2)
})
