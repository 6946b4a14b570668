import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { call } from '../invocations.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let handler: HttpFunction
let unknownRoute: HttpFunction

beforeAll(async () => {
  stage = await startStage()
  handler = (await import('../../../functions/http/health.ts')).handler
  unknownRoute = (await import('../../../functions/http/unknown-route.ts')).handler
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
  expect(await check({ query: { deep: '1' } })).toEqual({
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

test('an unknown route is a problem document', async () => {
  const reply = await call(unknownRoute, { method: 'PATCH' })
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
