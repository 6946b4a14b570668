// Who may change whom in an organisation.
import { AppError } from '../errors.ts'
import { type Role, reaches } from './role.ts'

type Actor = { memberId: string; role: Role }

/** Admins those of others, up to admin; owners those of everybody. */
export const checkMayChangeRole = (actor: Actor, target: Actor, role: Role): void => {
  if (actor.role === 'owner') return
  if (!reaches(actor.role, 'admin')) throw forbidden('Admins change roles.')
  if (actor.memberId === target.memberId) throw forbidden('Another admin changes your role.')
  if (target.role === 'owner' || role === 'owner') throw forbidden('Only owners decide who owns.')
}

/** Anybody themselves; admins others up to admins; owners everybody. */
export const checkMayRemove = (actor: Actor, target: Actor): void => {
  if (actor.memberId === target.memberId || actor.role === 'owner') return
  if (!reaches(actor.role, 'admin')) throw forbidden('Admins remove others.')
  if (target.role === 'owner') throw forbidden('Only owners remove owners.')
}

export const checkMayInvite = (actor: Role, role: Role): void => {
  if (role === 'owner' && actor !== 'owner') throw forbidden('Only owners invite owners.')
}

const forbidden = (sentence: string): AppError => new AppError('forbidden', 403, sentence)
