import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AnalyticsLake, END, startAnalyticsLake } from './analytics-lake.ts'
import { FIRST_DAY } from './generate.ts'
import { type Asked, asked, beganIn, figures, sessionsOf } from './oracle.ts'

const DAY_MS = 86_400_000
const WHOLE = { from: FIRST_DAY, to: END }

let at: AnalyticsLake

beforeAll(async () => {
  at = await startAnalyticsLake()
}, 120_000)

afterAll(() => at?.stop())

const expected = (what: Asked, mode?: Parameters<typeof figures>[2]) => {
  const found = asked(at.sessions, what)
  return [figures(found, beganIn(found, what), mode)]
}

test('the figures of all days are those that counting by hand gives', async () => {
  const { rows } = await at.ask('overview', WHOLE)
  expect(rows).toEqual(expected(WHOLE))
  // The generated events have all that makes counting hard.
  const [overview] = rows as ReturnType<typeof expected>
  expect(overview?.visitors).toBeLessThan(overview?.sessions ?? 0)
  expect(overview?.bounces).toBeGreaterThan(0)
})

test.each(['engaged', 'strict', 'views'] as const)(
  'a bounce is what the mode %s says',
  async (bounceMode) => {
    expect((await at.ask('overview', { ...WHOLE, bounceMode })).rows).toEqual(expected(WHOLE, bounceMode))
  },
)

test.each(['exclude', 'include', 'only'] as const)('bots are as asked: %s', async (bots) => {
  expect((await at.ask('overview', { ...WHOLE, bots })).rows).toEqual(expected({ ...WHOLE, bots }))
})

test.each([
  ['a day', FIRST_DAY + DAY_MS, FIRST_DAY + 2 * DAY_MS],
  ['some hours', FIRST_DAY + 2 * DAY_MS - 7_200_000, FIRST_DAY + 2 * DAY_MS + 7_200_000],
  ['minutes around midnight', FIRST_DAY + 3 * DAY_MS - 300_000, FIRST_DAY + 3 * DAY_MS + 300_000],
  ['a time without anything', FIRST_DAY - 9 * DAY_MS, FIRST_DAY - 8 * DAY_MS],
])('a session counts where it began, in %s as well', async (_, from, to) => {
  expect((await at.ask('overview', { from, to })).rows).toEqual(expected({ from, to }))
})

test.each([
  ['a page', { dimension: 'page', op: 'is', value: '/pricing' }, (e) => path(e) === '/pricing'],
  ['a quote', { dimension: 'page', op: 'is', value: "/o'clock" }, (e) => path(e) === "/o'clock"],
  [
    'no page of several',
    { dimension: 'page', op: 'isNot', value: ['/', '/cart'] },
    (e) => !['/', '/cart'].includes(String(path(e))),
  ],
  [
    'a part of a page',
    { dimension: 'page', op: 'contains', value: 'DOCS' },
    (e) => (path(e) ?? '').includes('docs'),
  ],
  [
    'not a part of a page',
    { dimension: 'page', op: 'containsNot', value: 'docs' },
    (e) => !(path(e) ?? '').includes('docs'),
  ],
  [
    'a pattern',
    { dimension: 'page', op: 'matches', value: '^/(cart|docs)' },
    (e) => /^\/(cart|docs)/.test(path(e) ?? ''),
  ],
  ['a property', { dimension: 'props.plan', op: 'is', value: 'pro' }, (e) => e.props['plan'] === 'pro'],
  [
    'a number',
    { dimension: 'props.total', op: 'greater', value: 99.5 },
    (e) => Number(e.props['total']) > 99.5,
  ],
  [
    'a smaller number',
    { dimension: 'props.total', op: 'less', value: 50 },
    (e) => Number(e.props['total']) < 50,
  ],
  [
    'a property inside',
    { dimension: 'props.cart.items', op: 'is', value: 3 },
    (e) => (e.props['cart'] as { items?: number })?.items === 3,
  ],
  ['what is set', { dimension: 'props.plan', op: 'isSet' }, (e) => e.props['plan'] !== undefined],
  ['what is not set', { dimension: 'url', op: 'isNotSet' }, (e) => e.url === undefined],
  [
    'a browser',
    { dimension: 'browser', op: 'is', value: ['Safari', 'Firefox'] },
    (_, s) => s.first.browser !== 'Chrome',
  ],
  ['a source', { dimension: 'source', op: 'is', value: 'google.com' }, (_, s) => s.source === 'google.com'],
  ['users', { dimension: 'identified', op: 'is', value: true }, (_, s) => s.isUser],
  [
    'one and one of two',
    {
      and: [
        { dimension: 'name', op: 'is', value: 'click' },
        {
          or: [
            { dimension: 'country', op: 'is', value: 'NO' },
            { dimension: 'page', op: 'is', value: '/' },
          ],
        },
      ],
    },
    (e, s) => e.name === 'click' && (s.first.country === 'NO' || path(e) === '/'),
  ],
] as [string, object, NonNullable<Asked['where']>][])('a filter takes %s', async (_, filter, where) => {
  const { rows } = await at.ask('overview', { ...WHOLE, filter })
  expect(rows).toEqual(expected({ ...WHOLE, where }))
  expect(asked(at.sessions, { ...WHOLE, where }).length).toBeGreaterThan(0)
})

const path = ({ url }: { url?: string | undefined }) => (url === undefined ? null : new URL(url).pathname)

test('what it is compared to has figures of its own', async () => {
  const [from, to] = [FIRST_DAY + 3 * DAY_MS, FIRST_DAY + 5 * DAY_MS]
  const { compared, before } = await at.ask('overview', { from, to, compare: 'previous' })
  expect(before).toMatchObject({ from: FIRST_DAY + DAY_MS, to: from })
  expect(compared).toEqual(expected({ from: FIRST_DAY + DAY_MS, to: from }))
})

test('what is past the days that a project keeps is not there', async () => {
  const { range, rows } = await at.ask('overview', WHOLE, { keepDays: 4 })
  expect(range.keptFrom).toBeGreaterThan(FIRST_DAY)
  // A day more is looked at, for the sessions that began there; who logged in before is forgotten.
  const kept = at.generated.rows.filter(({ ts }) => ts >= range.keptFrom - DAY_MS)
  const what = { from: range.keptFrom, to: END }
  const found = asked(sessionsOf({ ...at.generated, rows: kept }), what)
  expect(rows).toEqual([figures(found, beganIn(found, what))])
})
