// Whether there is room for one more: what is full says so.
import { AppError } from '../../../core/errors.ts'

export const checkRoom = (
  things: 'organisations' | 'members' | 'projects' | 'keys' | 'views',
  have: number,
  max: number,
): void => {
  if (have < max) return
  throw new AppError(
    `too-many-${things}`,
    409,
    `There are ${max} ${things} already, and no more may be made.`,
  )
}
