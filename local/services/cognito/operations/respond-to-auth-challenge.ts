// RespondToAuthChallenge and its administrative twin: the proof of a password, or a new one for a temporary one.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import { mergeAttributes, readAttributes } from '../attributes.ts'
import { checkSecretHash, checkState, lockKey, WRONG_LOGIN } from '../authenticate.ts'
import type { Cognito } from '../cognito.ts'
import { permanentPassword } from '../passwords.ts'
import type { Pool } from '../pool.ts'
import type { Client } from '../records.ts'
import { proves } from '../srp.ts'
import { afterPassword, challengeLifetimeMs, signedIn } from './initiate-auth.ts'

type Answer = {
  cognito: Cognito
  pool: Pool
  client: Client
  session: string | undefined
  responses: Record<string, string>
}

const refused = (message: string) => new ServiceError('NotAuthorizedException', message)
const ATTRIBUTE_PREFIX = 'userAttributes.'

const needed = ({ responses }: Answer, name: string): string => {
  const value = responses[name]
  if (value === undefined)
    throw new ServiceError('InvalidParameterException', `Missing required parameter ${name}`)
  return value
}

/** What a user who chose a password for a temporary one becomes; also what the login page does. */
export const choosePassword = async (
  pool: Pool,
  sub: string,
  password: string,
  attributes: Record<string, string> = {},
) => {
  const user = pool.users.get(sub)
  if (user?.status !== 'FORCE_CHANGE_PASSWORD') throw refused('Invalid session for the user.')
  const changes = await permanentPassword(pool, user, password)
  return pool.changeUser(sub, (current) => ({
    ...changes,
    status: 'CONFIRMED',
    attributes: mergeAttributes(current, attributes),
  }))
}

const newPassword = async (answer: Answer) => {
  const { cognito, pool, client, session = '', responses } = answer
  checkSecretHash(client, needed(answer, 'USERNAME'), responses['SECRET_HASH'])
  const password = needed(answer, 'NEW_PASSWORD')
  const waiting = cognito.challenges.take(session)
  if (waiting?.kind !== 'NEW_PASSWORD_REQUIRED' || waiting.clientId !== client.id) {
    throw refused('Invalid session for the user, session is expired.')
  }
  if (pool.findUser(needed(answer, 'USERNAME'))?.sub !== waiting.sub)
    throw refused('Invalid session for the user.')
  const given = Object.entries(responses).flatMap(([name, Value]) =>
    name.startsWith(ATTRIBUTE_PREFIX) ? [{ Name: name.slice(ATTRIBUTE_PREFIX.length), Value }] : [],
  )
  try {
    const user = await choosePassword(pool, waiting.sub, password, readAttributes(pool, given, false))
    return await signedIn(cognito, pool, client, user)
  } catch (error) {
    // A password that is refused may be followed by a better one.
    cognito.challenges.put(session, waiting, challengeLifetimeMs(client))
    throw error
  }
}

const provePassword = async (answer: Answer) => {
  const { cognito, pool, client, responses } = answer
  const username = needed(answer, 'USERNAME')
  const secretBlock = needed(answer, 'PASSWORD_CLAIM_SECRET_BLOCK')
  const timestamp = needed(answer, 'TIMESTAMP')
  const signature = needed(answer, 'PASSWORD_CLAIM_SIGNATURE')
  checkSecretHash(client, username, responses['SECRET_HASH'])
  const waiting = cognito.challenges.take(secretBlock)
  if (waiting?.kind !== 'PASSWORD_VERIFIER' || waiting.clientId !== client.id) throw refused(WRONG_LOGIN)
  const { srp } = waiting
  const user = await cognito.lockout.attempt(lockKey(pool, waiting.login), async () => {
    const claim = { poolId: pool.id, username: waiting.username, secretBlock, timestamp, signature }
    return srp && proves(srp, claim) ? pool.users.get(waiting.sub) : undefined
  })
  if (!user) throw refused(WRONG_LOGIN)
  checkState(user, cognito.now())
  return afterPassword(cognito, pool, client, user)
}

const answerChallenge = (answer: Answer, name: string) => {
  if (name === 'PASSWORD_VERIFIER') return provePassword(answer)
  if (name === 'NEW_PASSWORD_REQUIRED') return newPassword(answer)
  throw new ServiceError('InvalidParameterException', `The challenge ${name} is not offered by this service.`)
}

const challenged = {
  ClientId: z.string(),
  ChallengeName: z.string(),
  Session: z.string().optional(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
}

export const respondToAuthChallengeOperations = (cognito: Cognito): Operations => {
  const respond = (input: z.output<z.ZodObject<typeof challenged>>) => {
    const found = cognito.pools.ofClient(input.ClientId)
    const answer = { cognito, ...found, session: input.Session, responses: input.ChallengeResponses }
    return answerChallenge(answer, input.ChallengeName)
  }
  return {
    RespondToAuthChallenge: operation(z.object(challenged), respond),
    AdminRespondToAuthChallenge: operation(z.object({ ...challenged, UserPoolId: z.string() }), respond),
  }
}
