// What users of a site do, and that they logged in: what of it goes onto the stream.
import { setTimeout as sleep } from 'node:timers/promises'
import { peopleOf } from '../../core/erasure/is-about.ts'
import { gate, keyFor, usage } from '../gate/gate.ts'
import { isErased } from '../gate/is-erased.ts'
import { touching } from '../gate/touching.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { http } from '../runtime/http/http.ts'
import { putLoose } from '../runtime/http/put-loose.ts'
import { claims } from '../stores/claims.ts'
import { eventStream } from '../stores/event-stream.ts'
import { presence } from '../stores/presence.ts'
import { projects } from '../stores/projects.ts'
import { suppressions } from '../stores/suppressions.ts'
import { userProfiles } from '../stores/user-profiles.ts'
import { logActivityRoute } from './activity/log-activity.ts'
import { noteLoginRoute } from './activity/note-login.ts'

const env = readEnvironment([
  'EVENT_STREAM',
  'SESSION_BUCKET',
  'PEOPLE_TABLE',
  'PRESENCE_TABLE',
  'CONFIGURATION_TABLE',
])
const now = Date.now
const erased = suppressions({
  client: dynamodb,
  table: env.PEOPLE_TABLE,
  key: () => keyFor('suppressions'),
  now,
})

const deps = {
  put: putLoose({
    stream: eventStream(kinesis, env.EVENT_STREAM, {
      claims: claims(s3, env.SESSION_BUCKET),
      sleep,
      random: Math.random,
    }),
    isErased: (projectId, batch) => isErased(erased, { projectId, ...peopleOf(batch) }),
    now,
  }),
  projects: projects(dynamodb, env.CONFIGURATION_TABLE),
  profiles: userProfiles(dynamodb, env.PEOPLE_TABLE, now),
  presence: presence(dynamodb, env.PRESENCE_TABLE, now),
  suppressions: erased,
  usage,
  now,
}

const routes = [logActivityRoute(deps), noteLoginRoute(deps)]

export const handler = http(gate, ...routes.map(touching(deps)))
