import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Answer } from '../../../core/analytics/answer.ts'
import { lakeHour, lakeRowsOf } from '../../../core/lake/lake-row.ts'
import { ACCESS_DEFAULTS } from '../../../core/projects/access.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { accountsClient } from '../accounts-client.ts'
import { call } from '../invocations.ts'
import { makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let stage: Stage
let handler: HttpFunction
let projectId: string
let secretKey: string
let projects = 0
let written = 0

beforeAll(async () => {
  stage = await startStage()
  handler = (await import('../../../functions/http/analytics.ts')).handler
})

beforeEach(async () => {
  const made = await makeProject(`owner-${++projects}`)
  projectId = made.projectId
  secretKey = made.secretKey
})

afterAll(() => stage.stop())

/** A view of somebody, as it is archived. */
const keepView = async (visitor: number, ts: number, userId?: string): Promise<void> => {
  const { eventLake } = await import('../../../functions/stores/event-lake.ts')
  const { lakeMarkers } = await import('../../../functions/stores/lake-markers.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const lake = eventLake(s3, 'test-lake', lakeMarkers(s3, 'test-lake', Date.now))
  const at = String(++written).padStart(8, '0')
  const batch = makeStamped({
    projectId,
    visitorId: uuid(visitor),
    sessionId: uuid(9_000 + written),
    events: [
      {
        eventId: uuid(80_000 + written),
        name: 'page_view',
        ts,
        url: 'https://shop.example/',
        ...(userId && { userId }),
      },
    ],
  })
  const range = { shardId: 'shardId-000000000000', first: at, last: at }
  await lake.write({ projectId, ...lakeHour(ts) }, lakeRowsOf(batch), range)
}

const ask = async (body: object, question = 'overview') => {
  const reply = await call(handler, {
    to: 'askQuestion',
    params: { question },
    query: { projectId },
    headers: { 'x-api-key': secretKey },
    body,
  })
  return { ...reply, answer: reply.body as Answer, cache: reply.headers['x-cache'] }
}

const views = ({ answer }: { answer: Answer }) => answer.rows[0]?.['views']

test('a question is answered with its range, its rows and how fresh they are', async () => {
  await keepView(1, Date.now() - HOUR_MS)
  const { status, answer } = await ask({ period: '7d', compare: 'previous' })
  expect(status).toBe(200)
  expect(answer).toMatchObject({
    question: 'overview',
    range: { timeZone: 'UTC' },
    rows: [{ visitors: 1, sessions: 1, views: 1, bounceRate: 1 }],
    compared: { rows: [{ visitors: 0, sessions: 0, bounceRate: null }] },
    cache: 'miss',
  })
  expect(answer.freshAsOf).toBeLessThanOrEqual(answer.computedAt)
})

test('a range that is over is answered from what was computed, in whatever order its parameters come', async () => {
  const [from, to] = [Date.now() - 3 * DAY_MS, Date.now() - DAY_MS]
  await keepView(1, Date.now() - 2 * DAY_MS)
  const first = await ask({ from, to, bots: 'include' })
  const second = await ask({ bots: 'include', to, from })
  expect([first.cache, second.cache]).toEqual(['miss', 'hit'])
  expect(second.answer).toEqual({ ...first.answer, cache: 'hit' })
  // Another question it is not.
  expect((await ask({ from, to, bots: 'only' })).cache).toBe('miss')
})

test('a range that still runs is counted anew as soon as something came', async () => {
  const now = Date.now()
  const range = { from: now - 2 * HOUR_MS, to: now + DAY_MS }
  await keepView(1, now - HOUR_MS)
  const first = await ask(range)
  await keepView(2, now - HOUR_MS)
  const second = await ask(range)
  expect([views(first), views(second), second.cache]).toEqual([1, 2, 'miss'])
})

test('what was computed before an erasure is given no more', async () => {
  const [from, to] = [Date.now() - 3 * DAY_MS, Date.now() - DAY_MS]
  await keepView(1, Date.now() - 2 * DAY_MS)
  await ask({ from, to })
  expect((await ask({ from, to })).cache).toBe('hit')
  const { erasures } = await import('../../../functions/stores/erasures.ts')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  await erasures(dynamodb, 'people', Date.now).notePass(projectId)
  expect((await ask({ from, to })).cache).toBe('miss')
})

test.each([
  ['a question that is none', 'nothing', {}, 404],
  ['a parameter that it does not take', 'overview', { nonsense: 1 }, 400],
  ['a dimension that is none', 'breakdown', { dimension: 'name; DROP TABLE events' }, 400],
  ['a filter that is none', 'overview', { filter: { dimension: 'page', op: 'is' } }, 400],
  [
    'a pattern that nobody can match',
    'overview',
    { filter: { dimension: 'page', op: 'matches', value: '(a' } },
    400,
  ],
  [
    'a pattern that looks around',
    'overview',
    { filter: { dimension: 'page', op: 'matches', value: '(?=a)' } },
    400,
  ],
  ['a range that ends before it begins', 'overview', { from: '2026-10-02', to: '2026-09-01' }, 400],
  ['an end without a beginning', 'overview', { to: '2026-10-02' }, 400],
  ['a zone that is none', 'overview', { timeZone: 'Moon/Crater' }, 400],
  ['a range that is too long', 'overview', { from: 0, to: Date.now() }, 400],
])('%s is refused', async (_, question, body, status) => {
  expect((await ask(body, question)).status).toBe(status)
})

test('text in a filter is nothing but text', async () => {
  await keepView(1, Date.now() - HOUR_MS)
  const value = "' OR 1=1; DROP TABLE day1; --"
  for (const op of ['is', 'contains'])
    expect(views(await ask({ filter: { dimension: 'page', op, value } }))).toBe(0)
  expect(views(await ask({ filter: { dimension: 'page', op: 'isNot', value } }))).toBe(1)
})

test('from a role that may not see people, who is behind a number is hidden, and asking by who is refused', async () => {
  const accounts = await accountsClient()
  const shop = await makeProject('ada')
  projectId = shop.projectId
  await accounts.join(shop.organisationId, 'ada', 'analyst', 'analyst')
  await accounts.join(shop.organisationId, 'ada', 'viewer', 'viewer')
  const access = { ...ACCESS_DEFAULTS, viewerPersonal: false }
  await accounts.ask('ada', 'updateProject', { params: { projectId }, body: { access } })
  await keepView(1, Date.now() - HOUR_MS, 'grace@hopper')
  await keepView(2, Date.now() - 2 * HOUR_MS)
  const asked = (memberId: string, question: string, body: object) =>
    call(handler, {
      to: 'askQuestion',
      params: { question },
      query: { projectId },
      memberId,
      body: { period: '7d', ...body },
    })
  const shown = async (memberId: string) =>
    ((await asked(memberId, 'behind', { compare: 'year' })).body as Answer).rows

  const [known, unknown] = (await shown('analyst')) as [object, object]
  expect(known).toMatchObject({ userId: 'grace@hopper', person: 'grace@hopper', identified: true })
  const name = expect.stringMatching(/^Person [0-9a-f]{4}$/)
  expect(await shown('viewer')).toEqual([{ ...known, userId: name, person: name }, unknown])

  for (const dimension of ['userId', 'person']) {
    expect((await asked('analyst', 'breakdown', { dimension })).status).toBe(200)
    expect((await asked('viewer', 'breakdown', { dimension })).body).toMatchObject({
      code: 'personal-not-allowed',
    })
  }
  expect((await asked('viewer', 'breakdown', { dimension: 'visitorId' })).status).toBe(200)
})
