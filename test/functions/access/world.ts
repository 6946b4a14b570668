// Two organisations that know nothing of each other, and all who may call: made anew for each operation that changes something.

import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { Role } from '../../../core/organisations/role.ts'
import type { CreatedProject } from '../../../core/projects/project.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { type Call, context, kinesisEvent } from '../invocations.ts'
import { SITE_CLIENT } from '../social-issuer.ts'
import type { WholeApi } from '../whole-api.ts'
import type { Caller } from './access-table.ts'

export type World = Awaited<ReturnType<typeof makeWorld>>

let worlds = 0

export const makeWorld = async (api: WholeApi) => {
  const n = ++worlds
  const member = (name: string) => `${name}-of-world-${n}`
  const emailOf = (memberId: string) => `${memberId}@example.com`

  const create = async (owner: string, name: string) => {
    const created = await api.ask('createOrganisation', { memberId: owner, body: { name } })
    const { organisation } = created.body as { organisation: MemberOrganisation }
    const { organisationId } = organisation
    const body = { organisationId, name: `${name} shop`, origins: ['https://shop.example'] }
    const { project, secretKey } = (await api.ask('createProject', { memberId: owner, body }))
      .body as CreatedProject
    const { projectId, publishableKey } = project
    const clientIds = [SITE_CLIENT]
    const userLogins = { enabled: true, googleClientIds: clientIds, appleClientIds: clientIds }
    await api.ask('updateProject', { memberId: owner, params: { projectId }, body: { userLogins } })
    return { organisationId, projectId, secretKey, publishableKey: publishableKey ?? '' }
  }

  const invite = async (owner: string, organisationId: string, email: string, role: Role) =>
    (await api.ask('inviteMember', { memberId: owner, params: { organisationId }, body: { email, role } }))
      .body as { token: string; invitation: { invitationId: string } }

  const acme = await create(member('owner'), `Acme ${n}`)
  const other = await create(member('stranger'), `Other ${n}`)
  const join = async (memberId: string, role: Role) => {
    const { token } = await invite(member('owner'), acme.organisationId, emailOf(memberId), role)
    await api.ask('acceptInvitation', { memberId, body: { token } })
    return memberId
  }
  for (const role of ['admin', 'analyst', 'viewer'] as const) await join(member(role), role)

  const siteUserId = `user-of-world-${n}`
  const userToken = async (secretKey: string): Promise<string> => {
    const headers = { 'x-api-key': secretKey }
    const { body } = await api.ask('issueUserToken', { headers, body: { userId: siteUserId } })
    return (body as { token: string }).token
  }

  const asCaller: Record<Caller, Call> = {
    owner: { memberId: member('owner') },
    admin: { memberId: member('admin') },
    analyst: { memberId: member('analyst') },
    viewer: { memberId: member('viewer') },
    stranger: { memberId: member('stranger') },
    loner: { memberId: member('loner') },
    nobody: {},
    secretKey: { headers: { 'x-api-key': acme.secretKey } },
    foreignKey: { headers: { 'x-api-key': other.secretKey } },
    publishableKey: { headers: { 'x-api-key': acme.publishableKey } },
    siteUser: { headers: { authorization: `Bearer ${await userToken(acme.secretKey)}` } },
  }
  const sessionId = uuid(n)
  const secrets = {
    ...acme,
    name: `Acme ${n}`,
    members: ['owner', 'admin', 'analyst', 'viewer'].map(member),
    sessionId,
  }
  let made = 0

  return {
    ...acme,
    other,
    sessionId,
    siteUserId,
    owner: member('owner'),
    asCaller,
    create,
    emailOf,
    /** A name that nobody had yet. */
    fresh: (what: string) => `${what}-${n}-${++made}`,
    join,
    invite: (email: string, role: Role = 'viewer') =>
      invite(member('owner'), acme.organisationId, email, role),
    inviteTo: invite,
    /** What nobody outside may read in any answer. */
    secrets: Object.values(secrets).flat(),
    /** A session of the project, as the consumers of the stream leave it. */
    recordSession: async (replay?: StampedBatch['replay']) => {
      const batch = makeStamped({
        projectId: acme.projectId,
        sessionId,
        receivedAt: Date.now(),
        ...(replay && { replay, tabId: uuid(5_001) }),
      })
      for (const name of ['roll-up-sessions', 'store-session']) {
        const { handler } = (await import(`../../../functions/stream/${name}.ts`)) as {
          handler: StreamFunction
        }
        await handler(kinesisEvent([batch]), context())
      }
    },
  }
}
