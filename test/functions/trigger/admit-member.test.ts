import { PutCommand } from '@aws-sdk/lib-dynamodb'
import type { PreSignUpTriggerEvent } from 'aws-lambda'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Registration } from '../../../core/members/admission.ts'
import type { TriggerFunction } from '../../../functions/runtime/trigger.ts'
import { context } from '../invocations.ts'
import { type Stage, startStage } from '../stage.ts'

const CLOSED: Registration = { selfRegistration: false, confirmEmail: true, federatedDomains: null }
const written = vi.spyOn(console, 'log').mockImplementation(() => {})
let stage: Stage
let handler: TriggerFunction

beforeAll(async () => {
  stage = await startStage()
  process.env['REGISTRATION'] = JSON.stringify(CLOSED)
  handler = (await import('../../../functions/trigger/admit-member.ts')).handler
})
afterAll(() => stage.stop())
beforeEach(() => written.mockClear())

const event = (
  source: PreSignUpTriggerEvent['triggerSource'],
  userAttributes: Record<string, string>,
): PreSignUpTriggerEvent => ({
  version: '1',
  triggerSource: source,
  region: 'us-east-1',
  userPoolId: 'us-east-1_x',
  userName: 'someone',
  callerContext: { awsSdkVersion: '3', clientId: 'client' },
  request: { userAttributes },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
})
const signUp = (email: string) => handler(event('PreSignUp_SignUp', { email }), context())
const invite = async (email: string, organisationId: string, expiresAt: number) => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { invitedKey } = await import('../../../functions/stores/invited.ts')
  const Item = { ...invitedKey(email, organisationId), v: 1, expiresAt: Math.floor(expiresAt / 1000) }
  await dynamodb.send(new PutCommand({ TableName: stage.names.CONFIGURATION_TABLE, Item }))
}
const HOUR = 3_600_000

test('who was not invited is told by a word that the caller can look up', async () => {
  await expect(signUp('eve@shop.example')).rejects.toThrow(/^registration-closed$/)
})

test('who was invited comes in, however the address is written', async () => {
  await invite('Ada@Shop.example', 'org_1', Date.now() + HOUR)
  const { response } = await signUp('aDA@shop.EXAMPLE')
  expect(response).toEqual({ autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false })
})

test('an invitation that has run out opens nothing, though it is still in the table; a second one does', async () => {
  await invite('late@shop.example', 'org_1', Date.now() - 1_000)
  await expect(signUp('late@shop.example')).rejects.toThrow('registration-closed')
  await invite('late@shop.example', 'org_2', Date.now() + HOUR)
  await expect(signUp('late@shop.example')).resolves.toBeDefined()
})

test('an invited person who comes from a provider needs an address that it vouches for', async () => {
  await invite('grace@shop.example', 'org_1', Date.now() + HOUR)
  const come = (claims: Record<string, string>) =>
    handler(event('PreSignUp_ExternalProvider', { email: 'grace@shop.example', ...claims }), context())
  await expect(come({ email_verified: 'true' })).resolves.toBeDefined()
  await expect(come({})).resolves.toBeDefined()
  await expect(come({ email_verified: 'false' })).rejects.toThrow(/^email-not-verified$/)
  await expect(handler(event('PreSignUp_ExternalProvider', {}), context())).rejects.toThrow(
    'email-not-verified',
  )
})

test('whom an administrator makes is not looked up', async () => {
  await expect(handler(event('PreSignUp_AdminCreateUser', {}), context())).resolves.toBeDefined()
})

test('where no code is asked for, the answer confirms the user and the address', async () => {
  const { admitMember } = await import('../../../functions/trigger/admit-member.ts')
  const { preSignUp } = await import('../../../functions/runtime/trigger.ts')
  const registration = { ...CLOSED, selfRegistration: true, confirmEmail: false }
  const trigger = preSignUp(admitMember({ invited: { isInvited: async () => false }, registration }))
  const { response } = await trigger(event('PreSignUp_SignUp', { email: 'a@b.example' }), context())
  expect(response).toEqual({ autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false })
})

test('the log has one line for each, and nobody in it', async () => {
  await invite('logged@shop.example', 'org_1', Date.now() + HOUR)
  await signUp('logged@shop.example')
  await signUp('refused@shop.example').catch(() => {})
  const lines = written.mock.calls.map(([line]) => String(line))
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 'info', message: 'sign-up', source: 'PreSignUp_SignUp', outcome: 'admitted' },
    { level: 'info', message: 'sign-up', source: 'PreSignUp_SignUp', outcome: 'registration-closed' },
  ])
  expect(lines.join()).not.toMatch(/@|someone/)
})

test('a fault of ours lets nobody in, and tells the caller nothing', async () => {
  const { preSignUp } = await import('../../../functions/runtime/trigger.ts')
  const trigger = preSignUp(() => Promise.reject(new TypeError('table configuration is gone')))
  await expect(trigger(event('PreSignUp_SignUp', {}), context())).rejects.toThrow(/^internal-error$/)
  expect(JSON.parse(String(written.mock.calls[0]?.[0]))).toMatchObject({
    level: 'error',
    outcome: 'failed',
    error: 'TypeError',
  })
})
