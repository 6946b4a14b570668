// What pages say and ask of their own sessions: the routes of one function, since they are seldom asked.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { gate, usage } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { claims } from '../stores/claims.ts'
import { eventStream } from '../stores/event-stream.ts'
import { people } from '../stores/people.ts'
import { sessions } from '../stores/sessions.ts'
import { sessionUserRoute } from './page-sessions/show-session-user.ts'
import { touchSessionRoute } from './page-sessions/touch-session.ts'

const env = readEnvironment(['EVENT_STREAM', 'SESSIONS_TABLE', 'PEOPLE_TABLE', 'SESSION_BUCKET'])

const deps = {
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
  people: people(dynamodb, env.PEOPLE_TABLE),
  stream: eventStream(kinesis, env.EVENT_STREAM, {
    claims: claims(s3, env.SESSION_BUCKET),
    sleep,
    random: Math.random,
  }),
  usage,
  now: Date.now,
  newId: randomUUID,
}

export const handler = http(gate, touchSessionRoute(deps), sessionUserRoute(deps))
