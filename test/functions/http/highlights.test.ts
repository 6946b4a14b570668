import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import type {
  CreateHighlight,
  Highlight,
  HighlightList,
  ProjectHighlights,
} from '../../../core/highlights/highlight.ts'
import { HIGHLIGHT_TITLE_MAX_CHARS } from '../../../core/limits.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { accountsClient } from '../accounts-client.ts'
import { call, context, kinesisEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let accounts: Awaited<ReturnType<typeof accountsClient>>
let annotations: HttpFunction
let shop: MadeProject
let sessionId = ''
let made = 0
const START = Date.now() - 120_000

const visit = async (id: string) => {
  const batch = makeStamped({
    projectId: shop.projectId,
    sessionId: id,
    receivedAt: START,
    events: [{ ts: START }, { ts: START + 60_000 }],
  })
  const { handler } = (await import('../../../functions/stream/roll-up-sessions.ts')) as {
    handler: StreamFunction
  }
  await handler(kinesisEvent([batch]), context())
}

beforeAll(async () => {
  stage = await startStage()
  accounts = await accountsClient()
  annotations = (await import('../../../functions/http/annotations.ts')).handler
})

beforeEach(async () => {
  shop = await makeProject(`ann-${++made}`)
  for (const role of ['admin', 'analyst', 'viewer'] as const)
    await accounts.join(shop.organisationId, `ann-${made}`, `${role}-${made}`, role)
  sessionId = uuid(82_000 + made * 10)
  await visit(sessionId)
})

afterAll(() => stage.stop())

type More = { params?: object; body?: object; query?: object }

const ask = (to: string, role: string, more: More = {}) =>
  call(annotations, {
    to,
    memberId: `${role}-${made}`,
    ...more,
    query: { projectId: shop.projectId, ...more.query },
    params: { sessionId, ...more.params },
  })

const cut = async (role: string, body: Partial<CreateHighlight> = {}, of = sessionId): Promise<Highlight> => {
  const reply = await ask('createHighlight', role, {
    params: { sessionId: of },
    body: { from: START, to: START + 10_000, title: 'The coupon', ...body },
  })
  expect(reply.status).toBe(201)
  return (reply.body as { highlight: Highlight }).highlight
}

const newest = async (query: object = {}) => {
  const reply = await ask('listProjectHighlights', 'viewer', { query })
  expect(reply.status).toBe(200)
  return reply.body as ProjectHighlights
}

test('all members see the highlights of a session in the order of their beginnings, with who made them', async () => {
  await cut('analyst', {
    from: START + 20_000,
    to: START + 40_000,
    title: ' It breaks ',
    tags: ['Bug', 'bug'],
  })
  await cut('admin', { title: 'It begins' })
  const { highlights } = (await ask('listHighlights', 'viewer')).body as HighlightList
  expect(highlights.map(({ title, author }) => [title, author.memberId])).toEqual([
    ['It begins', `admin-${made}`],
    ['It breaks', `analyst-${made}`],
  ])
  expect(highlights[1]).toMatchObject({ tags: ['bug'], editedAt: null, screenshotId: null, sessionId })
})

test('the newest of a project come first, page by page, with whose session they are of', async () => {
  const other = uuid(82_001 + made * 10)
  await visit(other)
  for (const title of ['one', 'two', 'three', 'four', 'five'])
    await cut('analyst', { title }, title === 'three' ? other : sessionId)
  const first = await newest({ limit: '2' })
  const second = await newest({ limit: '2', cursor: first.nextCursor })
  const third = await newest({ limit: '2', cursor: second.nextCursor })
  const titles = [first, second, third].map(({ highlights }) => highlights.map(({ title }) => title))
  expect(new Set(titles.flat())).toEqual(new Set(['one', 'two', 'three', 'four', 'five']))
  expect(titles.map((page) => page.length)).toEqual([2, 2, 1])
  expect(third.nextCursor).toBeNull()
  const times = [first, second, third].flatMap(({ highlights }) => highlights.map((one) => one.createdAt))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  expect(first.highlights[0]?.session).toMatchObject({ userId: null, startedAt: START, pinned: null })
})

test('a search finds words of the title, the tags and who made it, a tag only what bears it', async () => {
  await cut('analyst', { title: 'Coupon refused', tags: ['checkout', 'bug'] })
  await cut('admin', { title: 'Finds the shoes', tags: ['search'] })
  const found = async (query: object) => (await newest(query)).highlights.map(({ title }) => title)
  expect(await found({ q: 'REFUSED checkout' })).toEqual(['Coupon refused'])
  expect(await found({ q: `admin-${made}` })).toEqual(['Finds the shoes'])
  expect(await found({ q: 'refused shoes' })).toEqual([])
  expect(await found({ tag: 'Search' })).toEqual(['Finds the shoes'])
  expect(await found({ tag: 'sea' })).toEqual([])
})

test('who made a highlight changes it, nobody else; an admin deletes it, and the log tells', async () => {
  const { highlightId } = await cut('analyst')
  const params = { highlightId }
  for (const other of ['admin', 'ann'])
    expect((await ask('updateHighlight', other, { params, body: { title: 'x' } })).status).toBe(403)
  const changed = await ask('updateHighlight', 'analyst', {
    params,
    body: { title: 'Better', to: START + 30_000 },
  })
  expect(changed).toMatchObject({
    status: 200,
    body: { highlight: { title: 'Better', from: START, to: START + 30_000 } },
  })
  expect((await newest()).highlights.map(({ title }) => title)).toEqual(['Better'])
  // Its other end is where it was.
  expect((await ask('updateHighlight', 'analyst', { params, body: { to: START } })).status).toBe(400)
  expect((await ask('deleteHighlight', 'admin', { params })).status).toBe(204)
  expect((await ask('deleteHighlight', 'admin', { params })).status).toBe(404)
  expect((await newest()).highlights).toEqual([])
  const { body } = await accounts.ask(`ann-${made}`, 'listAuditLog', {
    params: { organisationId: shop.organisationId },
  })
  const told = (body as AuditLog).entries.filter(({ action }) => action === 'highlight.deleted')
  expect(told).toMatchObject([{ actor: { memberId: `admin-${made}` }, target: { id: sessionId } }])
})

test.each<[string, object]>([
  ['without a title', { title: ' ' }],
  ['with too long a title', { title: 'x'.repeat(HIGHLIGHT_TITLE_MAX_CHARS + 1) }],
  ['that ends before it begins', { from: START + 9_000, to: START }],
  ['of less than a second', { from: START, to: START + 999 }],
  ['that begins before the session', { from: START - 3_600_000 }],
  ['that ends after the session', { to: START + 3_600_000 }],
  ['with a picture that is none', { screenshotId: '../x' }],
])('a highlight %s is refused', async (_, body) => {
  const reply = await ask('createHighlight', 'analyst', {
    body: { from: START, to: START + 10_000, title: 'x', ...body },
  })
  expect(reply.status).toBe(400)
})

test('highlights go with their session, and no list leads to them any more', async () => {
  await cut('analyst')
  expect((await newest()).highlights).toHaveLength(1)
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { annotations: rowsOf } = await import('../../../functions/stores/annotations.ts')
  await rowsOf(dynamodb, 'people', Date.now).removeAll({ projectId: shop.projectId, sessionId })
  expect((await newest()).highlights).toEqual([])
  const { ScanCommand } = await import('@aws-sdk/lib-dynamodb')
  const { Items } = await dynamodb.send(new ScanCommand({ TableName: 'people' }))
  expect(JSON.stringify(Items)).not.toContain(sessionId)
})
