import { AdminCreateUserCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as operations from '../../../core/api/login-operations.ts'
import type { Operation } from '../../../core/api/operation.ts'
import { admit, type Registration } from '../../../core/members/admission.ts'
import { type LoginClient, loginClient, secretsSeen } from '../login-client.ts'
import { MEMBER, startUserPool } from '../user-pool.ts'

vi.mock('../../../functions/gate/gate.ts', () => import('../open-gate.ts'))

const OPEN: Registration = { selfRegistration: true, confirmEmail: true, federatedDomains: null }
const PASSWORD = 'another-Horse-8-staple'
const WRONG = 'Not-the-right-0ne.'

const lines: string[] = []
let pool: Awaited<ReturnType<typeof startUserPool>>
let client: LoginClient
let registration: Registration
let count = 0

beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(line))
  pool = await startUserPool({
    preSignUp: async (_, event) => {
      const given = event as { triggerSource: string; response: object }
      if (given.triggerSource !== 'PreSignUp_SignUp') return given
      const admission = admit(registration, { by: 'sign-up', invited: false })
      if (!admission.admitted) throw new Error(admission.because)
      const { trusted } = admission
      return { ...given, response: { ...given.response, autoConfirmUser: trusted, autoVerifyEmail: trusted } }
    },
  })
  client = loginClient((await import('../../../functions/http/login.ts')).handler)
})
afterAll(() => pool.stop())
beforeEach(() => {
  registration = OPEN
})

const post = (operation: unknown, body: unknown) => client.call(operation as Operation, { body })
const newEmail = () => `member-${++count}@shop.example`
const codeFor = (email: string) => {
  const code = pool.service.messages().findLast(({ to }) => to === email)?.code
  if (!code) throw new Error(`No message went to ${email}.`)
  return code
}
const otherCode = (email: string) => (codeFor(email) === '123456' ? '654321' : '123456')
const messagesTo = (email: string) => pool.service.messages().filter(({ to }) => to === email).length
const registered = async () => {
  const email = newEmail()
  expect((await post(operations.register, { email, password: PASSWORD })).status).toBe(201)
  return email
}
const confirmed = async () => {
  const email = await registered()
  await post(operations.confirm, { email, code: codeFor(email) })
  return email
}
/** All but the id, which is another one for each request. */
const refusal = ({
  status,
  body: { requestId: _, ...body },
}: {
  status: number
  body: Record<string, unknown>
}) => ({
  status,
  body,
})

test('who registers proves the address by a code, and is logged in with it', async () => {
  const email = newEmail()
  const first = await post(operations.register, {
    email: email.toUpperCase(),
    password: PASSWORD,
    name: 'Grace',
  })
  expect([first.status, first.body]).toEqual([201, { email, confirmed: false }])
  const { UserAttributes } = await pool.client.send(
    new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: email }),
  )
  expect(UserAttributes).toContainEqual({ Name: 'name', Value: 'Grace' })
  const early = await post(operations.logIn, { email, password: PASSWORD })
  expect(early).toMatchObject({ status: 403, body: { code: 'not-confirmed' } })
  const proved = await post(operations.confirm, { email, code: ` ${codeFor(email)} `, password: PASSWORD })
  expect(proved).toMatchObject({
    status: 200,
    body: { email, confirmed: true, expiresIn: expect.any(Number) },
  })
  expect((await post(operations.refresh, proved.body)).status).toBe(200)
})

test('without the password a code confirms and logs nobody in; with a wrong one too', async () => {
  for (const more of [{}, { password: WRONG }]) {
    const email = await registered()
    const { status, body } = await post(operations.confirm, { email, code: codeFor(email), ...more })
    expect([status, body]).toEqual([200, { email, confirmed: true }])
    expect((await post(operations.logIn, { email, password: PASSWORD })).status).toBe(200)
  }
})

test('where a stage wants no confirmed addresses, who registers is logged in', async () => {
  registration = { ...OPEN, confirmEmail: false }
  const email = newEmail()
  const { status, body } = await post(operations.register, { email, password: PASSWORD })
  expect([status, body]).toMatchObject([201, { email, confirmed: true }])
  expect((await post(operations.refresh, body)).status).toBe(200)
})

