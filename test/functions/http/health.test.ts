import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { call, httpEvent, replyTo } from '../invocations.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let handler: HttpFunction
let noRoute: HttpFunction

beforeAll(async () => {
  stage = await startStage()
  handler = (await import('../../../functions/http/health.ts')).handler
  noRoute = (await import('../../../functions/http/no-route.ts')).handler
})

afterAll(() => stage.stop())

test('the system is healthy, and its stores answer when asked', async () => {
  expect(await call(handler)).toMatchObject({
    status: 200,
    body: { status: 'healthy', timestamp: expect.any(Number) },
  })
  expect((await call(handler, { query: { deep: '1' } })).body).toMatchObject({
    status: 'healthy',
    checks: { table: 'ok', stream: 'ok', bucket: 'ok' },
  })
})

test('a store that does not answer is named, and the others are still asked', async () => {
  const { health } = await import('../../../functions/http/health.ts')
  const broken = () => Promise.reject(new TypeError('of account 123456789012'))
  const check = health({ checks: { table: broken, stream: async () => {} }, now: () => 7 })
  expect(await check({ query: { deep: '1' } } as never)).toEqual({
    status: 503,
    body: { status: 'unhealthy', timestamp: 7, checks: { table: 'TypeError', stream: 'ok' } },
  })
})

test('every answer has safe headers and the id of its request', async () => {
  const { headers } = await call(handler)
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'x-request-id': 'gateway-1',
  })
  expect(headers).not.toHaveProperty('access-control-allow-origin')
})

const ask = (route: string, headers: Record<string, string> = {}) =>
  replyTo(noRoute, httpEvent('$default', { headers }, route))

test('an unknown route is a problem document', async () => {
  const reply = await ask('PATCH /api/v1/nothing')
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.body).toEqual({
    type: 'urn:playhead:problem:route-not-found',
    title: 'Not Found',
    status: 404,
    detail: 'There is no such route.',
    code: 'route-not-found',
    success: false,
    requestId: 'gateway-1',
  })
})

test('a known path with another method says which it takes, under an alias too', async () => {
  const reply = await ask('PUT /api/v1/keys')
  expect(reply).toMatchObject({ status: 405, body: { code: 'method-not-allowed', success: false } })
  expect(reply.headers['allow']?.split(', ').toSorted()).toEqual(['GET', 'OPTIONS', 'POST'])
  const one = await ask('PUT /api/keys/key_0000000000000000')
  expect(one.headers['allow']?.split(', ').toSorted()).toEqual(['DELETE', 'GET', 'OPTIONS'])
})

test('the preflight of the ingest passes from anywhere, that of the rest from our own origins alone', async () => {
  const preflight = (path: string, method: string, origin: string) =>
    ask(`OPTIONS ${path}`, { origin, 'access-control-request-method': method })
  const ingest = await preflight('/api/v1/track', 'POST', 'https://shop.example')
  expect(ingest.status).toBe(204)
  expect(ingest.headers['access-control-allow-origin']).toBe('*')
  expect(ingest.headers['access-control-allow-headers']).toContain('content-encoding')
  const own = await preflight('/api/v1/projects', 'POST', 'https://dashboard.example')
  expect(own.headers).toMatchObject({
    'access-control-allow-origin': 'https://dashboard.example',
    vary: 'Origin',
  })
  expect(own.headers['access-control-allow-methods']).toContain('PATCH')
  const strange = await preflight('/api/v1/projects', 'POST', 'https://evil.example')
  expect(strange.headers).not.toHaveProperty('access-control-allow-origin')
  for (const { headers } of [ingest, own, strange]) {
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  }
})
