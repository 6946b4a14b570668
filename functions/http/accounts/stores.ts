// The stores that the routes of accounts share, each made once.
import { randomBytes } from 'node:crypto'
import { keyFor, ownSecret } from '../../gate/gate.ts'
import { cognito } from '../../runtime/clients/cognito.ts'
import { dynamodb } from '../../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../../runtime/env.ts'
import { apiKeys } from '../../stores/api-keys.ts'
import { auditLog } from '../../stores/audit-log.ts'
import { erasures } from '../../stores/erasures.ts'
import { invitations } from '../../stores/invitations.ts'
import { memberProfiles } from '../../stores/member-profiles.ts'
import { memberships } from '../../stores/memberships.ts'
import { organisations } from '../../stores/organisations.ts'
import { projects } from '../../stores/projects.ts'
import { recordChange } from '../../stores/record-change.ts'
import { suppressions } from '../../stores/suppressions.ts'
import { usageReader } from '../../stores/usage.ts'
import { views } from '../../stores/views.ts'

const env = readEnvironment([
  'CONFIGURATION_TABLE',
  'REQUESTS_TABLE',
  'PEOPLE_TABLE',
  'USER_POOL_ID',
  'EVENT_RETENTION_DAYS',
  'REPLAY_RETENTION_DAYS',
])
const table = env.CONFIGURATION_TABLE
const now = Date.now
const random = (bytes: number): Uint8Array => randomBytes(bytes)
const audit = auditLog(dynamodb, table, now)
const profiles = memberProfiles({
  cognito,
  userPoolId: env.USER_POOL_ID,
  client: dynamodb,
  table,
  now,
})

export const stores = {
  organisations: organisations(dynamodb, table),
  memberships: memberships(dynamodb, table),
  invitations: invitations(dynamodb, table, now),
  profiles,
  projects: projects(dynamodb, table),
  keys: apiKeys({ client: dynamodb, table, secret: ownSecret, now }),
  usage: usageReader(dynamodb, env.REQUESTS_TABLE, now),
  erasures: erasures(dynamodb, env.PEOPLE_TABLE, now),
  suppressions: suppressions({
    client: dynamodb,
    table: env.PEOPLE_TABLE,
    key: () => keyFor('suppressions'),
    now,
  }),
  views: views(dynamodb, table),
  audit,
  record: recordChange({ audit, profiles, now, random }),
  /** What new projects begin with. */
  retention: { eventDays: env.EVENT_RETENTION_DAYS, replayDays: env.REPLAY_RETENTION_DAYS },
  now,
  random,
}

export type Stores = typeof stores
