import { SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { UserTokens } from '../../../functions/runtime/http/user-tokens.ts'
import { call } from '../invocations.ts'
import { makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let issueToken: HttpFunction
let issueTicket: HttpFunction
let tokens: UserTokens
let shop: Awaited<ReturnType<typeof makeProject>>
let blog: Awaited<ReturnType<typeof makeProject>>

beforeAll(async () => {
  stage = await startStage()
  issueToken = (await import('../../../functions/http/issue-user-token.ts')).handler
  issueTicket = (await import('../../../functions/http/issue-socket-ticket.ts')).handler
  tokens = (await import('../../../functions/gate/gate.ts')).userTokens
  shop = await makeProject('ada')
  blog = await makeProject('bob')
})

afterAll(() => stage.stop())

const mint = (body: unknown, key = shop.secretKey) =>
  call(issueToken, { headers: { 'x-api-key': key }, body })

const tokenOf = async (userId: string) => ((await mint({ userId })).body as { token: string }).token

const ticketFor = (token: string, query = {}) =>
  call(issueTicket, { headers: { authorization: `Bearer ${token}` }, query })

test('a server has a token made for its user, and with it the user gets a ticket', async () => {
  const { status, body } = await mint({ userId: 'u-1', username: 'Ada' })
  expect({ status, body }).toEqual({ status: 201, body: { token: expect.any(String), expiresIn: 3_600 } })
  const { token } = body as { token: string }
  expect(await tokens.userOf(token)).toEqual({ projectId: shop.projectId, userId: 'u-1', username: 'Ada' })
  expect(await ticketFor(token)).toMatchObject({ status: 201, body: { pingSeconds: 60 } })
})

test('a name that comes with the token is known from then on', async () => {
  const { presence } = await import('../../../functions/stores/presence.ts')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const store = presence(dynamodb, 'presence', Date.now)
  await mint({ userId: 'named', username: 'Grace' })
  await mint({ userId: 'nameless' })
  const known = await store.read(shop.projectId, ['named', 'nameless'])
  expect([...known.values()]).toMatchObject([{ userId: 'named', username: 'Grace', status: 'offline' }])
})

test('a user token opens its own project only, and nothing that is for members', async () => {
  const token = await tokenOf('u-2')
  expect((await ticketFor(token, { projectId: blog.projectId })).status).toBe(404)
  expect((await ticketFor(token, { projectId: shop.projectId })).status).toBe(201)
  const listSessions = (await import('../../../functions/http/list-sessions.ts')).handler
  const headers = { authorization: `Bearer ${token}` }
  expect((await call(listSessions, { headers })).status).toBe(401)
})

test('a token that was changed, that another key signed, or that has ended is refused', async () => {
  const good = await tokenOf('u-3')
  const [header = '', , signature = ''] = good.split('.')
  const claims = { kind: 'user', project: shop.projectId, sub: 'somebody-else', username: null, exp: 4e9 }
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
  const foreign = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32, 7))
  for (const bad of [`${header}.${payload}.${signature}`, unsigned, foreign, 'rubbish', 'a.b.c']) {
    expect((await ticketFor(bad)).status, bad).toBe(401)
  }
  const { tokensOfUsers } = await import('../../../functions/runtime/http/user-tokens.ts')
  const { keyFor } = await import('../../../functions/gate/gate.ts')
  const signedAt = (at: number) =>
    tokensOfUsers(
      () => keyFor('user-tokens'),
      () => at,
    ).sign({
      projectId: shop.projectId,
      userId: 'u-3',
      username: null,
    })
  expect((await ticketFor(await signedAt(Date.now() - 3_500_000))).status).toBe(201)
  expect((await ticketFor(await signedAt(Date.now() - 3_700_000))).body).toMatchObject({
    status: 401,
    code: 'token-expired',
  })
})

test('only a server has tokens made: no member, no publishable key, no page', async () => {
  const body = { userId: 'u-4' }
  expect((await call(issueToken, { memberId: 'ada', body })).status).toBe(401)
  expect((await mint(body, shop.publishableKey)).status).toBe(403)
  const fromPage = { 'x-api-key': shop.secretKey, origin: 'https://shop.example' }
  expect((await call(issueToken, { headers: fromPage, body })).status).toBe(403)
})

test('a user without a usable id is refused with the field', async () => {
  for (const userId of ['', 'x'.repeat(256), 'a\u0000b', 7, undefined]) {
    expect((await mint({ userId })).body).toMatchObject({ status: 400, errors: [{ field: 'userId' }] })
  }
})

test('an anonymous visitor asks with the publishable key and its id, from the origins of the project', async () => {
  const ask = (body: unknown, headers = {}) =>
    call(issueTicket, { headers: { 'x-api-key': shop.publishableKey, ...headers }, body })
  const visitorId = crypto.randomUUID()
  expect((await ask({ visitorId })).status).toBe(201)
  expect((await ask({ visitorId }, { origin: 'https://elsewhere.example' })).status).toBe(403)
  expect((await ask({})).body).toMatchObject({ status: 400, errors: [{ field: 'visitorId' }] })
  expect((await call(issueTicket, { memberId: 'ada', body: { visitorId } })).body).toMatchObject({
    status: 400,
    errors: [{ field: 'visitorId' }],
  })
})

test('a client pings between 20 and 300 seconds', async () => {
  const headers = { authorization: `Bearer ${await tokenOf('u-5')}` }
  for (const [pingSeconds, status] of [
    [19, 400],
    [20, 201],
    [300, 201],
    [301, 400],
  ] as const) {
    expect((await call(issueTicket, { headers, body: { pingSeconds } })).status).toBe(status)
  }
})

test('who was erased gets no token, and a token from before opens no socket and is no sign of life', async () => {
  const { handler: accounts } = await import('../../../functions/http/accounts.ts')
  const { handler: conversations } = await import('../../../functions/http/conversations.ts')
  const { presence } = await import('../../../functions/stores/presence.ts')
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const store = presence(dynamodb, 'presence', Date.now)
  // No function has asked yet whether this project erased anybody, which it would remember for a minute.
  const { projectId, secretKey } = await makeProject('carol')
  const bearer = async (userId: string) => tokens.sign({ projectId, userId, username: null })
  const [leaving, staying] = [await bearer('leaving'), await bearer('staying')]
  const headers = { 'x-api-key': secretKey }
  const erased = await call(accounts, { to: 'erasePerson', headers, params: { personId: 'leaving' } })
  expect(erased.status).toBe(202)
  const refused = { status: 409, body: { code: 'person-erased' } }
  expect(await mint({ userId: 'leaving', username: 'Back' }, secretKey)).toMatchObject(refused)
  expect(await ticketFor(leaving)).toMatchObject(refused)
  for (const token of [leaving, staying])
    await call(conversations, { to: 'listConversations', headers: { authorization: `Bearer ${token}` } })
  expect([...(await store.read(projectId, ['leaving', 'staying'])).keys()]).toEqual(['staying'])
  expect((await mint({ userId: 'staying' }, secretKey)).status).toBe(201)
  expect((await ticketFor(staying)).status).toBe(201)
})
