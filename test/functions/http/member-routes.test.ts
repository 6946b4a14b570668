import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Session, SessionList } from '../../../core/sessions/session.ts'
import type { SessionEventList } from '../../../core/sessions/session-event.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { type Call, call, context, kinesisEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
const routes: Record<string, HttpFunction> = {}
const consumers: StreamFunction[] = []
let shop: MadeProject
let blog: MadeProject

beforeAll(async () => {
  stage = await startStage()
  for (const name of ['list-sessions', 'get-session', 'list-session-events']) {
    routes[name] = (await import(`../../../functions/http/${name}.ts`)).handler
  }
  for (const name of ['roll-up-sessions', 'store-session']) {
    consumers.push((await import(`../../../functions/stream/${name}.ts`)).handler)
  }
  shop = await makeProject('ada', 'Shop')
  blog = await makeProject('bob', 'Blog')
})

afterAll(() => stage.stop())

const ask = (name: string, parts: Call) => {
  const handler = routes[name]
  if (!handler) throw new Error(`no route ${name}`)
  return call(handler, { memberId: 'ada', ...parts })
}

const consume = async (batches: unknown[]) => {
  for (const consumer of consumers) {
    expect(await consumer(kinesisEvent(batches), context())).toEqual({ batchItemFailures: [] })
  }
}

const batchOf = (session: number, parts: Parameters<typeof makeStamped>[0] = {}) =>
  makeStamped({ projectId: shop.projectId, sessionId: uuid(session), ...parts })

test('sessions come newest first, page by page, each once', async () => {
  const start = Date.now()
  await consume([3, 1, 5, 2, 4].map((n) => batchOf(n, { receivedAt: start, events: [{ ts: start + n }] })))
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const query: Record<string, string> = { projectId: shop.projectId, limit: '2' }
    if (cursor) query['cursor'] = cursor
    const page = (await ask('list-sessions', { query })).body as SessionList
    expect(page.sessions.length).toBeGreaterThan(0)
    seen.push(...page.sessions.map(({ sessionId }) => sessionId))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen).toEqual([5, 4, 3, 2, 1].map(uuid))
})

test('a session and its events are as they were sent, though delivered twice in different cuts', async () => {
  const now = Date.now()
  const event = (at: number, name: string) => ({ ts: now + at, name, url: `https://www.shop.example/${at}` })
  const batches = [
    batchOf(20, { seq: 0, receivedAt: now, events: [event(0, 'page_view'), event(10, 'click')] }),
    batchOf(20, { seq: 1, receivedAt: now, events: [event(20, 'click')] }),
    batchOf(20, { seq: 0, tabId: uuid(8), receivedAt: now, events: [event(5, 'scroll')] }),
  ]
  await consume(batches)
  await consume(batches.slice(1))
  const parts = { params: { sessionId: uuid(20) }, query: { projectId: shop.projectId } }
  const { session } = (await ask('get-session', parts)).body as { session: Session }
  expect(session).toMatchObject({ events: 4, clicks: 2, pageViews: 1, durationMs: 20, endedAt: null })

  const all = (await ask('list-session-events', parts)).body as SessionEventList
  expect(all.events.map(({ name, ts }) => [name, ts - now])).toEqual([
    ['page_view', 0],
    ['scroll', 5],
    ['click', 10],
    ['click', 20],
  ])
  expect(all.nextCursor).toBeNull()

  const clicks = { ...parts, query: { ...parts.query, name: 'CLICK', limit: '1' } }
  const first = (await ask('list-session-events', clicks)).body as SessionEventList
  const query = { ...clicks.query, cursor: first.nextCursor ?? '' }
  const second = (await ask('list-session-events', { ...clicks, query })).body as SessionEventList
  expect([...first.events, ...second.events].map(({ ts }) => ts - now)).toEqual([10, 20])
  expect(second.nextCursor).toBeNull()
})

test('a foreign project, an unknown one and a malformed one look the same', async () => {
  const params = { sessionId: uuid(20) }
  for (const name of ['list-sessions', 'get-session', 'list-session-events']) {
    const bodies = []
    for (const projectId of [blog.projectId, 'prj_unknownunknown', '../../etc']) {
      const reply = await ask(name, { params, query: { projectId } })
      expect(reply.status).toBe(404)
      bodies.push(reply.body)
    }
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  }
})

test('a session of another project is not found in this one', async () => {
  const parts = {
    memberId: 'bob',
    params: { sessionId: uuid(20) },
    query: { projectId: blog.projectId },
  }
  expect((await ask('get-session', parts)).body).toMatchObject({ status: 404, code: 'session-not-found' })
  expect((await ask('list-session-events', parts)).status).toBe(404)
})

test('without a member, a project or a sensible value the answer says what is missing', async () => {
  const query = { projectId: shop.projectId }
  expect((await call(routes['list-sessions'] as HttpFunction, { query })).status).toBe(401)
  expect((await ask('list-sessions', { query: {} })).status).toBe(200)
  expect((await ask('list-sessions', { memberId: 'nobody', query: {} })).body).toMatchObject({
    errors: [{ field: 'projectId' }],
  })
  for (const [field, value] of [
    ['limit', '0'],
    ['limit', 'x'],
    ['cursor', 'rubbish'],
    ['cursor', 'eyJhIjoxfQ'],
  ] as const) {
    const reply = await ask('list-sessions', { query: { ...query, [field]: value } })
    expect(reply.body).toMatchObject({ status: 400, errors: [{ field }] })
  }
  const events = await ask('list-session-events', {
    query: { ...query, cursor: 'WzFd' },
    params: { sessionId: uuid(20) },
  })
  expect(events.body).toMatchObject({ status: 400, code: 'invalid-cursor' })
  expect((await ask('get-session', { query, params: { sessionId: 'x' } })).body).toMatchObject({
    errors: [{ field: 'sessionId' }],
  })
})

test('a server reads with the secret key of its project, and of no other', async () => {
  const headers = { 'x-api-key': shop.secretKey }
  const params = { sessionId: uuid(20) }
  const asServer = (name: string, parts: Call) => call(routes[name] as HttpFunction, { headers, ...parts })
  expect((await asServer('list-sessions', {})).status).toBe(200)
  expect((await asServer('get-session', { params })).status).toBe(200)
  expect((await asServer('get-session', { params, query: { projectId: shop.projectId } })).status).toBe(200)
  expect(await asServer('get-session', { params, query: { projectId: blog.projectId } })).toMatchObject({
    status: 404,
    body: { code: 'project-not-found' },
  })
  const publishable = { headers: { 'x-api-key': shop.publishableKey } }
  expect(await asServer('list-sessions', publishable)).toMatchObject({
    status: 403,
    body: { code: 'wrong-key-kind' },
  })
  const inPage = { headers: { ...headers, origin: 'https://www.shop.example' } }
  expect(await asServer('list-sessions', inPage)).toMatchObject({
    status: 403,
    body: { code: 'secret-key-in-browser' },
  })
})
