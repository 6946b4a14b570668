// POST /api/v1/events: takes events that no tab sent; 202 only when the stream has them.
import { sendEvents as operation } from '../../../core/api/event-operations.ts'
import type { TrackAnswer } from '../../../core/ingest/envelope.ts'
import type { LooseBody } from '../../../core/ingest/loose-event.ts'
import { readLooseEvents } from '../../../core/ingest/read-events.ts'
import { accepted, type HttpAnswer } from '../../runtime/http/answer.ts'
import { looseClient } from '../../runtime/http/loose-client.ts'
import type { PutLoose } from '../../runtime/http/put-loose.ts'
import { type RequestOf, type Route, route } from '../../runtime/http/route.ts'
import type { UsageMeter } from '../../stores/usage.ts'

type Deps = { put: PutLoose; usage: Pick<UsageMeter, 'count'> }

/** Of a body of loose events, whatever route it came by. */
export const sendLoose =
  ({ put, usage }: Deps) =>
  async (
    { caller, headers, sourceIp }: Pick<RequestOf<typeof operation>, 'caller' | 'headers' | 'sourceIp'>,
    body: LooseBody,
  ): Promise<HttpAnswer> => {
    const { project, keyId } = caller
    if (!project.ingest) return accepted({ accepted: 0, rejected: [] } satisfies TrackAnswer)
    const { events, rejected } = readLooseEvents(body.events)
    const request = { headers, sourceIp }
    const client = looseClient(caller, request, body.client)
    if (events.length > 0) await put({ project, request, groups: [{ client, events }], sentAt: body.sentAt })
    await usage.count(project.projectId, keyId, { events: events.length, rejected: rejected.length })
    return accepted({ accepted: events.length, rejected } satisfies TrackAnswer)
  }

export const sendEventsRoute = (deps: Deps): Route => {
  const send = sendLoose(deps)
  return route(operation, (request) => send(request, request.body))
}
