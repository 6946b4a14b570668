import { createHash } from 'node:crypto'
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { INVITATION_DAYS } from '../../../core/limits.ts'
import type { Invitation } from '../../../core/organisations/invitation.ts'
import { accountsClient } from '../accounts-client.ts'
import { crashAt } from '../crash-at.ts'
import { call } from '../invocations.ts'
import { makeOrganisation } from '../make-project.ts'
import { setProfile } from '../member-pool.ts'
import { movableClock } from '../movable-clock.ts'
import { type Stage, startStage } from '../stage.ts'

const clock = movableClock()
let stage: Stage
let dynamodb: DynamoDBDocumentClient
let accounts: Awaited<ReturnType<typeof accountsClient>>

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
  accounts = await accountsClient()
})

afterEach(() => clock.reset())

afterAll(() => stage.stop())

const DAY_MS = 24 * 60 * 60_000

let used = 0
const nextOwner = async () => {
  used += 1
  const owner = `ada${used}`
  const { organisationId } = await makeOrganisation(owner, 'Acme')
  return { owner, organisationId, guest: `bob${used}`, email: `bob${used}@example.com` }
}

const waiting = async (owner: string, organisationId: string) =>
  (
    (await accounts.ask(owner, 'listInvitations', { params: { organisationId } })).body as {
      invitations: Invitation[]
    }
  ).invitations

const revoke = (by: string, { organisationId, invitationId }: Invitation) =>
  accounts.ask(by, 'revokeInvitation', { params: { organisationId, invitationId } })

const preview = (token: string) => call(accounts.handler, { to: 'previewInvitation', body: { token } })

const NOT_FOUND = { status: 404, body: { code: 'invitation-not-found' } }

test('an invitation shows what it is to, lets its address in once, and is gone from the list', async () => {
  const { owner, organisationId, guest, email } = await nextOwner()
  const { invitation, token } = await accounts.invite(owner, organisationId, email.toUpperCase(), 'analyst')
  expect(invitation).toMatchObject({ email, role: 'analyst', invitedBy: `${owner}@example.com` })
  expect(invitation.expiresAt - invitation.createdAt).toBeLessThanOrEqual(INVITATION_DAYS * DAY_MS)
  expect(await waiting(owner, organisationId)).toEqual([invitation])
  const { role, invitedBy, expiresAt } = invitation
  expect((await preview(token)).body).toEqual({ organisationName: 'Acme', email, role, invitedBy, expiresAt })
  const organisation = { organisationId, name: 'Acme', role: 'analyst' }
  expect(await accounts.accept(guest, token)).toMatchObject({ status: 200, body: { organisation } })
  expect(await waiting(owner, organisationId)).toEqual([])
  expect(await preview(token)).toMatchObject(NOT_FOUND)
  expect(await accounts.rolesIn(organisationId, guest)).toEqual({ [owner]: 'owner', [guest]: 'analyst' })
})

test('taking it up again changes nothing, and after a removal lets nobody in', async () => {
  const { owner, organisationId, guest, email } = await nextOwner()
  const { token } = await accounts.invite(owner, organisationId, email, 'viewer')
  await accounts.accept(guest, token)
  await accounts.changeRole(owner, organisationId, guest, 'admin')
  expect((await accounts.accept(guest, token)).body).toMatchObject({ organisation: { role: 'admin' } })
  await accounts.remove(owner, organisationId, guest)
  expect(await accounts.accept(guest, token)).toMatchObject(NOT_FOUND)
  expect(await accounts.rolesIn(organisationId, owner)).toEqual({ [owner]: 'owner' })
})

test('another address, and one that was not verified, does not get in', async () => {
  const { owner, organisationId, guest, email } = await nextOwner()
  const { token } = await accounts.invite(owner, organisationId, email, 'viewer')
  const other = { status: 403, body: { code: 'other-address' } }
  expect(await accounts.accept('mallory', token)).toMatchObject(other)
  setProfile(guest, { verified: false })
  expect(await accounts.accept(guest, token)).toMatchObject(other)
  // Cognito is asked anew, however lately it was.
  setProfile(guest, { verified: true })
  expect((await accounts.accept(guest, token)).status).toBe(200)
})

test('what ended, was revoked, was replaced or never was is not found, all alike', async () => {
  const { owner, organisationId, guest, email } = await nextOwner()
  const tokens: string[] = [`inv_0000000000000000.${'0'.repeat(32)}`]
  const first = await accounts.invite(owner, organisationId, email, 'viewer')
  const second = await accounts.invite(owner, organisationId, email, 'admin')
  expect(await waiting(owner, organisationId)).toEqual([second.invitation])
  tokens.push(first.token, `${second.invitation.invitationId}.${'0'.repeat(32)}`)
  expect((await revoke(owner, second.invitation)).status).toBe(204)
  tokens.push(second.token)
  const third = await accounts.invite(owner, organisationId, email, 'viewer')
  tokens.push(third.token)
  clock.advance(INVITATION_DAYS * DAY_MS)
  expect(await waiting(owner, organisationId)).toEqual([])
  const bodies = []
  for (const token of tokens) {
    for (const reply of [await preview(token), await accounts.accept(guest, token)]) {
      expect(reply).toMatchObject(NOT_FOUND)
      bodies.push(reply.body)
    }
  }
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
  expect(await preview('rubbish')).toMatchObject({ status: 400, body: { errors: [{ field: 'token' }] } })
})

