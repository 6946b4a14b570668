// POST /api/v1/sessions: begins a session or says that it goes on. Like all that a page says it takes the way of the
// stream: the roll-up alone writes sessions, so of any two requests at once there is one session.
import { touchSession as operation } from '../../../core/api/page-session-operations.ts'
import { openLanes } from '../../../core/ingest/lanes.ts'
import { scrubObject } from '../../../core/ingest/scrub.ts'
import { stampBatch } from '../../../core/ingest/stamp-batch.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { JsonValue } from '../../../core/json/json-value.ts'
import { batchRulesOf } from '../../../core/projects/batch-rules.ts'
import { derivedVisitor, sessionOfDay, whoseIs } from '../../../core/sessions/derived-session.ts'
import type { PageSession } from '../../../core/sessions/page-session.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { looseClient } from '../../runtime/http/loose-client.ts'
import { ownSessions } from '../../runtime/http/own-session.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import { uuidOf } from '../../runtime/uuid-of.ts'
import type { PeopleStore } from '../../stores/people.ts'
import type { SessionStore } from '../../stores/sessions.ts'
import type { UsageMeter } from '../../stores/usage.ts'

type Deps = {
  sessions: Pick<SessionStore, 'findSome'>
  people: Pick<PeopleStore, 'find'>
  stream: { put(batches: StampedBatch[]): Promise<void> }
  usage: Pick<UsageMeter, 'count'>
  now: () => number
  newId: () => string
}

type Metadata = Record<string, JsonValue>

export const touchSession = ({ sessions, people, stream, usage, now, newId }: Deps) => {
  const lanes = openLanes(newId)

  return async ({ caller, headers, sourceIp, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { project, keyId, kind } = caller
    const { projectId } = project
    const { sessionId: id } = body
    const receivedAt = now()
    const [known] = await ownSessions(sessions, { projectId, id, now: receivedAt, days: 0 })
    const place = placeOf(projectId, id, known?.visitorId, receivedAt)
    const visitor = await people.find(projectId, place.visitorId)
    const metadata = body.metadata && metadataOf(body.metadata, kind === 'secret', headers['user-agent'])
    if (project.ingest) {
      const told = kind === 'secret' ? toldClient(body.metadata) : undefined
      const lane = lanes.borrow()
      const batch = stampBatch(
        { v: 1, ...place, ...lane, sentAt: receivedAt, events: [] },
        {
          projectId,
          receivedAt,
          client: looseClient(caller, { headers, sourceIp }, told),
          rules: batchRulesOf(project),
          metadata,
        },
      )
      await stream.put([batch])
      lanes.giveBack(lane)
    }
    await usage.count(projectId, keyId, {})
    const session: PageSession = {
      sessionId: id,
      userId: visitor?.userId ?? known?.userId ?? null,
      userData: null,
      lastSeenAt: receivedAt,
      metadata: metadata ?? known?.metadata ?? {},
    }
    return ok({ session })
  }
}

const placeOf = (projectId: string, id: string, knownVisitor: string | undefined, at: number) => {
  const whose = whoseIs(id)
  if ('visitorId' in whose) {
    const { visitorId } = whose
    return { visitorId, sessionId: sessionOfDay({ projectId, visitorId, at }, uuidOf) }
  }
  const unnamed = { projectId, userId: undefined, sessionName: id, anonymous: '', at }
  return { sessionId: id, visitorId: knownVisitor ?? derivedVisitor(unnamed, uuidOf) }
}

/** What a page says of its address or its browser is not believed: its request tells. */
const metadataOf = (given: Metadata, trusted: boolean, userAgent: string | undefined): Metadata => {
  if (trusted) return scrubObject(given)
  const { ip: _said, userAgent: _saidToo, ...rest } = given
  return scrubObject({ ...rest, ...(userAgent && { userAgent: userAgent.slice(0, USER_AGENT_MAX_CHARS) }) })
}

/** Characters: longer ones are made up. */
const USER_AGENT_MAX_CHARS = 500

const toldClient = ({ userAgent, ip }: Metadata = {}) => ({
  ...(typeof userAgent === 'string' && { userAgent }),
  ...(typeof ip === 'string' && { ip }),
})

export const touchSessionRoute = (deps: Deps): Route => route(operation, touchSession(deps))
