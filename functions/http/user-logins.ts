// Logins for sites that have none of their own: passwords, Google and Apple.
import { createHmac, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { gate, keyFor, usage, userTokens } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { putLoose } from '../runtime/http/put-loose.ts'
import { hashPassword, passwordIs } from '../runtime/passwords.ts'
import { socialTokens } from '../runtime/social-tokens.ts'
import { claims } from '../stores/claims.ts'
import { eventStream } from '../stores/event-stream.ts'
import { presence } from '../stores/presence.ts'
import { projects } from '../stores/projects.ts'
import { userCredentials } from '../stores/user-credentials.ts'
import { userProfiles } from '../stores/user-profiles.ts'
import { renewUserTokenRoute } from './user-logins/renew-user-token.ts'
import { signInRoute } from './user-logins/sign-in.ts'
import { signUpRoute } from './user-logins/sign-up.ts'
import { socialVerifiedRoute } from './user-logins/social-verified.ts'

const env = readEnvironment([
  'EVENT_STREAM',
  'SESSION_BUCKET',
  'PEOPLE_TABLE',
  'PRESENCE_TABLE',
  'CONFIGURATION_TABLE',
  'SOCIAL_PROVIDERS',
])
const now = Date.now

const deps = {
  projects: projects(dynamodb, env.CONFIGURATION_TABLE),
  credentials: userCredentials(dynamodb, env.PEOPLE_TABLE),
  profiles: userProfiles(dynamodb, env.PEOPLE_TABLE, now),
  presence: presence(dynamodb, env.PRESENCE_TABLE, now),
  put: putLoose({
    stream: eventStream(kinesis, env.EVENT_STREAM, {
      claims: claims(s3, env.SESSION_BUCKET),
      sleep,
      random: Math.random,
    }),
    // Whoever was erased has no account, and whoever makes one is somebody new.
    isErased: async () => false,
    now,
  }),
  gate,
  tokens: userTokens,
  usage,
  hashPassword,
  passwordIs,
  identify: socialTokens(env.SOCIAL_PROVIDERS),
  nameOf: async (...words: string[]): Promise<string> =>
    createHmac('sha256', await keyFor('user-logins'))
      .update(JSON.stringify(words))
      .digest('base64url'),
  now,
  random: (bytes: number): Uint8Array => randomBytes(bytes),
}

export const handler = http(
  gate,
  signUpRoute(deps),
  signInRoute(deps),
  socialVerifiedRoute(deps),
  renewUserTokenRoute(deps),
)
