// POST /api/v1/track: takes a batch of events; 202 only when the stream has it.
import { setTimeout as sleep } from 'node:timers/promises'
import { type BatchHeader, batchHeaderSchema, type TrackAnswer } from '../../core/ingest/envelope.ts'
import { readEvents } from '../../core/ingest/read-events.ts'
import { stampBatch } from '../../core/ingest/stamp-batch.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import type { Project } from '../../core/projects/project.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { secretsManager } from '../runtime/clients/secrets-manager.ts'
import { readEnvironment } from '../runtime/env.ts'
import { accepted, type HttpAnswer } from '../runtime/http/answer.ts'
import { clientFacts } from '../runtime/http/client-facts.ts'
import { type HttpRequest, http } from '../runtime/http/http.ts'
import { publishableKey } from '../runtime/http/key-access.ts'
import { apiKeySecret } from '../stores/api-key-secret.ts'
import { apiKeys } from '../stores/api-keys.ts'
import { eventStream } from '../stores/event-stream.ts'
import { projects } from '../stores/projects.ts'

type Deps = { stream: { put(batches: StampedBatch[]): Promise<void> }; now: () => number }
type Request = HttpRequest<Project, undefined, BatchHeader, undefined>

export const track =
  ({ stream, now }: Deps) =>
  async ({ caller, body, headers, sourceIp }: Request): Promise<HttpAnswer> => {
    const { events, rejected } = readEvents(body.events)
    if (events.length > 0 || body.replay) {
      const client = clientFacts(headers, sourceIp)
      const stamp = { projectId: caller.projectId, receivedAt: now(), client }
      await stream.put([stampBatch({ ...body, events }, stamp)])
    }
    return accepted({ accepted: events.length, rejected } satisfies TrackAnswer)
  }

const env = readEnvironment(['CONFIGURATION_TABLE', 'EVENT_STREAM', 'API_KEY_SECRET_ID'])
const table = env.CONFIGURATION_TABLE

const keys = apiKeys({
  client: dynamodb,
  table,
  secret: apiKeySecret(secretsManager, env.API_KEY_SECRET_ID),
  projects: projects(dynamodb, table),
  now: Date.now,
})

export const handler = http(
  { access: publishableKey(keys), body: batchHeaderSchema, anyOrigin: true },
  track({ stream: eventStream(kinesis, env.EVENT_STREAM, { sleep, random: Math.random }), now: Date.now }),
)
