// A forgotten password: a code by mail, and a new password for it.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import { checkSecretHash, hidesUsers, lockKey, noSuchUser } from '../authenticate.ts'
import { deliveryDetails } from '../codes.ts'
import type { Cognito } from '../cognito.ts'
import { checkPolicy, permanentPassword } from '../passwords.ts'
import type { Pool } from '../pool.ts'
import type { User } from '../records.ts'

const clientCall = {
  ClientId: z.string(),
  SecretHash: z.string().optional(),
  Username: z.string().min(1).max(128),
}

const refused = (message: string) => new ServiceError('NotAuthorizedException', message)

const adminsOnly = (pool: Pool) =>
  (pool.given().AccountRecoverySetting?.RecoveryMechanisms ?? []).some(({ Name }) => Name === 'admin_only')

/** Why this user cannot be sent a code, if so. */
const obstacle = (user: User): ServiceError | undefined => {
  if (!user.enabled) return refused('User is disabled.')
  if (user.status === 'FORCE_CHANGE_PASSWORD' || user.status === 'EXTERNAL_PROVIDER') {
    return refused('User password cannot be reset in the current state.')
  }
  if (user.attributes['email'] && user.attributes['email_verified'] === 'true') return undefined
  return new ServiceError(
    'InvalidParameterException',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  )
}

export const passwordResetOperations = ({ pools, codes, lockout }: Cognito): Operations => ({
  ForgotPassword: operation(z.object(clientCall), (input) => {
    const { pool, client } = pools.ofClient(input.ClientId)
    checkSecretHash(client, input.Username, input.SecretHash)
    if (adminsOnly(pool)) throw refused('Contact administrator to reset password.')
    const user = pool.findUser(input.Username)
    const problem = user ? obstacle(user) : noSuchUser()
    if (user && !problem) return { CodeDeliveryDetails: codes.send(pool, user, 'reset-password') }
    if (hidesUsers(client)) return { CodeDeliveryDetails: deliveryDetails(input.Username) }
    throw problem
  }),

  ConfirmForgotPassword: operation(
    z.object({ ...clientCall, ConfirmationCode: z.string(), Password: z.string().min(1).max(256) }),
    async (input) => {
      const { pool, client } = pools.ofClient(input.ClientId)
      checkSecretHash(client, input.Username, input.SecretHash)
      checkPolicy(pool, input.Password)
      const user = pool.findUser(input.Username)
      if (!user) {
        if (!hidesUsers(client)) throw noSuchUser()
        throw new ServiceError('ExpiredCodeException', 'Invalid code provided, please request a code again.')
      }
      codes.redeem(pool, user, 'reset-password', input.ConfirmationCode)
      const changes = await permanentPassword(pool, user, input.Password)
      pool.changeUser(user.sub, () => ({ ...changes, status: 'CONFIRMED' }))
      lockout.forget(lockKey(pool, input.Username))
      return {}
    },
  ),
})
