// What an administrator does to users.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import { aliasOwner, attributesSchema, mergeAttributes, readAttributes } from '../attributes.ts'
import type { Cognito } from '../cognito.ts'
import { newUser } from '../new-user.ts'
import { generatePassword, permanentPassword, temporaryPassword } from '../passwords.ts'
import { signOutEverywhere } from '../sessions.ts'
import { toTrigger, triggerInput } from '../triggers.ts'
import { knownUser } from './known-user.ts'
import { adminUserShape, userShape } from './shapes.ts'

const named = { UserPoolId: z.string(), Username: z.string().min(1).max(128) }
const password = z.string().min(1).max(256)

const notInState = (message: string) => new ServiceError('NotAuthorizedException', message)

export const adminUserOperations = (cognito: Cognito): Operations => {
  const { pools, codes, triggers, now } = cognito
  const find = (input: { UserPoolId: string; Username: string }) => {
    const pool = pools.get(input.UserPoolId)
    return { pool, user: knownUser(pool, input.Username) }
  }

  return {
    AdminCreateUser: operation(
      z.object({
        ...named,
        UserAttributes: attributesSchema.default([]),
        TemporaryPassword: password.optional(),
        MessageAction: z.enum(['RESEND', 'SUPPRESS']).optional(),
        ...triggerInput,
      }),
      async (input) => {
        const pool = pools.get(input.UserPoolId)
        const chosen = input.TemporaryPassword ?? generatePassword(pool)
        if (input.MessageAction === 'RESEND') {
          const { sub, username, status } = knownUser(pool, input.Username)
          if (status !== 'FORCE_CHANGE_PASSWORD') {
            throw new ServiceError(
              'UnsupportedUserStateException',
              `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD`,
            )
          }
          const changes = await temporaryPassword(pool, { username }, chosen, now())
          const user = pool.changeUser(sub, () => changes)
          codes.invite(pool, user, chosen)
          return { User: userShape(user) }
        }
        const draft = newUser(pool, {
          username: input.Username,
          attributes: readAttributes(pool, input.UserAttributes, true),
          status: 'FORCE_CHANGE_PASSWORD',
          now: now(),
        })
        // Of the answer AWS heeds nothing here: an administrator has said all there is to say.
        await triggers.preSignUp(pool, {
          source: 'PreSignUp_AdminCreateUser',
          userName: draft.username,
          userAttributes: draft.attributes,
          ...toTrigger(input),
        })
        const user = draft.create(await temporaryPassword(pool, draft, chosen, now()))
        if (input.MessageAction !== 'SUPPRESS') codes.invite(pool, user, chosen)
        return { User: userShape(user) }
      },
    ),

    AdminSetUserPassword: operation(
      z.object({ ...named, Password: password, Permanent: z.boolean().default(false) }),
      async (input) => {
        const { pool, user } = find(input)
        const changes = input.Permanent
          ? { ...(await permanentPassword(pool, user, input.Password)), status: 'CONFIRMED' as const }
          : {
              ...(await temporaryPassword(pool, user, input.Password, now())),
              status: 'FORCE_CHANGE_PASSWORD' as const,
            }
        pool.changeUser(user.sub, ({ status }) =>
          status === 'EXTERNAL_PROVIDER' ? { ...changes, status } : changes,
        )
        return {}
      },
    ),

    AdminResetUserPassword: operation(z.object(named), (input) => {
      const { pool, user } = find(input)
      if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
        throw notInState('User password cannot be reset in the current state.')
      }
      pool.changeUser(user.sub, () => ({ status: 'RESET_REQUIRED' }))
      codes.send(pool, user, 'reset-password')
      return {}
    }),

    AdminConfirmSignUp: operation(z.object(named), (input) => {
      const { pool, user } = find(input)
      if (user.status !== 'UNCONFIRMED') {
        throw notInState(`User cannot be confirmed. Current status is ${user.status}`)
      }
      pool.changeUser(user.sub, () => ({ status: 'CONFIRMED', codes: {} }))
      return {}
    }),

    AdminGetUser: operation(z.object(named), (input) => adminUserShape(find(input).user)),

    AdminDeleteUser: operation(z.object(named), (input) => {
      const { pool, user } = find(input)
      pool.users.delete(user.sub)
      return {}
    }),

    AdminDisableUser: operation(z.object(named), (input) => {
      const { pool, user } = find(input)
      pool.changeUser(user.sub, ({ generation }) => ({ enabled: false, generation: generation + 1 }))
      return {}
    }),

    AdminEnableUser: operation(z.object(named), (input) => {
      const { pool, user } = find(input)
      pool.changeUser(user.sub, () => ({ enabled: true }))
      return {}
    }),

    AdminUpdateUserAttributes: operation(
      z.object({ ...named, UserAttributes: attributesSchema }),
      (input) => {
        const { pool, user } = find(input)
        const attributes = mergeAttributes(user, readAttributes(pool, input.UserAttributes, true))
        if (aliasOwner(pool, attributes, user.sub)) {
          throw new ServiceError('AliasExistsException', 'An account with the given email already exists.')
        }
        pool.changeUser(user.sub, () => ({ attributes }))
        return {}
      },
    ),

    AdminUserGlobalSignOut: operation(z.object(named), (input) => {
      const { pool, user } = find(input)
      signOutEverywhere(pool, user)
      return {}
    }),

    AdminLinkProviderForUser: operation(
      z.object({
        UserPoolId: z.string(),
        DestinationUser: z.looseObject({ ProviderAttributeValue: z.string() }),
        SourceUser: z.looseObject({
          ProviderName: z.string(),
          ProviderAttributeName: z.literal('Cognito_Subject'),
          ProviderAttributeValue: z.string(),
        }),
      }),
      (input) => {
        const pool = pools.get(input.UserPoolId)
        const user = knownUser(pool, input.DestinationUser.ProviderAttributeValue)
        const { ProviderName: provider, ProviderAttributeValue: userId } = input.SourceUser
        const type = pool.providers.get(provider)?.type
        if (!type)
          throw new ServiceError('InvalidParameterException', `The provider ${provider} does not exist.`)
        if (pool.findIdentity(provider, userId)) {
          throw new ServiceError('AliasExistsException', 'SourceUser is already linked to another user')
        }
        pool.changeUser(user.sub, ({ identities }) => ({
          identities: [...identities, { provider, type, userId, linkedAt: now() }],
        }))
        return {}
      },
    ),
  }
}
