// POST /api/v1/track: takes a batch of events; 202 only when the stream has it. What no tab sent is in track/.
import { setTimeout as sleep } from 'node:timers/promises'
import { track as operation } from '../../core/api/ingest-operations.ts'
import { peopleOf } from '../../core/erasure/is-about.ts'
import type { TrackAnswer } from '../../core/ingest/envelope.ts'
import { readEvents } from '../../core/ingest/read-events.ts'
import { stampBatch } from '../../core/ingest/stamp-batch.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import { asBatch, asLooseBody } from '../../core/ingest/track-body.ts'
import { batchRulesOf } from '../../core/projects/batch-rules.ts'
import { pageSettingsOf } from '../../core/projects/page-settings.ts'
import type { Project } from '../../core/projects/project.ts'
import { gate, keyFor, usage } from '../gate/gate.ts'
import { isErased } from '../gate/is-erased.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { accepted, type HttpAnswer } from '../runtime/http/answer.ts'
import { clientFacts } from '../runtime/http/client-facts.ts'
import { http } from '../runtime/http/http.ts'
import { putLoose } from '../runtime/http/put-loose.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { claims } from '../stores/claims.ts'
import { eventStream } from '../stores/event-stream.ts'
import { watchersIn } from '../stores/session-watchers.ts'
import { type SuppressionStore, suppressions } from '../stores/suppressions.ts'
import type { UsageMeter } from '../stores/usage.ts'
import { type WatchedSessions, watchedSessions } from '../stores/watched-sessions.ts'
import { sendEventsRoute, sendLoose } from './track/send-events.ts'

type Deps = {
  stream: { put(batches: StampedBatch[]): Promise<void> }
  loose: ReturnType<typeof sendLoose>
  suppressions: Pick<SuppressionStore, 'among' | 'suppress'>
  watched: WatchedSessions
  usage: Pick<UsageMeter, 'count'>
  now: () => number
}

export const track =
  ({ stream, loose, suppressions, watched, usage, now }: Deps) =>
  async ({ caller, body, query, headers, sourceIp }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { project, keyId } = caller
    const news = newsFor(project, query.c)
    if (!project.ingest) return accepted({ accepted: 0, rejected: [], ...news } satisfies TrackAnswer)
    const batch = asBatch(body)
    if (!batch) return loose({ caller, headers, sourceIp }, asLooseBody(body))
    const { events, rejected } = readEvents(batch.events)
    const isEmpty = events.length === 0 && !batch.replay
    // Answered like any other: whether somebody was erased is nobody's business who only has the key.
    const somebody = { projectId: project.projectId, ...peopleOf({ ...batch, events }) }
    let live = {}
    if (!isEmpty && !(await isErased(suppressions, somebody))) {
      const client = clientFacts(headers, sourceIp, project.fullAddresses)
      const stamp = {
        projectId: project.projectId,
        receivedAt: now(),
        client,
        maskText: project.masking.text,
        rules: batchRulesOf(project),
      }
      const stamped = stampBatch({ ...batch, events }, stamp)
      // Asked beside the write: a page need not wait for it.
      const watching = watched.isWatched(stamped.projectId, stamped.sessionId)
      await stream.put([stamped])
      if (await watching) live = { live: true }
    }
    await usage.count(project.projectId, keyId, { events: events.length, rejected: rejected.length })
    return accepted({ accepted: events.length, rejected, ...news, ...live } satisfies TrackAnswer)
  }

/** For a page that named another version of the project's settings than today's. */
const newsFor = (project: Project, known: string | undefined): Pick<TrackAnswer, 'settings'> => {
  if (known === undefined) return {}
  const settings = pageSettingsOf(project)
  return settings.version === known ? {} : { settings }
}

const env = readEnvironment(['EVENT_STREAM', 'SESSION_BUCKET', 'PEOPLE_TABLE', 'PRESENCE_TABLE'])
const now = Date.now
const stream = eventStream(kinesis, env.EVENT_STREAM, {
  claims: claims(s3, env.SESSION_BUCKET),
  sleep,
  random: Math.random,
})
const erased = suppressions({
  client: dynamodb,
  table: env.PEOPLE_TABLE,
  key: () => keyFor('suppressions'),
  now,
})
const watched = watchedSessions({ watchersOf: watchersIn(dynamodb, env.PRESENCE_TABLE, now) }, now)
const loose = {
  put: putLoose({
    stream,
    isErased: (projectId, batch) => isErased(erased, { projectId, ...peopleOf(batch) }),
    now,
  }),
  usage,
}

export const handler = http(
  gate,
  route(operation, track({ stream, loose: sendLoose(loose), suppressions: erased, watched, usage, now })),
  sendEventsRoute(loose),
)
