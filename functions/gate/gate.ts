// The gate before every HTTP handler: who may pass, how often, and under which secrets.
import { createHmac } from 'node:crypto'
import { policiesWith } from '../../core/rate-limits/policies.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { secretsManager } from '../runtime/clients/secrets-manager.ts'
import { readEnvironment } from '../runtime/env.ts'
import type { Gate } from '../runtime/http/gate.ts'
import { memberTokens } from '../runtime/http/member-tokens.ts'
import { tokensOfUsers } from '../runtime/http/user-tokens.ts'
import { errorFields, log } from '../runtime/log.ts'
import { apiKeys } from '../stores/api-keys.ts'
import { idempotencyRecords } from '../stores/idempotency.ts'
import { memberships } from '../stores/memberships.ts'
import { projects } from '../stores/projects.ts'
import { rateLimits } from '../stores/rate-limits.ts'
import { secret } from '../stores/secret.ts'
import { usageMeter } from '../stores/usage.ts'
import { cameByEdge } from './came-by-edge.ts'
import { idempotency } from './idempotency.ts'
import { derivedKeys, sealOf } from './sealing.ts'

const env = readEnvironment([
  'AWS_REGION',
  'CONFIGURATION_TABLE',
  'REQUESTS_TABLE',
  'SECRET_ID',
  'EDGE_SECRET_ID',
  'USER_POOL_ID',
  'USER_POOL_CLIENT_ID',
  'LIMITS',
  'CORS_ORIGINS',
])

/** What API keys are hashed with, and other keys of ours derived from. */
export const ownSecret = secret(secretsManager, env.SECRET_ID)
export const keyFor = derivedKeys(ownSecret)
const members = memberships(dynamodb, env.CONFIGURATION_TABLE)
const projectStore = projects(dynamodb, env.CONFIGURATION_TABLE)
const keys = apiKeys({ client: dynamodb, table: env.CONFIGURATION_TABLE, secret: ownSecret, now: Date.now })

export const userTokens = tokensOfUsers(() => keyFor('user-tokens'), Date.now)

/** What this container sees of keys in use. */
export const usage = usageMeter(dynamodb, env.REQUESTS_TABLE, Date.now, (error) =>
  log.error('usage was not written', errorFields(error)),
)

export const gate: Gate = {
  cameByEdge: cameByEdge(secret(secretsManager, env.EDGE_SECRET_ID)),
  memberOf: memberTokens({
    region: env.AWS_REGION,
    userPoolId: env.USER_POOL_ID,
    clientId: env.USER_POOL_CLIENT_ID,
    endpoint: process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'],
  }),
  userOf: userTokens.userOf,
  keyOf: keys.known,
  roleIn: members.roleIn,
  placeOf: projectStore.find,
  projectIdsOf: projectStore.idsOfMember,
  policiesFor: (project) => policiesWith(env.LIMITS, project),
  countUsed: ({ project, keyId }) => usage.count(project.projectId, keyId, {}),
  countRefused: ({ project, keyId }) => usage.count(project.projectId, keyId, { limited: 1 }),
  limits: rateLimits({ client: dynamodb, table: env.REQUESTS_TABLE, now: Date.now }),
  nameOfAddress: async (address) =>
    createHmac('sha256', await keyFor('addresses'))
      .update(address)
      .digest('base64url'),
  seal: async () => sealOf(await keyFor('cursors')),
  origins: env.CORS_ORIGINS,
  idempotency: idempotency({
    records: idempotencyRecords(dynamodb, env.REQUESTS_TABLE, Date.now),
    sealKey: () => keyFor('answers'),
  }),
}