test('an address registers once', async () => {
  const again = await post(operations.register, { email: await registered(), password: PASSWORD })
  expect(again).toMatchObject({ status: 409, body: { code: 'already-registered' } })
})

test('a closed registration says so', async () => {
  registration = { ...OPEN, selfRegistration: false }
  const closed = await post(operations.register, { email: newEmail(), password: PASSWORD })
  expect(closed).toMatchObject({ status: 403, body: { code: 'registration-closed' } })
  expect(closed.body.detail).toMatch(/invitation/)
})

test.each([
  ['Sh0rt.', 'is too short'],
  ['all-lower-case-1', 'needs an upper-case letter'],
  ['ALL-UPPER-CASE-1', 'needs a lower-case letter'],
  ['No-digit-in-here', 'needs a digit'],
  ['NoSymbolInHere12', 'needs a symbol, such as a full stop or a hyphen'],
])('the password %s is refused, because it %s', async (password, message) => {
  const weak = { status: 400, body: { code: 'weak-password', errors: [{ field: 'password', message }] } }
  expect(await post(operations.register, { email: newEmail(), password })).toMatchObject(weak)
  const reset = { email: MEMBER.email, code: '123456', password }
  expect(await post(operations.resetPassword, reset)).toMatchObject(weak)
})

test('an address that Cognito cannot take is refused by its field', async () => {
  const email = `${'a'.repeat(60)}@${'b'.repeat(60)}.${'c'.repeat(60)}.example`
  const { status, body } = await post(operations.register, { email, password: PASSWORD })
  expect([status, body.errors]).toEqual([400, [{ field: 'email', message: 'cannot be registered' }]])
})

test('a wrong code, one that has ended, none at all and an unknown address are answered alike', async () => {
  const [guessed, waited, member] = [await registered(), await registered(), await confirmed()]
  const ended = codeFor(waited)
  pool.advance(25 * 3_600_000)
  const answers = [
    await post(operations.confirm, { email: guessed, code: otherCode(guessed) }),
    await post(operations.confirm, { email: waited, code: ended, password: PASSWORD }),
    await post(operations.confirm, { email: member, code: '123456' }),
    await post(operations.confirm, { email: member, code: '123456', password: WRONG }),
    await post(operations.confirm, { email: 'nobody@shop.example', code: '123456', password: PASSWORD }),
    await post(operations.confirm, { email: 'nobody@shop.example', code: '12 34 56' }),
    await post(operations.resetPassword, { email: member, code: '123456', password: PASSWORD }),
    await post(operations.resetPassword, { email: guessed, code: '123456', password: PASSWORD }),
    await post(operations.resetPassword, {
      email: 'nobody@shop.example',
      code: '123456',
      password: PASSWORD,
    }),
  ].map(refusal)
  expect(answers[0]).toMatchObject({ status: 400, body: { code: 'wrong-code', errors: [{ field: 'code' }] } })
  for (const answer of answers) expect(answer).toEqual(answers[0])
})

test('who guesses codes until Cognito has enough of it learns nothing more', async () => {
  const email = await registered()
  const guesses = []
  for (let guess = 0; guess < 8; guess++)
    guesses.push(refusal(await post(operations.confirm, { email, code: otherCode(email) })))
  for (const guess of guesses) expect(guess).toEqual(guesses[0])
  // Not even the right one.
  expect(await post(operations.confirm, { email, code: codeFor(email) })).toMatchObject({ status: 400 })
})

test('who confirms twice with the right password is logged in: the first answer may be lost', async () => {
  const email = await registered()
  const code = codeFor(email)
  await post(operations.confirm, { email, code, password: PASSWORD })
  const again = await post(operations.confirm, { email, code, password: PASSWORD })
  expect(again).toMatchObject({ status: 200, body: { confirmed: true, accessToken: expect.any(String) } })
})

