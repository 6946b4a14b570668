// Joining, leaving and changing roles, so that an organisation always keeps an owner. An owner is decided on the
// organisation's item, then the member's row follows; what is cut off between the two, the next try completes.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { AppError } from '../../core/errors.ts'
import type { Membership } from '../../core/organisations/membership.ts'
import {
  isUndone,
  type Ownership,
  type RoleRow,
  withOwner,
  withoutOwner,
} from '../../core/organisations/ownership.ts'
import type { Role } from '../../core/organisations/role.ts'
import {
  membershipKey,
  membershipRows,
  type StoredMembership,
  storedMembershipSchema,
} from './membership-rows.ts'
import { organisations } from './organisations.ts'
import { rowsAt } from './read-rows.ts'

/** Says what is to become of the member as he is now, or throws; it is asked again if he changes meanwhile. */
export type Decide<T> = (current: Membership) => Promise<T>

/** Tries against others who change the same organisation at once: each time one of them gets through. */
const MAX_TRIES = 20

export const memberChanges = (client: DynamoDBDocumentClient, table: string) => {
  const rows = membershipRows(client, table)
  const store = organisations(client, table)

  const otherOwners = async (
    organisationId: string,
    { owners }: Ownership,
    memberId: string,
  ): Promise<RoleRow[]> => {
    const keys = Object.keys(owners)
      .filter((ownerId) => ownerId !== memberId)
      .map((ownerId) => membershipKey(organisationId, ownerId))
    return (await rowsAt(client, table, keys)).map((row) => storedMembershipSchema.parse(row))
  }

  /** The organisation is read before the row: a decision in between makes the write fail, and the next try sees it. */
  const untilDone = async <T>(
    organisationId: string,
    memberId: string,
    attempt: (ownership: Ownership, row: StoredMembership | undefined) => Promise<T | undefined>,
  ): Promise<T> => {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const ownership = await store.ownershipOf(organisationId)
      if (!ownership) throw new AppError('organisation-not-found', 404, 'There is no such organisation.')
      const result = await attempt(ownership, await rows.find(organisationId, memberId))
      if (result !== undefined) return result
    }
    throw new AppError('changed-meanwhile', 409, 'Others are changing the same. Try again.')
  }

  /** The revision that the row has to follow for its member to own; undefined if somebody decided meanwhile. */
  const makeOwner = async (
    organisationId: string,
    ownership: Ownership,
    row: RoleRow,
  ): Promise<number | undefined> => {
    if (isUndone(ownership, row)) return ownership.owners[row.memberId]
    const after = withOwner(ownership, row.memberId)
    return (await store.decide(organisationId, ownership, after)) ? after.revision : undefined
  }

  /** The same for a member who is to own no longer. */
  const unmakeOwner = async (
    organisationId: string,
    ownership: Ownership,
    memberId: string,
  ): Promise<number | undefined> => {
    if (ownership.owners[memberId] === undefined) return ownership.revision
    const after = withoutOwner(ownership, memberId, await otherOwners(organisationId, ownership, memberId))
    return (await store.decide(organisationId, ownership, after)) ? after.revision : undefined
  }

  const isOrBecomesOwner = ({ owners }: Ownership, { memberId, role }: RoleRow): boolean =>
    role === 'owner' || owners[memberId] !== undefined

  const give = async (
    organisationId: string,
    ownership: Ownership,
    row: StoredMembership,
    role: Role,
  ): Promise<boolean> => {
    const { memberId } = row
    if (role === 'owner') {
      if (row.role === 'owner' && ownership.owners[memberId] !== undefined && !isUndone(ownership, row))
        return true
      const decision = await makeOwner(organisationId, ownership, row)
      return decision !== undefined && rows.setRole(organisationId, memberId, role, { before: decision })
    }
    if (!isOrBecomesOwner(ownership, row)) {
      return row.role === role || rows.setRole(organisationId, memberId, role, { asRead: row })
    }
    const decision = await unmakeOwner(organisationId, ownership, memberId)
    return decision !== undefined && rows.setRole(organisationId, memberId, role, { before: decision })
  }

  return {
    /** Whoever is a member already stays what he is. Listed first: a list may name what is not yet. */
    join: async (organisationId: string, member: Membership): Promise<Membership> => {
      const before = await rows.find(organisationId, member.memberId)
      if (before) return toMembership(before)
      await rows.list(organisationId, member.memberId, member.joinedAt)
      return untilDone(organisationId, member.memberId, async (ownership, row) => {
        if (row) return toMembership(row)
        const decision =
          member.role === 'owner'
            ? await makeOwner(organisationId, ownership, { ...member, decision: 0 })
            : ownership.revision
        if (decision === undefined) return undefined
        return (await rows.put(organisationId, { ...member, decision })) ? member : undefined
      })
    },

    changeRole: (organisationId: string, memberId: string, decide: Decide<Role>): Promise<Membership> =>
      untilDone(organisationId, memberId, async (ownership, row) => {
        if (!row) throw noMember()
        const role = await decide(toMembership(row))
        return (await give(organisationId, ownership, row, role)) ? { ...toMembership(row), role } : undefined
      }),

    /** The row that counts goes first: a list may name what is no more. */
    remove: (organisationId: string, memberId: string, decide: Decide<void>): Promise<true> =>
      untilDone(organisationId, memberId, async (ownership, row) => {
        if (!row) throw noMember()
        await decide(toMembership(row))
        const decided = isOrBecomesOwner(ownership, row)
        const decision = decided ? await unmakeOwner(organisationId, ownership, memberId) : undefined
        if (decided && decision === undefined) return undefined
        const still = decision === undefined ? { asRead: row } : { before: decision }
        if (!(await rows.remove(organisationId, memberId, still))) return undefined
        await rows.unlist(organisationId, memberId, row.joinedAt)
        return true
      }),
  }
}

const noMember = (): AppError => new AppError('member-not-found', 404, 'There is no such member.')

const toMembership = ({ decision: _decision, ...membership }: StoredMembership): Membership => membership
