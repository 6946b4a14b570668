import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MEMBER_MAX_ORGANISATIONS } from '../../../core/limits.ts'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { Role } from '../../../core/organisations/role.ts'
import { accountsClient } from '../accounts-client.ts'
import { crashAt } from '../crash-at.ts'
import { makeOrganisation } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

let stage: Stage
let dynamodb: DynamoDBDocumentClient
let accounts: Awaited<ReturnType<typeof accountsClient>>

beforeAll(async () => {
  stage = await startStage()
  dynamodb = (await import('../../../functions/runtime/clients/dynamodb.ts')).dynamodb
  accounts = await accountsClient()
})

afterAll(() => stage.stop())

/** Names that no other test uses, so that each starts with nothing. */
let used = 0
const people = <const Names extends string>(...names: Names[]): Record<Names, string> => {
  used += 1
  return Object.fromEntries(names.map((name) => [name, `${name}${used}`])) as Record<Names, string>
}

const organisationsOf = async (memberId: string) =>
  ((await accounts.ask(memberId, 'listOrganisations')).body as { organisations: MemberOrganisation[] })
    .organisations

const withMembers = async (owner: string, others: Record<string, Role>) => {
  const { organisationId } = await makeOrganisation(owner)
  for (const [memberId, role] of Object.entries(others)) {
    await accounts.join(organisationId, owner, memberId, role)
  }
  return organisationId
}

test('whoever makes an organisation owns it, and sees it in the list', async () => {
  const { ada, eve } = people('ada', 'eve')
  const acme = await makeOrganisation(ada, ' Acme ')
  expect(acme).toMatchObject({ organisationId: expect.stringMatching(/^org_/), name: 'Acme', role: 'owner' })
  const second = await makeOrganisation(ada, 'Second')
  expect(await organisationsOf(ada)).toEqual([acme, second])
  expect(await organisationsOf(eve)).toEqual([])
  const params = { organisationId: acme.organisationId }
  expect((await accounts.ask(ada, 'getOrganisation', { params })).body).toEqual({ organisation: acme })
  expect((await accounts.ask(ada, 'listMembers', { params })).body).toMatchObject({
    members: [{ memberId: ada, email: `${ada}@example.com`, name: `${ada} Example`, role: 'owner' }],
  })
})

test('a member says who he is, and Cognito is asked seldom', async () => {
  const { ada } = people('ada')
  const me = { member: { memberId: ada, email: `${ada}@example.com`, name: `${ada} Example` } }
  for (let n = 0; n < 3; n++) expect((await accounts.ask(ada, 'showMe')).body).toEqual(me)
  await makeOrganisation(ada)
  expect(stage.memberPool.asked.filter((name) => name === ada)).toHaveLength(1)
})

