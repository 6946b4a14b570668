// What a caller may see but is not there is answered with 404, like what he may not see.
import { AppError } from '../../../core/errors.ts'

type Thing = 'organisation' | 'member' | 'invitation' | 'project' | 'key' | 'erasure' | 'view'

export const found = <T>(thing: Thing, value: T | undefined): T => {
  if (value !== undefined) return value
  throw new AppError(`${thing}-not-found`, 404, `There is no such ${thing}.`)
}