test('the code goes out again, and nobody learns to whom', async () => {
  const [email, member] = [await registered(), await confirmed()]
  const before = messagesTo(email)
  const answers = []
  for (const to of [email, member, 'nobody@shop.example'])
    answers.push(await post(operations.resendCode, { email: to }))
  for (const { status, body } of answers) expect([status, body]).toEqual([202, { sent: true }])
  expect(messagesTo(email)).toBe(before + 1)
  expect((await post(operations.confirm, { email, code: codeFor(email) })).status).toBe(200)
  const another = await registered()
  for (let time = 0; time < 12; time++)
    expect((await post(operations.resendCode, { email: another })).status).toBe(202)
})

test('a member logs in, and stays logged in by tokens that are good once', async () => {
  const { status, body } = await post(operations.logIn, { ...MEMBER, email: 'ADA@example.com' })
  expect(status).toBe(200)
  expect([body.accessToken, body.idToken].every((token: string) => token.split('.').length === 3)).toBe(true)
  const second = await post(operations.refresh, { refreshToken: body.refreshToken })
  expect(second.status).toBe(200)
  expect(second.body.refreshToken).not.toBe(body.refreshToken)
  const third = await post(operations.refresh, { refreshToken: second.body.refreshToken })
  expect(third.status).toBe(200)
})

test('a refresh token that comes back late ends the whole login, and no other one', async () => {
  const { body: stolen } = await post(operations.logIn, MEMBER)
  const { body: newest } = await post(operations.refresh, stolen)
  const { body: other } = await post(operations.logIn, MEMBER)
  pool.advance(60_000)
  const ended = { status: 401, body: { code: 'login-expired' } }
  expect(await post(operations.refresh, { refreshToken: stolen.refreshToken })).toMatchObject(ended)
  expect(await post(operations.refresh, { refreshToken: newest.refreshToken })).toMatchObject(ended)
  expect((await post(operations.refresh, { refreshToken: other.refreshToken })).status).toBe(200)
})

test('a refresh token that is none is refused', async () => {
  const { body } = await post(operations.logIn, MEMBER)
  for (const refreshToken of ['rubbish', body.accessToken, 'a.token.in.five.parts'])
    expect(await post(operations.refresh, { refreshToken })).toMatchObject({
      status: 401,
      body: { code: 'login-expired' },
    })
})

test('a log out ends the refresh token, and may be tried again', async () => {
  const { body } = await post(operations.logIn, MEMBER)
  for (const refreshToken of [body.refreshToken, body.refreshToken, 'rubbish', body.accessToken])
    expect((await post(operations.logOut, { refreshToken })).status).toBe(204)
  expect((await post(operations.refresh, { refreshToken: body.refreshToken })).status).toBe(401)
})

test('a wrong password and an unknown member are answered alike', async () => {
  const wrong = await post(operations.logIn, { ...MEMBER, password: WRONG })
  const unknown = await post(operations.logIn, { email: 'eve@example.com', password: WRONG })
  expect(wrong).toMatchObject({ status: 401, body: { code: 'wrong-credentials' } })
  expect(refusal(unknown)).toEqual(refusal(wrong))
})

test('who is made by an administrator chooses a password at the first login', async () => {
  const email = newEmail()
  await pool.client.send(
    new AdminCreateUserCommand({ UserPoolId: pool.userPoolId, Username: email, TemporaryPassword: WRONG }),
  )
  const first = await post(operations.logIn, { email, password: WRONG })
  expect(first).toMatchObject({ status: 403, body: { code: 'new-password-required' } })
  const { session } = first.body
  const { body: second } = await post(operations.logIn, { email, password: WRONG })
  const choose = (more: object) =>
    post(operations.chooseNewPassword, { email, session, password: PASSWORD, ...more })
  expect(await choose({ password: 'weak' })).toMatchObject({ status: 400, body: { code: 'weak-password' } })
  const expired = { status: 401, body: { code: 'login-expired' } }
  expect(await choose({ session: 'another' })).toMatchObject(expired)
  expect(await choose({ session: second.session, email: MEMBER.email })).toMatchObject(expired)
  expect(await choose({})).toMatchObject({ status: 200, body: { refreshToken: expect.any(String) } })
  expect(await choose({})).toMatchObject(expired)
})

