// Members' logins, which Cognito keeps: begun, renewed and ended.
import {
  type AuthenticationResultType,
  type CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AppError } from '../../core/errors.ts'
import type { Login, NewPassword, Tokens } from '../../core/members/login.ts'
import { isBadPassword, nameOf, tooManyTries, weakPassword } from './cognito-refusals.ts'

export type Logins = ReturnType<typeof logins>

const NEW_PASSWORD = 'NEW_PASSWORD_REQUIRED'

export const logins = (client: CognitoIdentityProviderClient, ClientId: string) => {
  const revoke = (refreshToken: string) =>
    client.send(new RevokeTokenCommand({ ClientId, Token: refreshToken }))

  return {
    begin: async ({ email, password }: Login): Promise<Tokens> =>
      toTokens(
        await client
          .send(
            new InitiateAuthCommand({
              ClientId,
              AuthFlow: 'USER_PASSWORD_AUTH',
              AuthParameters: { USERNAME: email, PASSWORD: password },
            }),
          )
          .catch(refuseLogin),
      ),

    beginWithNewPassword: async ({ email, password, session }: NewPassword): Promise<Tokens> =>
      toTokens(
        await client
          .send(
            new RespondToAuthChallengeCommand({
              ClientId,
              ChallengeName: NEW_PASSWORD,
              Session: session,
              ChallengeResponses: { USERNAME: email, NEW_PASSWORD: password },
            }),
          )
          .catch((error: unknown) => {
            if (isBadPassword(error)) throw weakPassword(error)
            return refuseToGoOn(error)
          }),
      ),

    /** The token that is presented ends with this, but for the client's grace period. */
    refresh: async (refreshToken: string): Promise<Tokens> => {
      try {
        return toTokens(
          await client.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: refreshToken })),
        )
      } catch (error) {
        // Two hold the same login, and one of them stole it: it ends for both (RFC 9700, 4.14.2). Cognito leaves it on.
        if (nameOf(error) === 'RefreshTokenReuseException') await revoke(refreshToken).catch(refuseToGoOn)
        return refuseToGoOn(error)
      }
    },

    /** A token that is none, or has ended, is no fault: what is wanted is there (RFC 7009, 2.2). */
    end: async (refreshToken: string): Promise<void> => {
      await revoke(refreshToken).catch((error: unknown) => {
        if (THROTTLED.has(nameOf(error))) throw tooManyTries()
        if (!ENDED.has(nameOf(error))) throw error
      })
    },
  }
}

type Outcome = {
  AuthenticationResult?: AuthenticationResultType | undefined
  ChallengeName?: string | undefined
  Session?: string | undefined
}

const toTokens = ({ AuthenticationResult, ChallengeName, Session }: Outcome): Tokens => {
  if (ChallengeName === NEW_PASSWORD) {
    throw new AppError('new-password-required', 403, 'Choose a new password to go on.', {
      facts: { session: Session },
    })
  }
  if (!AuthenticationResult) {
    throw new AppError(
      'login-incomplete',
      403,
      `This login needs a further step: ${ChallengeName ?? 'unknown'}.`,
    )
  }
  const { AccessToken = '', IdToken = '', RefreshToken = '', ExpiresIn = 0 } = AuthenticationResult
  return { accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken, expiresIn: ExpiresIn }
}

const THROTTLED = new Set(['TooManyRequestsException', 'LimitExceededException'])

const ENDED = new Set([
  'NotAuthorizedException',
  'UserNotFoundException',
  'InvalidParameterException',
  'CodeMismatchException',
  'ExpiredCodeException',
  'RefreshTokenReuseException',
  'UnauthorizedException',
  'UnsupportedTokenTypeException',
])

/** Who it was that does not exist, or whose password was wrong, is never told. */
const refuseLogin = (error: unknown): never => {
  switch (nameOf(error)) {
    case 'NotAuthorizedException':
    case 'UserNotFoundException':
    case 'InvalidParameterException':
      throw new AppError('wrong-credentials', 401, 'These credentials are not right.')
    case 'UserNotConfirmedException':
      throw new AppError('not-confirmed', 403, 'Confirm your e-mail address first.')
    case 'PasswordResetRequiredException':
      throw new AppError('password-reset-required', 403, 'Set a new password first.')
    default:
      throw THROTTLED.has(nameOf(error)) ? tooManyTries() : error
  }
}

const refuseToGoOn = (error: unknown): never => {
  if (THROTTLED.has(nameOf(error))) throw tooManyTries()
  throw ENDED.has(nameOf(error)) ? loginExpired() : error
}

export const loginExpired = (): AppError =>
  new AppError('login-expired', 401, 'This login has ended. Log in again.')
