// Self-registration: sign up, confirm by code, ask for the code again.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import { aliasOwner, attributesSchema, readAttributes } from '../attributes.ts'
import { checkSecretHash, hidesUsers, noSuchUser } from '../authenticate.ts'
import { deliveryDetails } from '../codes.ts'
import type { Cognito } from '../cognito.ts'
import { newUser } from '../new-user.ts'
import { checkPolicy, hashPassword } from '../passwords.ts'
import { toTrigger, triggerInput, withVerified } from '../triggers.ts'

const clientCall = {
  ClientId: z.string(),
  SecretHash: z.string().optional(),
  Username: z.string().min(1).max(128),
}

export const signUpOperations = ({ pools, codes, triggers, now }: Cognito): Operations => ({
  SignUp: operation(
    z.object({
      ...clientCall,
      Password: z.string().min(1).max(256),
      UserAttributes: attributesSchema.default([]),
      ...triggerInput,
    }),
    async (input) => {
      const { pool, client } = pools.ofClient(input.ClientId)
      checkSecretHash(client, input.Username, input.SecretHash)
      if (pool.given().AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
        throw new ServiceError('NotAuthorizedException', 'SignUp is not permitted for this user pool')
      }
      checkPolicy(pool, input.Password)
      const draft = newUser(pool, {
        username: input.Username,
        attributes: readAttributes(pool, input.UserAttributes, false),
        status: 'UNCONFIRMED',
        now: now(),
      })
      const answer = await triggers.preSignUp(pool, {
        source: 'PreSignUp_SignUp',
        userName: draft.username,
        clientId: client.id,
        userAttributes: draft.attributes,
        ...toTrigger(input),
      })
      const user = draft.create({
        attributes: withVerified(draft.attributes, answer),
        status: answer.autoConfirmUser ? 'CONFIRMED' : 'UNCONFIRMED',
        password: await hashPassword(pool, draft.username, input.Password),
      })
      const mails =
        !answer.autoConfirmUser &&
        pool.given().AutoVerifiedAttributes?.includes('email') &&
        user.attributes['email']
      return {
        UserConfirmed: answer.autoConfirmUser,
        UserSub: user.sub,
        CodeDeliveryDetails: mails ? codes.send(pool, user, 'sign-up') : undefined,
      }
    },
  ),

  ConfirmSignUp: operation(z.object({ ...clientCall, ConfirmationCode: z.string() }), (input) => {
    const { pool, client } = pools.ofClient(input.ClientId)
    checkSecretHash(client, input.Username, input.SecretHash)
    const user = pool.findUser(input.Username)
    if (!user) {
      if (!hidesUsers(client)) throw noSuchUser()
      throw new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')
    }
    if (user.status !== 'UNCONFIRMED') {
      throw new ServiceError(
        'NotAuthorizedException',
        `User cannot be confirmed. Current status is ${user.status}`,
      )
    }
    const verified = { ...user.attributes, email_verified: 'true' }
    if (aliasOwner(pool, verified, user.sub)) {
      throw new ServiceError('AliasExistsException', 'An account with the email already exists.')
    }
    codes.redeem(pool, user, 'sign-up', input.ConfirmationCode)
    pool.changeUser(user.sub, () => ({ status: 'CONFIRMED', attributes: verified }))
    return {}
  }),

  ResendConfirmationCode: operation(z.object(clientCall), (input) => {
    const { pool, client } = pools.ofClient(input.ClientId)
    checkSecretHash(client, input.Username, input.SecretHash)
    const user = pool.findUser(input.Username)
    if (!user && hidesUsers(client)) return { CodeDeliveryDetails: deliveryDetails(input.Username) }
    if (!user) throw noSuchUser()
    if (user.status !== 'UNCONFIRMED') {
      throw new ServiceError('InvalidParameterException', 'User is already confirmed.')
    }
    return { CodeDeliveryDetails: codes.send(pool, user, 'sign-up') }
  }),
})
