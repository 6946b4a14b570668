// Refuses what would tell of somebody who was erased: nothing of them is kept, whoever says it.
import { AppError } from '../../core/errors.ts'
import { uuidOf } from '../runtime/uuid-of.ts'
import type { SuppressionStore } from '../stores/suppressions.ts'

export const refuseErased = async (
  suppressions: Pick<SuppressionStore, 'among'>,
  projectId: string,
  userId: string,
): Promise<void> => {
  const visitorId = uuidOf('visitor of user', projectId, userId)
  const [found] = await suppressions.among([{ projectId, visitorId, userIds: [userId] }])
  if (found?.user)
    throw new AppError('person-erased', 409, 'This user was erased: nothing is kept of them any more.')
}
