// Refuses what would tell of somebody who was erased: nothing of them is kept, whoever says it.
import { AppError } from '../../core/errors.ts'
import { uuidOf } from '../runtime/uuid-of.ts'
import type { SuppressionStore } from '../stores/suppressions.ts'

type Suppressions = Pick<SuppressionStore, 'among'>

export const isErasedUser = async (
  suppressions: Suppressions,
  projectId: string,
  userId: string,
): Promise<boolean> => {
  const visitorId = uuidOf('visitor of user', projectId, userId)
  const [found] = await suppressions.among([{ projectId, visitorId, userIds: [userId] }])
  return found?.user ?? false
}

export const refuseErased = async (
  suppressions: Suppressions,
  projectId: string,
  userId: string,
): Promise<void> => {
  if (await isErasedUser(suppressions, projectId, userId))
    throw new AppError('person-erased', 409, 'This user was erased: nothing is kept of them any more.')
}
