// Who belongs to which organisation. A row in the organisation says it; a row of the member's own lists it.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { type Membership, membershipSchema } from '../../core/organisations/membership.ts'
import { type Role, roleSchema } from '../../core/organisations/role.ts'
import { memberChanges } from './member-changes.ts'
import { membershipKey, membershipRows } from './membership-rows.ts'
import { rowsAt, rowsOf } from './read-rows.ts'

export type MembershipStore = ReturnType<typeof memberships>

export const memberships = (client: DynamoDBDocumentClient, table: string) => {
  const { find } = membershipRows(client, table)
  return {
    ...memberChanges(client, table),

    roleIn: async (organisationId: string, memberId: string): Promise<Role | undefined> =>
      (await find(organisationId, memberId))?.role,

    /** Oldest first. */
    list: async (organisationId: string): Promise<Membership[]> =>
      (await rowsOf(client, table, `organisation#${organisationId}`, 'member#'))
        .map((row) => membershipSchema.parse(row))
        .sort((a, b) => a.joinedAt - b.joinedAt),

    /** The list may be wrong for a moment; the rows in the organisations are right. */
    ofMember: async (memberId: string): Promise<{ organisationId: string; role: Role }[]> => {
      const listed = await rowsOf(client, table, `member#${memberId}`, 'organisation#')
      const keys = listed.map(({ sk }) => membershipKey(organisationIdIn(sk), memberId))
      return (await rowsAt(client, table, keys)).map(({ pk, role }) => ({
        organisationId: organisationIdIn(pk),
        role: roleSchema.parse(role),
      }))
    },
  }
}

const organisationIdIn = (key: unknown): string => String(key).slice('organisation#'.length)
