// Registrations, which Cognito keeps: from the form to a confirmed address.
import {
  type CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AppError } from '../../core/errors.ts'
import type { Register } from '../../core/members/login.ts'
import { notAdmitted, refusalIn } from '../../core/members/refusals.ts'
import {
  hideWhetherSent,
  isBadPassword,
  isThrottling,
  nameOf,
  refuseCode,
  tooManyTries,
  weakPassword,
} from './cognito-refusals.ts'

export type Registrations = ReturnType<typeof registrations>

export const registrations = (client: CognitoIdentityProviderClient, ClientId: string) => ({
  /** Whether the member is confirmed at once. */
  add: async ({ email, password, name }: Register): Promise<boolean> => {
    const { UserConfirmed } = await client
      .send(
        new SignUpCommand({
          ClientId,
          Username: email,
          Password: password,
          UserAttributes: [
            { Name: 'email', Value: email },
            ...(name === undefined ? [] : [{ Name: 'name', Value: name }]),
          ],
        }),
      )
      .catch(refuse)
    return UserConfirmed ?? false
  },

  confirm: async (email: string, code: string): Promise<void> => {
    await client
      .send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: code }))
      .catch(refuseCode)
  },

  resendCode: async (email: string): Promise<void> => {
    await client.send(new ResendConfirmationCodeCommand({ ClientId, Username: email })).catch(hideWhetherSent)
  },
})

const refuse = (error: unknown): never => {
  if (isBadPassword(error)) throw weakPassword(error)
  if (isThrottling(error)) throw tooManyTries()
  const refusal = error instanceof Error ? refusalIn(error.message) : undefined
  switch (nameOf(error)) {
    case 'UsernameExistsException':
      throw new AppError('already-registered', 409, 'There is a member with this e-mail address. Log in.')
    case 'InvalidParameterException':
      throw new AppError('invalid-request', 400, 'The body is not what this route takes.', {
        fields: [{ field: 'email', message: 'cannot be registered' }],
      })
    case 'UserLambdaValidationException':
      throw refusal ? notAdmitted(refusal) : error
    default:
      throw error
  }
}
