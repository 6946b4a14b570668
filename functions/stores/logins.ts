// Members' logins, which Cognito keeps.
import {
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AppError } from '../../core/errors.ts'
import type { Login, RefreshedTokens, Tokens } from '../../core/members/login.ts'

export const logins = (client: CognitoIdentityProviderClient, clientId: string) => {
  const authenticate = async (
    flow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH',
    parameters: Record<string, string>,
  ): Promise<AuthenticationResultType> => {
    const { AuthenticationResult, ChallengeName } = await client
      .send(new InitiateAuthCommand({ ClientId: clientId, AuthFlow: flow, AuthParameters: parameters }))
      .catch(refuse)
    if (AuthenticationResult) return AuthenticationResult
    throw new AppError(
      'login-incomplete',
      403,
      `This login needs a further step: ${ChallengeName ?? 'unknown'}.`,
    )
  }

  return {
    logIn: async ({ email, password }: Login): Promise<Tokens> => {
      const result = await authenticate('USER_PASSWORD_AUTH', { USERNAME: email, PASSWORD: password })
      return { ...toTokens(result), refreshToken: result.RefreshToken ?? '' }
    },
    refresh: async (refreshToken: string): Promise<RefreshedTokens> =>
      toTokens(await authenticate('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: refreshToken })),
  }
}

const toTokens = ({ AccessToken, IdToken, ExpiresIn }: AuthenticationResultType): RefreshedTokens => ({
  accessToken: AccessToken ?? '',
  idToken: IdToken ?? '',
  expiresIn: ExpiresIn ?? 0,
})

const WAIT_SECONDS = 60

/** Who it was that does not exist, or whose password was wrong, is never told. */
const refuse = (error: unknown): never => {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAuthorizedException':
    case 'UserNotFoundException':
    case 'InvalidParameterException':
      throw new AppError('wrong-credentials', 401, 'These credentials are not right.')
    case 'UserNotConfirmedException':
      throw new AppError('not-confirmed', 403, 'Confirm your e-mail address first.')
    case 'PasswordResetRequiredException':
      throw new AppError('password-reset-required', 403, 'Set a new password first.')
    case 'TooManyRequestsException':
    case 'LimitExceededException':
      throw new AppError('too-many-logins', 429, 'Too many tries. Wait a little.', {
        retryAfter: WAIT_SECONDS,
      })
    default:
      throw error
  }
}
