// Watching a session: its replay, the segments of the recording, and what was told beside the document.
import { randomBytes } from 'node:crypto'
import { gate } from '../gate/gate.ts'
import { cognito } from '../runtime/clients/cognito.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { annotations } from '../stores/annotations.ts'
import { assets } from '../stores/assets.ts'
import { auditLog } from '../stores/audit-log.ts'
import { memberProfiles } from '../stores/member-profiles.ts'
import { mergeSession } from '../stores/merge-session.ts'
import { openReplay } from '../stores/open-replay.ts'
import { recordChange } from '../stores/record-change.ts'
import { replayStore } from '../stores/replay.ts'
import { requestMarks } from '../stores/request-marks.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { sessions } from '../stores/sessions.ts'
import { watchers } from '../stores/watchers.ts'
import { getReplay } from './replay/get-replay.ts'
import { getReplaySegment } from './replay/get-segment.ts'
import { listReplaySideEvents } from './replay/list-side-events.ts'

const env = readEnvironment([
  'SESSIONS_TABLE',
  'PEOPLE_TABLE',
  'SESSION_BUCKET',
  'CONFIGURATION_TABLE',
  'REQUESTS_TABLE',
  'USER_POOL_ID',
])

const now = Date.now
const table = env.CONFIGURATION_TABLE
const replay = replayStore(s3, env.SESSION_BUCKET)
const marks = requestMarks(dynamodb, env.REQUESTS_TABLE, now)
const merge = mergeSession({
  parts: sessionParts(s3, env.SESSION_BUCKET),
  replay,
  assets: assets(s3, env.SESSION_BUCKET),
})
const deps = {
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, now),
  replay,
  marks,
  open: openReplay({ replay, merge, marks, now }),
  record: recordChange({
    audit: auditLog(dynamodb, table, now),
    profiles: memberProfiles({ cognito, userPoolId: env.USER_POOL_ID, client: dynamodb, table, now }),
    now,
    random: (bytes) => randomBytes(bytes),
  }),
  watchers: watchers(annotations(dynamodb, env.PEOPLE_TABLE, now)),
  now,
}

export const handler = http(gate, getReplay(deps), getReplaySegment(deps), listReplaySideEvents(deps))
