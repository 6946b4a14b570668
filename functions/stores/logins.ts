// Members' logins, which Cognito keeps.
import {
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AppError } from '../../core/errors.ts'
import type { Login, Tokens } from '../../core/members/login.ts'

export const logins = (client: CognitoIdentityProviderClient, ClientId: string) => ({
  logIn: async ({ email, password }: Login): Promise<Tokens> => {
    const { AuthenticationResult, ChallengeName } = await client
      .send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: email, PASSWORD: password },
        }),
      )
      .catch(refuse)
    if (AuthenticationResult) return toTokens(AuthenticationResult)
    throw new AppError(
      'login-incomplete',
      403,
      `This login needs a further step: ${ChallengeName ?? 'unknown'}.`,
    )
  },

  /** The token that is presented ends with this, but for the client's grace period. */
  refresh: async (refreshToken: string): Promise<Tokens> => {
    try {
      const { AuthenticationResult = {} } = await client.send(
        new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: refreshToken }),
      )
      return toTokens(AuthenticationResult)
    } catch (error) {
      // Two hold the same login, and one of them stole it: it ends for both (RFC 9700, 4.14.2). Cognito leaves it on.
      if (error instanceof Error && error.name === 'RefreshTokenReuseException')
        await client.send(new RevokeTokenCommand({ ClientId, Token: refreshToken })).catch(refuse)
      return refuse(error)
    }
  },
})

const toTokens = ({
  AccessToken = '',
  IdToken = '',
  RefreshToken = '',
  ExpiresIn = 0,
}: AuthenticationResultType): Tokens => ({
  accessToken: AccessToken,
  idToken: IdToken,
  refreshToken: RefreshToken,
  expiresIn: ExpiresIn,
})

const WAIT_SECONDS = 60

/** Who it was that does not exist, or whose password was wrong, is never told. */
const refuse = (error: unknown): never => {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAuthorizedException':
    case 'UserNotFoundException':
    case 'InvalidParameterException':
    case 'RefreshTokenReuseException':
    case 'UnauthorizedException':
    case 'UnsupportedTokenTypeException':
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
