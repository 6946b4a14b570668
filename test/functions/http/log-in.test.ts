import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Tokens } from '../../../core/members/login.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { call } from '../invocations.ts'
import { MEMBER, startUserPool } from '../user-pool.ts'

let pool: Awaited<ReturnType<typeof startUserPool>>
let logIn: HttpFunction
let refresh: HttpFunction

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  pool = await startUserPool()
  logIn = (await import('../../../functions/http/log-in.ts')).handler
  refresh = (await import('../../../functions/http/refresh-login.ts')).handler
})

afterAll(() => pool.stop())

const post = (handler: HttpFunction, body: unknown) => call(handler, { method: 'POST', body })

test('a member logs in and stays logged in', async () => {
  const reply = await post(logIn, MEMBER)
  expect(reply.status).toBe(200)
  const { refreshToken, accessToken, idToken, expiresIn } = reply.body as Tokens
  expect([accessToken, idToken].every((token) => token.split('.').length === 3)).toBe(true)
  expect(expiresIn).toBeGreaterThan(0)
  const renewed = (await post(refresh, { refreshToken })).body as Tokens
  expect(renewed.accessToken.split('.')).toHaveLength(3)
  expect(renewed.refreshToken).not.toBe(refreshToken)
  const again = await post(refresh, { refreshToken: renewed.refreshToken })
  expect(again.status).toBe(200)
})

test('a refresh token may come twice within a minute, so that a second tab or a lost answer ends no login', async () => {
  const { refreshToken } = (await post(logIn, MEMBER)).body as Tokens
  expect((await post(refresh, { refreshToken })).status).toBe(200)
  pool.advance(59_000)
  expect((await post(refresh, { refreshToken })).status).toBe(200)
})

test('a refresh token that comes again later was stolen: the login ends for whoever holds it', async () => {
  const { refreshToken: stolen } = (await post(logIn, MEMBER)).body as Tokens
  const { refreshToken: newest } = (await post(refresh, { refreshToken: stolen })).body as Tokens
  const other = (await post(logIn, MEMBER)).body as Tokens
  pool.advance(60_000)
  const reused = await post(refresh, { refreshToken: stolen })
  expect(reused).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } })
  expect((await post(refresh, { refreshToken: newest })).status).toBe(401)
  expect((await post(refresh, { refreshToken: other.refreshToken })).status).toBe(200)
})

test('a wrong password and an unknown member are answered alike', async () => {
  const wrong = await post(logIn, { ...MEMBER, password: 'nope' })
  const unknown = await post(logIn, { email: 'eve@example.com', password: 'nope' })
  expect(wrong.status).toBe(401)
  expect(unknown.body).toEqual(wrong.body)
})

test('a refresh token that is none is refused', async () => {
  expect((await post(refresh, { refreshToken: 'rubbish' })).status).toBe(401)
})

test('a field that is missing is named', async () => {
  expect((await post(logIn, { email: 'not an address' })).body).toMatchObject({
    status: 400,
    errors: [{ field: 'email' }, { field: 'password' }],
  })
})
