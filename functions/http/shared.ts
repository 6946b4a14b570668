// What public links show to anybody who has one.
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { annotations } from '../stores/annotations.ts'
import { assets } from '../stores/assets.ts'
import { mergeSession } from '../stores/merge-session.ts'
import { openReplay } from '../stores/open-replay.ts'
import { replayStore } from '../stores/replay.ts'
import { requestMarks } from '../stores/request-marks.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { sessions } from '../stores/sessions.ts'
import { shares } from '../stores/shares.ts'
import { getSharedReplay } from './shared/get-shared-replay.ts'
import { getSharedSegment } from './shared/get-shared-segment.ts'
import { listSharedSideEvents } from './shared/list-shared-side-events.ts'

const env = readEnvironment(['SESSIONS_TABLE', 'PEOPLE_TABLE', 'REQUESTS_TABLE', 'SESSION_BUCKET'])

const now = Date.now
const replay = replayStore(s3, env.SESSION_BUCKET)
const deps = {
  shares: shares(annotations(dynamodb, env.PEOPLE_TABLE, now), now),
  placeOf: gate.placeOf,
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, now),
  open: openReplay({
    replay,
    merge: mergeSession({
      parts: sessionParts(s3, env.SESSION_BUCKET),
      replay,
      assets: assets(s3, env.SESSION_BUCKET),
    }),
    marks: requestMarks(dynamodb, env.REQUESTS_TABLE, now),
    now,
  }),
  replay,
  now,
}

export const handler = http(gate, getSharedReplay(deps), getSharedSegment(deps), listSharedSideEvents(deps))
