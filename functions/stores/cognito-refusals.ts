// What Cognito's errors mean to a caller, for all stores that ask it.
import { AppError } from '../../core/errors.ts'

export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '')

const WAIT_SECONDS = 60

export const tooManyTries = (): AppError =>
  new AppError('too-many-logins', 429, 'Too many tries. Wait a little.', { retryAfter: WAIT_SECONDS })

/** Cognito throttles all who ask; what it counts for one user alone would tell that there is such a user. */
export const isThrottling = (error: unknown): boolean => nameOf(error) === 'TooManyRequestsException'

/** Cognito speaks of the parameter that its own pattern refuses. */
export const isBadPassword = (error: unknown): boolean =>
  nameOf(error) === 'InvalidPasswordException' ||
  (nameOf(error) === 'InvalidParameterException' && /'password'/i.test(messageOf(error)))

const REASONS: [RegExp, string][] = [
  [/long enough/i, 'is too short'],
  [/too long/i, 'is too long'],
  [/lowercase/i, 'needs a lower-case letter'],
  [/uppercase/i, 'needs an upper-case letter'],
  [/numeric/i, 'needs a digit'],
  [/symbol/i, 'needs a symbol, such as a full stop or a hyphen'],
]

export const weakPassword = (error: unknown): AppError => {
  const reason = REASONS.find(([pattern]) => pattern.test(messageOf(error)))?.[1]
  return new AppError('weak-password', 400, 'Choose a stronger password.', {
    fields: [{ field: 'password', message: reason ?? 'is not strong enough' }],
  })
}

/** One answer for all: whether a code is wrong or has ended would tell a member's address from an unknown one. */
export const wrongCode = (): AppError =>
  new AppError('wrong-code', 400, 'The code is wrong or has ended. Ask for a new one.', {
    fields: [{ field: 'code', message: 'is wrong or has ended' }],
  })

const ABOUT_THE_CODE = new Set([
  'CodeMismatchException',
  'ExpiredCodeException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'NotAuthorizedException',
  'InvalidParameterException',
  'LimitExceededException',
  'TooManyFailedAttemptsException',
])

export const refuseCode = (error: unknown): never => {
  if (isThrottling(error)) throw tooManyTries()
  throw ABOUT_THE_CODE.has(nameOf(error)) ? wrongCode() : error
}

const ABOUT_WHO_ASKS = new Set([
  'UserNotFoundException',
  'UserNotConfirmedException',
  'NotAuthorizedException',
  'InvalidParameterException',
  'LimitExceededException',
  'CodeDeliveryFailureException',
])

/** Whether a code went out is nobody's business but the addressee's. */
export const hideWhetherSent = (error: unknown): void => {
  if (isThrottling(error)) throw tooManyTries()
  if (!ABOUT_WHO_ASKS.has(nameOf(error))) throw error
}
