// The quarantine of a project, for its owners and admins: what lies there, one of it, and the way back onto the stream.
import { randomBytes } from 'node:crypto'
import { gate } from '../gate/gate.ts'
import { cognito } from '../runtime/clients/cognito.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { auditLog } from '../stores/audit-log.ts'
import { claims } from '../stores/claims.ts'
import { memberProfiles } from '../stores/member-profiles.ts'
import { people } from '../stores/people.ts'
import { quarantinePages } from '../stores/quarantine-pages.ts'
import { quarantined, redelivery } from '../stores/quarantined.ts'
import { recordChange } from '../stores/record-change.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { sessions } from '../stores/sessions.ts'
import { getQuarantined } from './quarantine/get-quarantined.ts'
import { listQuarantine } from './quarantine/list-quarantine.ts'
import { redriveQuarantined } from './quarantine/redrive-quarantined.ts'

const env = readEnvironment([
  'QUARANTINE_BUCKET',
  'SESSION_BUCKET',
  'SESSIONS_TABLE',
  'PEOPLE_TABLE',
  'CONFIGURATION_TABLE',
  'EVENT_STREAM',
  'USER_POOL_ID',
  'EVENT_RETENTION_DAYS',
])

const now = Date.now
const table = env.CONFIGURATION_TABLE
const deps = {
  pages: quarantinePages(s3, env.QUARANTINE_BUCKET),
  quarantined: quarantined(s3, env.QUARANTINE_BUCKET),
  stream: redelivery(kinesis, env.EVENT_STREAM),
  claims: claims(s3, env.SESSION_BUCKET),
  parts: sessionParts(s3, env.SESSION_BUCKET),
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, now),
  people: people(dynamodb, env.PEOPLE_TABLE, env.EVENT_RETENTION_DAYS),
  record: recordChange({
    audit: auditLog(dynamodb, table, now),
    profiles: memberProfiles({ cognito, userPoolId: env.USER_POOL_ID, client: dynamodb, table, now }),
    now,
    random: (bytes) => randomBytes(bytes),
  }),
  now,
}

export const handler = http(gate, listQuarantine(deps), getQuarantined(deps), redriveQuarantined(deps))
