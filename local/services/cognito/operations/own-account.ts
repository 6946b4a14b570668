// What users do to themselves, shown to be them by an access token.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import { aliasOwner, attributesSchema, mergeAttributes, readAttributes } from '../attributes.ts'
import { lockKey, WRONG_LOGIN } from '../authenticate.ts'
import type { Cognito } from '../cognito.ts'
import { checkPolicy, matches, permanentPassword } from '../passwords.ts'
import { signOutEverywhere } from '../sessions.ts'
import { readAccessToken } from '../tokens.ts'
import { ownUserShape } from './shapes.ts'

const own = { AccessToken: z.string().min(1) }
const password = z.string().min(1).max(256)

const onlyEmail = (name: string) => {
  if (name === 'email') return
  throw new ServiceError('InvalidParameterException', `The attribute ${name} cannot be verified here.`)
}

export const ownAccountOperations = (cognito: Cognito): Operations => {
  const { codes, lockout } = cognito
  const caller = (input: { AccessToken: string }) => readAccessToken(cognito, input.AccessToken)

  return {
    GetUser: operation(z.object(own), async (input) => ownUserShape((await caller(input)).user)),

    ChangePassword: operation(
      z.object({ ...own, PreviousPassword: password, ProposedPassword: password }),
      async (input) => {
        const { pool, user } = await caller(input)
        checkPolicy(pool, input.ProposedPassword)
        const { password: known } = user
        const right = await lockout.attempt(lockKey(pool, user.sub), async () =>
          known && (await matches(known, input.PreviousPassword)) ? true : undefined,
        )
        if (!right) throw new ServiceError('NotAuthorizedException', WRONG_LOGIN)
        const changes = await permanentPassword(pool, user, input.ProposedPassword)
        pool.changeUser(user.sub, () => changes)
        return {}
      },
    ),

    UpdateUserAttributes: operation(z.object({ ...own, UserAttributes: attributesSchema }), async (input) => {
      const { pool, client, user } = await caller(input)
      const given = readAttributes(pool, input.UserAttributes, false)
      const writable = client.given.WriteAttributes
      if (writable?.length && Object.keys(given).some((name) => !writable.includes(name))) {
        throw new ServiceError('NotAuthorizedException', 'A client attempted to write unauthorized attribute')
      }
      const attributes = mergeAttributes(user, given)
      if (aliasOwner(pool, attributes, user.sub)) {
        throw new ServiceError('AliasExistsException', 'An account with the given email already exists.')
      }
      const changed = pool.changeUser(user.sub, () => ({ attributes }))
      const mails =
        given['email'] !== undefined &&
        given['email'] !== user.attributes['email'] &&
        pool.given().AutoVerifiedAttributes?.includes('email')
      return { CodeDeliveryDetailsList: mails ? [codes.send(pool, changed, 'verify-email')] : [] }
    }),

    GetUserAttributeVerificationCode: operation(
      z.object({ ...own, AttributeName: z.string() }),
      async (input) => {
        onlyEmail(input.AttributeName)
        const { pool, user } = await caller(input)
        return { CodeDeliveryDetails: codes.send(pool, user, 'verify-email') }
      },
    ),

    VerifyUserAttribute: operation(
      z.object({ ...own, AttributeName: z.string(), Code: z.string() }),
      async (input) => {
        onlyEmail(input.AttributeName)
        const { pool, user } = await caller(input)
        const verified = { ...user.attributes, email_verified: 'true' }
        if (aliasOwner(pool, verified, user.sub)) {
          throw new ServiceError('AliasExistsException', 'An account with the email already exists.')
        }
        codes.redeem(pool, user, 'verify-email', input.Code)
        pool.changeUser(user.sub, ({ attributes }) => ({
          attributes: { ...attributes, email_verified: 'true' },
        }))
        return {}
      },
    ),

    GlobalSignOut: operation(z.object(own), async (input) => {
      const { pool, user } = await caller(input)
      signOutEverywhere(pool, user)
      return {}
    }),

    DeleteUser: operation(z.object(own), async (input) => {
      const { pool, user } = await caller(input)
      pool.users.delete(user.sub)
      return {}
    }),
  }
}
