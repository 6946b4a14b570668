// Whether all whom a note mentions would see it: ids of others are answered alike, whether there is such a member or not.
import { AppError } from '../../../core/errors.ts'
import type { Stores } from './stores.ts'

export const checkMentions = async (
  { memberships }: Pick<Stores, 'memberships'>,
  organisationId: string,
  mentions: string[],
): Promise<void> => {
  const roles = await Promise.all(mentions.map((memberId) => memberships.roleIn(organisationId, memberId)))
  if (roles.every((role) => role !== undefined)) return
  throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
    fields: [{ field: 'mentions', message: 'must be ids of members of the organisation' }],
  })
}