test('who forgot the password sets a new one with a code that is good once', async () => {
  const email = await confirmed()
  expect((await post(operations.forgotPassword, { email })).status).toBe(202)
  const reset = { email, code: codeFor(email), password: 'a-third-Horse-9-there' }
  expect((await post(operations.resetPassword, reset)).status).toBe(204)
  expect((await post(operations.logIn, { email, password: PASSWORD })).status).toBe(401)
  expect((await post(operations.logIn, reset)).status).toBe(200)
  expect(await post(operations.resetPassword, reset)).toMatchObject({ body: { code: 'wrong-code' } })
})

test('nobody learns by a forgotten password who is a member', async () => {
  const unconfirmed = await registered()
  for (const email of [MEMBER.email, unconfirmed, 'nobody@shop.example']) {
    const { status, body } = await post(operations.forgotPassword, { email })
    expect([status, body]).toEqual([202, { sent: true }])
  }
  for (let time = 0; time < 12; time++)
    expect((await post(operations.forgotPassword, { email: MEMBER.email })).status).toBe(202)
})

test('Cognito is not asked again when it has enough of one member: the wait would tell that there is one', async () => {
  const { cognitoLogins } = await import('../../../functions/runtime/clients/cognito-logins.ts')
  const asked: unknown[] = []
  cognitoLogins.middlewareStack.add(
    (next) => (args) => {
      asked.push(args.input)
      return next(args)
    },
    { step: 'finalizeRequest', priority: 'low', name: 'countAttempts' },
  )
  for (let time = 0; time < 12; time++) await post(operations.forgotPassword, { email: MEMBER.email })
  cognitoLogins.middlewareStack.remove('countAttempts')
  expect(asked).toHaveLength(12)
})

test('where Cognito throttles all who ask, they are told to wait', async () => {
  const { cognitoLogins: cognito } = await import('../../../functions/runtime/clients/cognito-logins.ts')
  const throttled = Object.assign(new Error('Rate exceeded'), { name: 'TooManyRequestsException' })
  const send = vi.spyOn(cognito, 'send').mockImplementation(() => Promise.reject(throttled))
  const body = {
    ...MEMBER,
    code: '123456',
    session: 'a-session-of-theirs',
    refreshToken: 'a-token-of-theirs',
  }
  for (const operation of Object.values(operations) as Operation[]) {
    if (!operation.body) continue
    const { status, headers } = await post(operation, body)
    expect([operation.id, status, headers['retry-after']]).toEqual([operation.id, 429, '60'])
  }
  send.mockRestore()
})

test('a fault of Cognito is a fault of ours, and no answer to the question', async () => {
  const { cognitoLogins: cognito } = await import('../../../functions/runtime/clients/cognito-logins.ts')
  const fault = Object.assign(new Error('Something went wrong'), { name: 'InternalErrorException' })
  const send = vi.spyOn(cognito, 'send').mockImplementation(() => Promise.reject(fault))
  const body = {
    ...MEMBER,
    code: '123456',
    session: 'a-session-of-theirs',
    refreshToken: 'a-token-of-theirs',
  }
  for (const operation of Object.values(operations) as Operation[])
    if (operation.body) expect((await post(operation, body)).status).toBe(500)
  send.mockRestore()
})

test('a field that is missing is named', async () => {
  expect((await post(operations.logIn, { email: 'not an address' })).body).toMatchObject({
    status: 400,
    errors: [{ field: 'email' }, { field: 'password' }],
  })
})

test('a stage without Google says so', async () => {
  const none = { status: 404, body: { code: 'google-not-configured' } }
  expect(await client.call(operations.beginGoogle as Operation)).toMatchObject(none)
  expect(
    await client.call(operations.finishGoogle as Operation, { query: { code: 'a-code-of-theirs' } }),
  ).toMatchObject(none)
  expect(await client.call(operations.takeGoogleTokens as Operation)).toMatchObject({ status: 401 })
})

test('the log has a line for each request, and nothing of what was in it', () => {
  const log = lines.join('\n')
  expect(lines.length).toBeGreaterThan(80)
  expect(secretsSeen.size).toBeGreaterThan(50)
  expect([...secretsSeen].filter((secret) => log.includes(secret))).toEqual([])
})
