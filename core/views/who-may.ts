// Who may change whose saved view.
import { AppError } from '../errors.ts'
import { type Role, reaches } from '../organisations/role.ts'
import type { SavedView } from './saved-view.ts'

type Actor = { memberId: string; role: Role }

/** What all see is for analysts and up to make and to change; with their own, members do as they like. */
export const checkMayShare = ({ role }: Actor): void => {
  if (reaches(role, 'analyst')) return
  throw new AppError('forbidden', 403, `Shared views need the role analyst; yours is ${role}.`)
}

/** Taken out of what all see, a view would be gone for all but its maker: only that one may do so. */
export const checkMayUnshare = ({ memberId }: Actor, { createdBy }: SavedView): void => {
  if (memberId === createdBy) return
  throw new AppError(
    'forbidden',
    403,
    'Only who made a shared view keeps it to themselves. Delete it, or save a copy.',
  )
}
