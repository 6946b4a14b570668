// The screenshots of sessions, for whoever may read those.
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { screenshots } from '../stores/screenshots.ts'
import { sessionParts } from '../stores/session-parts.ts'
import { sessions } from '../stores/sessions.ts'
import { getScreenshot } from './screenshots/get-screenshot.ts'
import { listScreenshots } from './screenshots/list-screenshots.ts'

const env = readEnvironment(['SESSIONS_TABLE', 'SESSION_BUCKET'])

const deps = {
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
  parts: sessionParts(s3, env.SESSION_BUCKET),
  screenshots: screenshots(s3, env.SESSION_BUCKET),
}

export const handler = http(gate, listScreenshots(deps), getScreenshot(deps))
