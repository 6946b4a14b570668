// Any other path: a 404 that looks like every other error.
import { AppError } from '../../core/errors.ts'
import { http } from '../runtime/http/http.ts'

export const unknownRoute = () => async (): Promise<never> => {
  throw new AppError('route-not-found', 404, 'There is no such route.')
}

export const handler = http({}, unknownRoute())