test('an organisation is renamed by its admins', async () => {
  const { ada, bob, cy } = people('ada', 'bob', 'cy')
  const organisationId = await withMembers(ada, { [bob]: 'admin', [cy]: 'analyst' })
  const rename = (memberId: string, body: unknown) =>
    accounts.ask(memberId, 'updateOrganisation', { params: { organisationId }, body })
  expect(await rename(bob, { name: 'Beta' })).toMatchObject({
    status: 200,
    body: { organisation: { name: 'Beta', role: 'admin' } },
  })
  expect((await rename(bob, { name: 'Beta' })).status).toBe(200)
  expect(await rename(cy, { name: 'Mine' })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  expect((await rename(bob, { name: '' })).body).toMatchObject({ errors: [{ field: 'name' }] })
  expect((await organisationsOf(cy))[0]?.name).toBe('Beta')
})

test('a foreign organisation, an unknown one and a malformed one look the same on every route', async () => {
  const { ada, eve } = people('ada', 'eve')
  const { organisationId: foreign } = await makeOrganisation(ada)
  await makeOrganisation(eve)
  const body: Record<string, unknown> = {
    updateOrganisation: { name: 'Mine' },
    changeRole: { role: 'viewer' },
    inviteMember: { email: 'x@example.com', role: 'viewer' },
  }
  for (const to of [
    'getOrganisation',
    'updateOrganisation',
    'listMembers',
    'changeRole',
    'removeMember',
    'listInvitations',
    'inviteMember',
    'revokeInvitation',
    'listAuditLog',
  ]) {
    const ids = { memberId: ada, invitationId: 'inv_0000000000000000' }
    const ask = (organisationId: string) =>
      accounts.ask(eve, to, { params: { organisationId, ...ids }, ...(body[to] ? { body: body[to] } : {}) })
    const [one, other] = [await ask(foreign), await ask('org_0000000000000000')]
    expect(one, to).toMatchObject({ status: 404, body: { code: 'organisation-not-found' } })
    expect(other.body, to).toEqual(one.body)
    expect((await ask('../etc')).status, to).toBe(400)
  }
  expect(await accounts.rolesIn(foreign, ada)).toEqual({ [ada]: 'owner' })
})

test('a member belongs to fifty organisations at most', async () => {
  const { ada } = people('ada')
  for (let n = 0; n < MEMBER_MAX_ORGANISATIONS; n++) await makeOrganisation(ada)
  expect(await accounts.ask(ada, 'createOrganisation', { body: { name: 'One more' } })).toMatchObject({
    status: 409,
    body: { code: 'too-many-organisations' },
  })
})

describe('roles', () => {
  test('an admin changes the roles of others up to admin, an owner those of everybody', async () => {
    const { ada, bob, cy, dan } = people('ada', 'bob', 'cy', 'dan')
    const organisationId = await withMembers(ada, { [bob]: 'admin', [cy]: 'viewer', [dan]: 'analyst' })
    const change = (by: string, memberId: string, role: Role) =>
      accounts.changeRole(by, organisationId, memberId, role)
    expect(await change(bob, cy, 'admin')).toMatchObject({
      status: 200,
      body: { member: { memberId: cy, role: 'admin' } },
    })
    expect((await change(bob, cy, 'viewer')).status).toBe(200)
    for (const [by, memberId, role] of [
      [bob, cy, 'owner'],
      [bob, ada, 'viewer'],
      [bob, bob, 'owner'],
      [dan, cy, 'analyst'],
      [cy, cy, 'admin'],
    ] as const) {
      expect(await change(by, memberId, role)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    expect((await change(ada, dan, 'owner')).status).toBe(200)
    expect((await change(dan, ada, 'viewer')).status).toBe(200)
    expect(await accounts.rolesIn(organisationId, cy)).toEqual({
      [ada]: 'viewer',
      [bob]: 'admin',
      [cy]: 'viewer',
      [dan]: 'owner',
    })
    expect(await change(dan, 'nobody', 'viewer')).toMatchObject({
      status: 404,
      body: { code: 'member-not-found' },
    })
  })

  test('anybody may leave, admins remove others up to admins, owners everybody', async () => {
    const { ada, bob, cy, dan, ed } = people('ada', 'bob', 'cy', 'dan', 'ed')
    const organisationId = await withMembers(ada, {
      [bob]: 'admin',
      [cy]: 'viewer',
      [dan]: 'admin',
      [ed]: 'owner',
    })
    const remove = (by: string, memberId: string) => accounts.remove(by, organisationId, memberId)
    expect((await remove(cy, bob)).status).toBe(403)
    expect((await remove(bob, ada)).status).toBe(403)
    expect((await remove(bob, dan)).status).toBe(204)
    expect((await remove(cy, cy)).status).toBe(204)
    expect((await remove(ada, ed)).status).toBe(204)
    expect(await remove(ada, ed)).toMatchObject({ status: 404, body: { code: 'member-not-found' } })
    expect(await accounts.rolesIn(organisationId, ada)).toEqual({ [ada]: 'owner', [bob]: 'admin' })
    for (const gone of [cy, dan, ed]) {
      expect(await organisationsOf(gone)).toEqual([])
      expect(
        (await accounts.ask(gone, 'getOrganisation', { params: { organisationId } })).body,
      ).toMatchObject({ code: 'organisation-not-found' })
    }
  })

  test('the last owner stays one, and stays', async () => {
    const { ada, bob } = people('ada', 'bob')
    const organisationId = await withMembers(ada, { [bob]: 'admin' })
    const refused = { status: 409, body: { code: 'last-owner' } }
    expect(await accounts.changeRole(ada, organisationId, ada, 'admin')).toMatchObject(refused)
    expect(await accounts.remove(ada, organisationId, ada)).toMatchObject(refused)
    expect(await accounts.rolesIn(organisationId, ada)).toEqual({ [ada]: 'owner', [bob]: 'admin' })
  })
})

describe('at the same moment', () => {
  const ownersOf = async (organisationId: string, asked: string[]) => {
    const { memberships } = await import('../../../functions/stores/memberships.ts')
    const store = memberships(dynamodb, 'configuration')
    const roles = await Promise.all(asked.map((memberId) => store.roleIn(organisationId, memberId)))
    return roles.filter((role) => role === 'owner').length
  }

  test('of owners who all step down or leave, one stays', async () => {
    for (let round = 0; round < 6; round++) {
      const { ada, bob, cy } = people('ada', 'bob', 'cy')
      const organisationId = await withMembers(ada, { [bob]: 'owner', [cy]: 'owner' })
      const replies = await Promise.all([
        accounts.changeRole(ada, organisationId, ada, 'viewer'),
        accounts.remove(bob, organisationId, bob),
        accounts.changeRole(bob, organisationId, cy, 'admin'),
      ])
      expect(await ownersOf(organisationId, [ada, bob, cy])).toBe(1)
      expect(replies.filter(({ status }) => status < 300)).toHaveLength(2)
    }
  })

  test('whatever several owners do to each other at once, somebody owns', async () => {
    for (let round = 0; round < 6; round++) {
      const { ada, bob, cy } = people('ada', 'bob', 'cy')
      const all = [ada, bob, cy]
      const organisationId = await withMembers(ada, { [bob]: 'owner', [cy]: 'admin' })
      const replies = await Promise.all([
        accounts.changeRole(ada, organisationId, cy, 'owner'),
        accounts.changeRole(bob, organisationId, cy, 'viewer'),
        accounts.remove(ada, organisationId, bob),
        accounts.changeRole(bob, organisationId, ada, 'viewer'),
        accounts.remove(ada, organisationId, cy),
        accounts.changeRole(ada, organisationId, cy, 'owner'),
      ])
      for (const { status } of replies) expect(status).toBeLessThan(500)
      expect(await ownersOf(organisationId, all)).toBeGreaterThan(0)
    }
  })
})

describe('a crash between two writes', () => {
  /** Tries with a crash at each write in turn, until one try goes through. */
  const atEachWrite = async (
    prepare: () => Promise<{ act: () => Promise<{ status: number }>; check: () => Promise<void> }>,
  ): Promise<number> => {
    for (let nth = 1; ; nth++) {
      const { act, check } = await prepare()
      const { result, crashed } = await crashAt(dynamodb, nth, act)
      if (!crashed) {
        expect(result.status).toBeLessThan(300)
        return nth - 1
      }
      expect(result.status).toBe(500)
      const again = await act()
      expect([200, 201, 204, 404]).toContain(again.status)
      await check()
    }
  }

  test('leaves no half organisation', async () => {
    const writes = await atEachWrite(async () => {
      const { ada } = people('ada')
      await accounts.ask(ada, 'showMe')
      return {
        act: () => accounts.ask(ada, 'createOrganisation', { body: { name: 'Acme' } }),
        check: async () => {
          const [only, ...others] = await organisationsOf(ada)
          expect(others).toEqual([])
          expect(await accounts.rolesIn(only?.organisationId ?? '', ada)).toEqual({ [ada]: 'owner' })
        },
      }
    })
    expect(writes).toBe(4)
  })

  test.each(['owner', 'viewer'] as const)('lets a change to %s be completed', async (role) => {
    await atEachWrite(async () => {
      const { ada, bob } = people('ada', 'bob')
      const before = role === 'owner' ? 'analyst' : 'owner'
      const organisationId = await withMembers(ada, { [bob]: before })
      return {
        act: () => accounts.changeRole(ada, organisationId, bob, role),
        check: async () =>
          expect(await accounts.rolesIn(organisationId, ada)).toEqual({ [ada]: 'owner', [bob]: role }),
      }
    })
  })

  test.each(['owner', 'viewer'] as const)('lets the removal of an %s be completed', async (role) => {
    await atEachWrite(async () => {
      const { ada, bob } = people('ada', 'bob')
      const organisationId = await withMembers(ada, { [bob]: role })
      return {
        act: () => accounts.remove(ada, organisationId, bob),
        check: async () => {
          expect(await accounts.rolesIn(organisationId, ada)).toEqual({ [ada]: 'owner' })
          expect(await organisationsOf(bob)).toEqual([])
        },
      }
    })
  })

  test('in the middle of a promotion does not let the last owner go', async () => {
    const { ada, bob } = people('ada', 'bob')
    const organisationId = await withMembers(ada, { [bob]: 'admin' })
    // The entry of the log, the decision, then the row, which is not written any more.
    const { crashed } = await crashAt(dynamodb, 3, () =>
      accounts.changeRole(ada, organisationId, bob, 'owner'),
    )
    expect(crashed).toBe(true)
    expect(await accounts.remove(ada, organisationId, ada)).toMatchObject({
      status: 409,
      body: { code: 'last-owner' },
    })
    expect((await accounts.changeRole(ada, organisationId, bob, 'owner')).status).toBe(200)
    expect((await accounts.remove(ada, organisationId, ada)).status).toBe(204)
    expect(await accounts.rolesIn(organisationId, bob)).toEqual({ [bob]: 'owner' })
  })
})
