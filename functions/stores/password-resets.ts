// Forgotten passwords: a code by mail, and a new password for it.
import {
  type CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ForgotPasswordCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { hideWhetherSent, isBadPassword, refuseCode, weakPassword } from './cognito-refusals.ts'

export type PasswordResets = ReturnType<typeof passwordResets>

export const passwordResets = (client: CognitoIdentityProviderClient, ClientId: string) => ({
  sendCode: async (email: string): Promise<void> => {
    await client.send(new ForgotPasswordCommand({ ClientId, Username: email })).catch(hideWhetherSent)
  },

  reset: async ({
    email,
    code,
    password,
  }: {
    email: string
    code: string
    password: string
  }): Promise<void> => {
    await client
      .send(
        new ConfirmForgotPasswordCommand({
          ClientId,
          Username: email,
          ConfirmationCode: code,
          Password: password,
        }),
      )
      .catch((error: unknown) => {
        if (isBadPassword(error)) throw weakPassword(error)
        refuseCode(error)
      })
  },
})