test('revoking what nobody can take up any more is not found', async () => {
  const { owner, organisationId, guest, email } = await nextOwner()
  const { invitation, token } = await accounts.invite(owner, organisationId, email, 'viewer')
  await accounts.accept(guest, token)
  expect(await revoke(owner, invitation)).toMatchObject(NOT_FOUND)
  expect((await accounts.accept(guest, token)).status).toBe(200)
})

test('only owners invite owners, only admins invite at all, and nobody a member', async () => {
  const { owner, organisationId, guest, email } = await nextOwner()
  await accounts.join(organisationId, owner, guest, 'admin')
  const invite = (by: string, body: unknown) =>
    accounts.ask(by, 'inviteMember', { params: { organisationId }, body })
  const owned = await invite(guest, { email: 'x@example.com', role: 'owner' })
  expect(owned).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await invite(guest, { email: 'x@example.com', role: 'admin' })).status).toBe(201)
  expect(await invite(owner, { email, role: 'viewer' })).toMatchObject({
    status: 409,
    body: { code: 'already-member' },
  })
  await accounts.changeRole(owner, organisationId, guest, 'analyst')
  expect((await invite(guest, { email: 'y@example.com', role: 'viewer' })).status).toBe(403)
  expect((await invite(owner, { email: 'no address', role: 'king' })).body).toMatchObject({
    errors: [{ field: 'email' }, { field: 'role' }],
  })
})

test('an owner who is invited owns', async () => {
  const { owner, organisationId, guest } = await nextOwner()
  await accounts.join(organisationId, owner, guest, 'owner')
  expect((await accounts.remove(owner, organisationId, owner)).status).toBe(204)
  expect(await accounts.rolesIn(organisationId, guest)).toEqual({ [guest]: 'owner' })
})

test('an address may register while its invitation waits, and no longer', async () => {
  const { invited } = await import('../../../functions/stores/invited.ts')
  const store = invited(dynamodb, 'configuration', () => Date.now())
  const { owner, organisationId, guest, email } = await nextOwner()
  expect(await store.isInvited(email)).toBe(false)
  const first = await accounts.invite(owner, organisationId, email, 'viewer')
  expect(await store.isInvited(email)).toBe(true)
  await revoke(owner, first.invitation)
  expect(await store.isInvited(email)).toBe(false)
  const second = await accounts.invite(owner, organisationId, email, 'viewer')
  await accounts.accept(guest, second.token)
  expect(await store.isInvited(email)).toBe(false)
})

test('of many who take one invitation up at once, its member joins once', async () => {
  const { owner, organisationId, guest, email } = await nextOwner()
  const { token } = await accounts.invite(owner, organisationId, email, 'owner')
  const replies = await Promise.all(Array.from({ length: 5 }, () => accounts.accept(guest, token)))
  for (const reply of replies) expect(reply.body).toMatchObject({ organisation: { role: 'owner' } })
  expect(await accounts.rolesIn(organisationId, owner)).toEqual({ [owner]: 'owner', [guest]: 'owner' })
})

test('the secret of an invitation lies nowhere in clear', async () => {
  const { owner, organisationId, email } = await nextOwner()
  const { token } = await accounts.invite(owner, organisationId, email, 'viewer')
  const secret = token.split('.')[1] ?? ''
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: 'configuration',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `organisation#${organisationId}` },
    }),
  )
  expect(JSON.stringify(Items)).toContain(createHash('sha256').update(secret).digest('hex'))
  expect(JSON.stringify(Items)).not.toContain(secret)
})

test('a crash at any write of an invitation, of taking it up or back leaves what another try completes', async () => {
  for (let nth = 1, crashed = true; crashed; nth++) {
    const { owner, organisationId, guest, email } = await nextOwner()
    const invite = () =>
      accounts.ask(owner, 'inviteMember', { params: { organisationId }, body: { email, role: 'owner' } })
    await accounts.invite(owner, organisationId, email, 'viewer')
    const first = await crashAt(dynamodb, nth, invite)
    const { invitation, token } = (first.crashed ? await invite() : first.result).body as Awaited<
      ReturnType<typeof accounts.invite>
    >
    expect(await waiting(owner, organisationId)).toEqual([invitation])

    const second = await crashAt(dynamodb, nth, () => accounts.accept(guest, token))
    if (second.crashed) {
      expect(second.result.status).toBe(500)
      expect((await accounts.accept(guest, token)).body).toMatchObject({ organisation: { role: 'owner' } })
    }
    expect(await accounts.rolesIn(organisationId, guest)).toEqual({ [owner]: 'owner', [guest]: 'owner' })
    expect(await waiting(owner, organisationId)).toEqual([])

    const other = await accounts.invite(owner, organisationId, `other-${email}`, 'viewer')
    const third = await crashAt(dynamodb, nth, () => revoke(owner, other.invitation))
    if (third.crashed) expect([204, 404]).toContain((await revoke(owner, other.invitation)).status)
    expect(await waiting(owner, organisationId)).toEqual([])
    expect(await preview(other.token)).toMatchObject(NOT_FOUND)
    crashed = first.crashed || second.crashed || third.crashed
  }
})
