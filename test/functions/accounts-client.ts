// Asks the accounts function as one member or another does, on a stage of its own.
import type { Invitation } from '../../core/organisations/invitation.ts'
import type { Role } from '../../core/organisations/role.ts'
import type { HttpFunction } from '../../functions/runtime/http/http.ts'
import { type Call, call, type Reply } from './invocations.ts'

export type Ask = (memberId: string, to: string, parts?: Call) => Promise<Reply>

export const accountsClient = async () => {
  const { handler } = (await import('../../functions/http/accounts.ts')) as { handler: HttpFunction }
  const ask: Ask = (memberId, to, parts = {}) => call(handler, { to, memberId, ...parts })

  const invite = async (by: string, organisationId: string, email: string, role: Role) =>
    (await ask(by, 'inviteMember', { params: { organisationId }, body: { email, role } })).body as {
      invitation: Invitation
      token: string
    }

  const accept = (memberId: string, token: string) => ask(memberId, 'acceptInvitation', { body: { token } })

  return {
    handler,
    ask,
    invite,
    accept,

    /** By an invitation, as everybody joins. */
    join: async (organisationId: string, owner: string, memberId: string, role: Role): Promise<void> => {
      const { token } = await invite(owner, organisationId, `${memberId}@example.com`, role)
      const { status } = await accept(memberId, token)
      if (status !== 200) throw new Error(`${memberId} could not join: ${status}`)
    },

    rolesIn: async (organisationId: string, asked: string): Promise<Record<string, Role>> => {
      const { body } = await ask(asked, 'listMembers', { params: { organisationId } })
      const { members } = body as { members: { memberId: string; role: Role }[] }
      return Object.fromEntries(members.map(({ memberId, role }) => [memberId, role]))
    },

    changeRole: (by: string, organisationId: string, memberId: string, role: Role) =>
      ask(by, 'changeRole', { params: { organisationId, memberId }, body: { role } }),

    remove: (by: string, organisationId: string, memberId: string) =>
      ask(by, 'removeMember', { params: { organisationId, memberId } }),
  }
}
