import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { RefreshedTokens, Tokens } from '../../../core/members/login.ts'
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
  const renewed = (await post(refresh, { refreshToken })).body as RefreshedTokens
  expect(renewed.accessToken.split('.')).toHaveLength(3)
  expect(renewed).not.toHaveProperty('refreshToken')
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
