import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda'
import { expect, test } from 'vitest'
import { createHttpApi } from '../../../local/gateway/http-api.ts'
import {
  createLambdaAuthorizer,
  type LambdaAuthorizerOptions,
} from '../../../local/gateway/lambda-authorizer.ts'
import { FunctionError } from '../../../local/lambda/invoke.ts'
import { remembering } from './fake-functions.ts'
import { send, serveOrigin } from './serve-origin.ts'

type HandlerEvent = { requestContext: { authorizer: unknown } }

const start = async (
  answer: (event: APIGatewayRequestAuthorizerEventV2) => unknown,
  options: Partial<LambdaAuthorizerOptions> = {},
) => {
  const asked = remembering(answer)
  const called = remembering<HandlerEvent>(() => ({ statusCode: 200, body: 'called' }))
  const authorizer = createLambdaAuthorizer({
    invoke: asked.invoke,
    identitySource: ['$request.header.X-Key', '$request.querystring.site'],
    payloadFormatVersion: '2.0',
    enableSimpleResponses: true,
    ttlSeconds: 0,
    ...options,
  })
  const api = createHttpApi({
    apiId: 'a1',
    domainName: 'a.example',
    region: 'eu-central-1',
    accountId: '123456789012',
  })
  for (const routeKey of ['GET /a/{id}', 'POST /a/{id}']) {
    api.addRoute({
      routeKey,
      invoke: called.invoke,
      payloadFormatVersion: '2.0',
      timeoutMs: 1_000,
      authorizer,
    })
  }
  const host = await serveOrigin(api.origin)
  const call = (method = 'GET', key = 'k1') =>
    send(host, '/a/7?site=s1', { method, headers: { 'x-key': key } })
  return { host, call, asked: asked.events, called: called.events }
}

const policy = (Effect: string, Resource: string) => ({
  principalId: 'p',
  policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] },
  context: { project: 'demo' },
})

test('the function sees the request and its context reaches the handler', async () => {
  const { call, asked, called } = await start(() => ({ isAuthorized: true, context: { project: 'demo' } }))
  expect((await call()).text).toBe('called')
  expect(asked[0]).toMatchObject({
    version: '2.0',
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:eu-central-1:123456789012:a1/$default/GET/a/7',
    identitySource: ['k1', 's1'],
    routeKey: 'GET /a/{id}',
    pathParameters: { id: '7' },
  })
  expect(called[0]?.requestContext.authorizer).toEqual({ lambda: { project: 'demo' } })
})

test('a caller without one of the identity sources is unauthorized, and nobody is asked', async () => {
  const { host, asked } = await start(() => ({ isAuthorized: true }))
  expect((await send(host, '/a/7?site=s1')).status).toBe(401)
  expect((await send(host, '/a/7?site=', { headers: { 'x-key': 'k' } })).status).toBe(401)
  expect(asked).toHaveLength(0)
})

test('a no is forbidden, a failure or nonsense an internal error', async () => {
  const no = await start(() => ({ isAuthorized: false }))
  expect(await no.call()).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' })
  const nonsense = await start(() => ({ isAuthorized: 'yes' }))
  expect((await nonsense.call()).status).toBe(500)
  const failing = await start(() => {
    throw new FunctionError('Error', 'broken')
  })
  expect(await failing.call()).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' })
})

test('a policy decides by the route that is called', async () => {
  const resource = 'arn:aws:execute-api:eu-central-1:123456789012:a1/*/GET/*'
  const allow = await start(() => policy('Allow', resource), { enableSimpleResponses: false })
  expect((await allow.call('GET')).status).toBe(200)
  expect((await allow.call('POST')).status).toBe(403)
  const deny = await start(() => policy('Deny', '*'), { enableSimpleResponses: false })
  expect((await deny.call()).status).toBe(403)
})

test('a function can say unauthorized', async () => {
  const { call } = await start(
    () => {
      throw new FunctionError('Error', 'Unauthorized')
    },
    { enableSimpleResponses: false },
  )
  expect((await call()).status).toBe(401)
})

test('an answer is kept for its time, for one identity, and decides anew for each route', async () => {
  let now = 1_000_000
  const resource = 'arn:aws:execute-api:*:*:a1/*/GET/*'
  const { call, asked } = await start(() => policy('Allow', resource), {
    enableSimpleResponses: false,
    ttlSeconds: 60,
    now: () => now,
  })
  expect((await call('GET')).status).toBe(200)
  expect((await call('POST')).status).toBe(403)
  expect(asked).toHaveLength(1)
  await call('GET', 'k2')
  expect(asked).toHaveLength(2)
  now += 60_000
  await call('GET')
  expect(asked).toHaveLength(3)
})

test('an identity source that is not known is refused at once', async () => {
  await expect(start(() => ({}), { identitySource: ['$request.body.x'] })).rejects.toThrow('$request.body.x')
})
