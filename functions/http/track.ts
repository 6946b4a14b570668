// POST /api/v1/track: takes a batch of events; 202 only when the stream has it.
import { setTimeout as sleep } from 'node:timers/promises'
import { track as operation } from '../../core/api/ingest-operations.ts'
import type { TrackAnswer } from '../../core/ingest/envelope.ts'
import { readEvents } from '../../core/ingest/read-events.ts'
import { stampBatch } from '../../core/ingest/stamp-batch.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { batchRulesOf } from '../../core/projects/batch-rules.ts'
import { pageSettingsOf } from '../../core/projects/page-settings.ts'
import type { Project } from '../../core/projects/project.ts'
import { gate, usage } from '../gate/gate.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { accepted, type HttpAnswer } from '../runtime/http/answer.ts'
import { clientFacts } from '../runtime/http/client-facts.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { claims } from '../stores/claims.ts'
import { eventStream } from '../stores/event-stream.ts'
import type { UsageMeter } from '../stores/usage.ts'

type Deps = {
  stream: { put(batches: StampedBatch[]): Promise<void> }
  usage: Pick<UsageMeter, 'count'>
  now: () => number
}

export const track =
  ({ stream, usage, now }: Deps) =>
  async ({ caller, body, query, headers, sourceIp }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { project, keyId } = caller
    const news = newsFor(project, query.c)
    if (!project.ingest) return accepted({ accepted: 0, rejected: [], ...news } satisfies TrackAnswer)
    const { events, rejected } = readEvents(body.events)
    if (events.length > 0 || body.replay) {
      const client = clientFacts(headers, sourceIp, project.fullAddresses)
      const stamp = {
        projectId: project.projectId,
        receivedAt: now(),
        client,
        maskText: project.masking.text,
        rules: batchRulesOf(project),
      }
      await stream.put([stampBatch({ ...body, events }, stamp)])
    }
    await usage.count(project.projectId, keyId, { events: events.length, rejected: rejected.length })
    return accepted({ accepted: events.length, rejected, ...news } satisfies TrackAnswer)
  }

/** For a page that named another version of the project's settings than today's. */
const newsFor = (project: Project, known: string | undefined): Pick<TrackAnswer, 'settings'> => {
  if (known === undefined) return {}
  const settings = pageSettingsOf(project)
  return settings.version === known ? {} : { settings }
}

const env = readEnvironment(['EVENT_STREAM', 'SESSION_BUCKET'])

export const handler = http(
  gate,
  route(
    operation,
    track({
      stream: eventStream(kinesis, env.EVENT_STREAM, {
        claims: claims(s3, env.SESSION_BUCKET),
        sleep,
        random: Math.random,
      }),
      usage,
      now: Date.now,
    }),
  ),
)
