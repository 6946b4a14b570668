// Importing recordings that were made elsewhere.
import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ImportTask } from '../../core/imports/import-task.ts'
import { gate } from '../gate/gate.ts'
import { cognito } from '../runtime/clients/cognito.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { lambda } from '../runtime/clients/lambda.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { auditLog } from '../stores/audit-log.ts'
import { claims } from '../stores/claims.ts'
import { eventStream } from '../stores/event-stream.ts'
import { memberProfiles } from '../stores/member-profiles.ts'
import { projects } from '../stores/projects.ts'
import { recordChange } from '../stores/record-change.ts'
import { recordingUploads } from '../stores/recording-uploads.ts'
import { tasks } from '../stores/tasks.ts'
import { beginUpload } from './recordings/begin-upload.ts'
import { getImport } from './recordings/get-import.ts'
import { importRecording } from './recordings/import-recording.ts'

const env = readEnvironment([
  'EVENT_STREAM',
  'SESSION_BUCKET',
  'CONFIGURATION_TABLE',
  'USER_POOL_ID',
  'IMPORT_RECORDING_FUNCTION',
])

const now = Date.now
const table = env.CONFIGURATION_TABLE
const deps = {
  uploads: recordingUploads(s3, env.SESSION_BUCKET),
  projects: projects(dynamodb, table),
  stream: eventStream(kinesis, env.EVENT_STREAM, {
    claims: claims(s3, env.SESSION_BUCKET),
    sleep,
    random: Math.random,
  }),
  record: recordChange({
    audit: auditLog(dynamodb, table, now),
    profiles: memberProfiles({ cognito, userPoolId: env.USER_POOL_ID, client: dynamodb, table, now }),
    now,
    random: (bytes) => randomBytes(bytes),
  }),
  beginImport: (of: ImportTask) => tasks(lambda).begin(env.IMPORT_RECORDING_FUNCTION, of),
  newId: randomUUID,
  now,
}

export const handler = http(gate, beginUpload(deps), importRecording(deps), getImport(deps))
