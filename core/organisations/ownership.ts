// Who owns an organisation: one item decides, each owner's own row follows it.
import { AppError } from '../errors.ts'
import type { Role } from './role.ts'

/**
 * The deciding item. Each decision raises `revision`, and is written only if nobody decided meanwhile; an owner
 * stands with the revision that made him one.
 */
export type Ownership = { revision: number; owners: Record<string, number> }

/** What a member's row says, and the decision it followed last. */
export type RoleRow = { memberId: string; role: Role; decision: number }

export const firstOwner = (memberId: string): Ownership => ({ revision: 1, owners: { [memberId]: 1 } })

export const withOwner = ({ revision, owners }: Ownership, memberId: string): Ownership => ({
  revision: revision + 1,
  owners: { ...owners, [memberId]: revision + 1 },
})

/**
 * `others` are the rows of the other owners, read after `ownership` was. An owner counts only when his row has
 * followed: a promotion that was cut off in the middle keeps nobody from being the last.
 */
export const withoutOwner = (ownership: Ownership, memberId: string, others: RoleRow[]): Ownership => {
  if (!others.some((row) => row.memberId !== memberId && isConfirmedOwner(ownership, row))) {
    throw new AppError('last-owner', 409, 'An organisation keeps at least one owner. Make another one first.')
  }
  const { [memberId]: _gone, ...owners } = ownership.owners
  return { revision: ownership.revision + 1, owners }
}

const isConfirmedOwner = ({ owners }: Ownership, { memberId, role, decision }: RoleRow): boolean => {
  const since = owners[memberId]
  return role === 'owner' && since !== undefined && decision >= since
}

/** Decided already, by a try that was cut off before the row followed. */
export const isUndone = (
  { owners }: Ownership,
  { memberId, decision }: Pick<RoleRow, 'memberId' | 'decision'>,
) => owners[memberId] !== undefined && decision < owners[memberId]
