// Decides whether someone is who they say they are: by password, or by the proof of one.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { ServiceError } from '../json-service.ts'
import type { Cognito } from './cognito.ts'
import { matches, pretendToMatch } from './passwords.ts'
import type { Pool } from './pool.ts'
import type { Client, User } from './records.ts'

const refused = (message: string) => new ServiceError('NotAuthorizedException', message)

export const WRONG_LOGIN = 'Incorrect username or password.'

export const hidesUsers = (client: Client): boolean => client.given.PreventUserExistenceErrors === 'ENABLED'

export const noSuchUser = () => new ServiceError('UserNotFoundException', 'User does not exist.')

/** A client with a secret shows with each call that it has it. */
export const checkSecretHash = (client: Client, username: string, given: string | undefined): void => {
  if (!client.secret) {
    if (given === undefined) return
    throw refused(`Client ${client.id} is not configured with secret but secret hash was received`)
  }
  if (given === undefined) {
    throw refused(`Client ${client.id} is configured with secret but SECRET_HASH was not received`)
  }
  const expected = createHmac('sha256', client.secret).update(`${username}${client.id}`).digest()
  const received = Buffer.from(given, 'base64')
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) {
    throw refused(`Unable to verify secret hash for client ${client.id}`)
  }
}

export const lockKey = (pool: Pool, login: string): string =>
  `${pool.id} ${pool.findUser(login)?.sub ?? login.toLowerCase()}`

/** What stands between a right password and a login. */
export const checkState = (user: User, now: number): void => {
  if (!user.enabled) throw refused('User is disabled.')
  if (user.status === 'UNCONFIRMED') {
    throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.')
  }
  if (user.temporaryPasswordUntil !== undefined && user.temporaryPasswordUntil <= now) {
    throw refused('Temporary password has expired and must be reset by an administrator.')
  }
}

export const checkResetRequired = (user: User): void => {
  if (user.status !== 'RESET_REQUIRED') return
  throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user')
}

export const checkPassword = async (
  cognito: Cognito,
  pool: Pool,
  client: Client,
  login: string,
  password: string,
): Promise<User> => {
  const found = pool.findUser(login)
  if (found?.enabled) checkResetRequired(found)
  const user = await cognito.lockout.attempt(lockKey(pool, login), async () => {
    const candidate = pool.findUser(login)
    if (!candidate?.password) await pretendToMatch(password)
    else if (await matches(candidate.password, password)) return pool.users.get(candidate.sub)
    return undefined
  })
  if (!user) throw found || hidesUsers(client) ? refused(WRONG_LOGIN) : noSuchUser()
  checkState(user, cognito.now())
  return user
}
