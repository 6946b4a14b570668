import { expect, test } from 'vitest'
import type { CfnCors } from '../../../local/gateway/cors.ts'
import { createHttpApi } from '../../../local/gateway/http-api.ts'
import { remembering } from './fake-functions.ts'
import { type Reply, send, serveOrigin } from './serve-origin.ts'

const start = async (cors?: CfnCors) => {
  const headers = { 'Access-Control-Allow-Origin': 'https://of-the-function', 'x-kept': 'yes' }
  const { invoke, events } = remembering(() => ({ statusCode: 200, headers, body: 'called' }))
  const api = createHttpApi({
    apiId: 'a',
    domainName: 'a.example',
    region: 'eu-central-1',
    accountId: '123456789012',
    ...(cors && { cors }),
  })
  const authorizer = async ({ event }: { event: { rawPath: string } }) =>
    event.rawPath === '/closed'
      ? ({ allowed: false, status: 401 } as const)
      : ({ allowed: true, context: {} } as const)
  api.addRoute({ routeKey: '$default', invoke, payloadFormatVersion: '2.0', timeoutMs: 1_000, authorizer })
  return { host: await serveOrigin(api.origin), events }
}

const corsOf = ({ headers }: Reply) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')))

const preflight = (host: string, origin: string, path = '/') =>
  send(host, path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })

const SITE = 'https://app.example'

const configured: CfnCors = {
  AllowOrigins: [SITE, 'http://*'],
  AllowMethods: ['GET', 'POST'],
  AllowHeaders: ['authorization', 'content-type'],
  ExposeHeaders: ['x-total'],
  MaxAge: 600,
  AllowCredentials: true,
}

test('the API answers a preflight itself, before any authorizer and although $default exists', async () => {
  const { host, events } = await start(configured)
  const reply = await preflight(host, SITE, '/closed')
  expect(reply).toMatchObject({ status: 204, text: '' })
  expect(corsOf(reply)).toEqual({
    'access-control-allow-origin': SITE,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET,POST',
    'access-control-allow-headers': 'authorization,content-type',
    'access-control-expose-headers': 'x-total',
    'access-control-max-age': '600',
  })
  expect(events).toHaveLength(0)
})

test('another origin gets no CORS header, neither at the preflight nor after it', async () => {
  const { host } = await start(configured)
  const reply = await preflight(host, 'https://evil.example')
  expect(reply.status).toBe(204)
  expect(corsOf(reply)).toEqual({})
  expect(corsOf(await send(host, '/', { headers: { origin: 'https://evil.example' } }))).toEqual({})
})

test('what the function says about origins is replaced, and left out where no origin asked', async () => {
  const { host } = await start(configured)
  const asked = await send(host, '/', { headers: { origin: SITE } })
  expect(corsOf(asked)).toEqual({
    'access-control-allow-origin': SITE,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'x-total',
  })
  expect(asked.headers['x-kept']).toBe('yes')
  expect(corsOf(await send(host, '/'))).toEqual({})
})

test('a refusal of the API itself can be read by the page', async () => {
  const { host } = await start(configured)
  const reply = await send(host, '/closed', { headers: { origin: SITE } })
  expect(reply.status).toBe(401)
  expect(reply.headers['access-control-allow-origin']).toBe(SITE)
})

test('wildcards allow all origins, all of one scheme, and all headers', async () => {
  const { host } = await start(configured)
  expect(corsOf(await preflight(host, 'http://any.example'))).toMatchObject({
    'access-control-allow-origin': 'http://any.example',
  })
  const open = await start({ AllowOrigins: ['*'], AllowMethods: ['*'], AllowHeaders: ['*'] })
  expect(corsOf(await preflight(open.host, 'null'))).toEqual({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': '*',
    'access-control-allow-headers': '*',
  })
})

test('an OPTIONS request that is no preflight reaches its route', async () => {
  const { host } = await start(configured)
  expect((await send(host, '/', { method: 'OPTIONS', headers: { origin: SITE } })).text).toBe('called')
})

test('without a configuration the function speaks for itself', async () => {
  const { host } = await start()
  const reply = await preflight(host, SITE)
  expect(reply.text).toBe('called')
  expect(corsOf(reply)).toEqual({ 'access-control-allow-origin': 'https://of-the-function' })
})

test('credentials for every origin are refused', async () => {
  await expect(start({ AllowOrigins: ['*'], AllowCredentials: true })).rejects.toThrow('AllowCredentials')
})
