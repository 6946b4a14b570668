// Who may change, and who may delete, what a member has added to a session.
import { AppError } from '../errors.ts'
import { type Role, reaches } from '../organisations/role.ts'

type Actor = { memberId: string; role: Role }
type Authored = { author: { memberId: string } }

/** Nobody puts words into another's mouth. `otherwise` says who may. */
export const checkIsAuthor = ({ memberId }: Actor, { author }: Authored, otherwise: string): void => {
  if (memberId !== author.memberId) throw new AppError('forbidden', 403, otherwise)
}

export const checkIsAuthorOrAdmin = (actor: Actor, authored: Authored, otherwise: string): void => {
  if (!reaches(actor.role, 'admin')) checkIsAuthor(actor, authored, otherwise)
}
