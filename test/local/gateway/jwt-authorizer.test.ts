import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import { createHttpApi } from '../../../local/gateway/http-api.ts'
import { createJwtAuthorizer, type JwtAuthorizerOptions } from '../../../local/gateway/jwt-authorizer.ts'
import { remembering } from './fake-functions.ts'
import { send, serveOrigin } from './serve-origin.ts'

const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool'
const NOW = Date.UTC(2026, 0, 1)
const seconds = NOW / 1000

const makeKey = async (kid: string) => {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

const key = await makeKey('key-1')

const good = {
  iss: ISSUER,
  client_id: 'client',
  sub: 'member-1',
  exp: seconds + 60,
  iat: seconds - 60,
  scope: 'read write',
}

const sign = (claims: JWTPayload, { kid, privateKey } = key, header = {}) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(privateKey)

const start = async (options: Partial<JwtAuthorizerOptions> = {}) => {
  const { invoke, events } = remembering<APIGatewayProxyEventV2WithJWTAuthorizer>()
  const api = createHttpApi({
    apiId: 'a',
    domainName: 'a.example',
    region: 'eu-central-1',
    accountId: '123456789012',
  })
  const authorizer = createJwtAuthorizer({
    issuer: ISSUER,
    audience: ['client'],
    identitySource: '$request.header.Authorization',
    keys: async () => ({ keys: [key.jwk] }),
    now: () => NOW,
    ...options,
  })
  api.addRoute({ routeKey: '$default', invoke, payloadFormatVersion: '2.0', timeoutMs: 1_000, authorizer })
  const host = await serveOrigin(api.origin)
  const call = (authorization: string) => send(host, '/', { headers: { authorization } })
  return { host, call, events }
}

test('a Cognito access token opens the route, its claims all strings', async () => {
  const { call, events } = await start()
  const claims = { ...good, email_verified: true, 'cognito:groups': ['owners', 'members'] }
  expect((await call(`Bearer ${await sign(claims)}`)).status).toBe(200)
  expect(events[0]?.requestContext.authorizer).toEqual({
    jwt: {
      claims: {
        iss: ISSUER,
        client_id: 'client',
        sub: 'member-1',
        exp: String(good.exp),
        iat: String(good.iat),
        scope: 'read write',
        email_verified: 'true',
        'cognito:groups': '[owners members]',
      },
      scopes: null,
    },
  })
})

test('an id token is taken by its aud, and the prefix may be left out', async () => {
  const { call } = await start()
  const { client_id: _, ...rest } = good
  const token = await sign({ ...rest, aud: ['other', 'client'] })
  expect((await call(`Bearer ${token}`)).status).toBe(200)
  expect((await call(token)).status).toBe(200)
})

test('without a token the caller is unauthorized', async () => {
  const { host, events } = await start()
  const reply = await send(host, '/')
  expect(reply).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' })
  expect(reply.headers['www-authenticate']).toBe('Bearer')
  expect(events).toHaveLength(0)
})

const stranger = await makeKey('key-1')
const token = await sign(good)
const [head, payload, signature] = token.split('.')
const { exp: _exp, ...endless } = good
const { client_id: _client, ...forNobody } = good

test.each<[string, string]>([
  ['expired', `Bearer ${await sign({ ...good, exp: seconds })}`],
  ['without an end', `Bearer ${await sign(endless)}`],
  ['not valid yet', `Bearer ${await sign({ ...good, nbf: seconds + 5 })}`],
  ['issued in the future', `Bearer ${await sign({ ...good, iat: seconds + 5 })}`],
  ['of another pool', `Bearer ${await sign({ ...good, iss: `${ISSUER}2` })}`],
  ['for another client', `Bearer ${await sign({ ...good, client_id: 'other' })}`],
  ['for another audience, though by this client', `Bearer ${await sign({ ...good, aud: 'other' })}`],
  ['for nobody', `Bearer ${await sign(forNobody)}`],
  ['signed by a stranger', `Bearer ${await sign(good, stranger)}`],
  ['of an unknown key', `Bearer ${await sign(good, { ...stranger, kid: 'key-9' })}`],
  ['without a key id', `Bearer ${await sign(good, key, { kid: undefined })}`],
  ['of algorithm none', `Bearer ${new UnsecuredJWT(good).encode()}`],
  [
    'signed with a shared secret',
    `Bearer ${await new SignJWT(good)
      .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
      .sign(new TextEncoder().encode(JSON.stringify(key.jwk).padEnd(32)))}`,
  ],
  ['tampered with', `Bearer ${head}.${payload?.slice(0, -2)}AA.${signature}`],
  ['without its signature', `Bearer ${head}.${payload}.`],
  ['not JSON', 'Bearer YQ.YQ.YQ'],
  ['no token at all', 'Bearer hello'],
  ['behind two spaces', `Bearer  ${token}`],
  ['followed by more', `Bearer ${token} more`],
  ['of another scheme', `Basic ${token}`],
  ['missing', 'Bearer '],
  ['huge', `Bearer ${'a'.repeat(8_000)}.b.c`],
])('a token that is %s is unauthorized', async (_name, authorization) => {
  const { call, events } = await start()
  const reply = await call(authorization)
  expect(reply).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' })
  expect(reply.headers['www-authenticate']).toMatch(/^Bearer/)
  expect(events).toHaveLength(0)
})

test('a route with scopes wants one of them', async () => {
  const { call, events } = await start({ scopes: ['admin', 'write'] })
  expect((await call(`Bearer ${await sign(good)}`)).status).toBe(200)
  expect(events[0]?.requestContext.authorizer.jwt.scopes).toEqual(['read', 'write'])
  const reply = await call(`Bearer ${await sign({ ...good, scope: 'read' })}`)
  expect(reply).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' })
})

test('the keys are fetched once, and again for a key id that is not among them', async () => {
  const second = await makeKey('key-2')
  const served = [key.jwk]
  let fetches = 0
  const keys = async () => {
    fetches += 1
    return { keys: served }
  }
  const { call } = await start({ keys })
  await call(`Bearer ${await sign(good)}`)
  await call(`Bearer ${await sign(good)}`)
  expect(fetches).toBe(1)
  served.push(second.jwk)
  expect((await call(`Bearer ${await sign(good, second)}`)).status).toBe(200)
  expect(fetches).toBe(2)
})

test('an issuer that cannot be reached makes a caller unauthorized, and is asked again', async () => {
  let isUp = false
  const keys = async () => {
    if (!isUp) throw new Error('unreachable')
    return { keys: [key.jwk] }
  }
  const { call } = await start({ keys })
  expect((await call(`Bearer ${token}`)).status).toBe(401)
  isUp = true
  expect((await call(`Bearer ${token}`)).status).toBe(200)
})

test('the token may stand in the query', async () => {
  const { host } = await start({ identitySource: '$request.querystring.token' })
  expect((await send(host, `/?token=${token}`)).status).toBe(200)
  expect((await send(host, '/?token=')).status).toBe(401)
})
