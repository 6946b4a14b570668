// Puts events that no tab sent on the stream: one record for each session, in one call, in lanes of this container.
import { randomUUID } from 'node:crypto'
import { openLanes } from '../../../core/ingest/lanes.ts'
import { looseBatchesOf } from '../../../core/ingest/loose-batches.ts'
import type { LooseBody, LooseEvent } from '../../../core/ingest/loose-event.ts'
import { stampBatch } from '../../../core/ingest/stamp-batch.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { batchRulesOf } from '../../../core/projects/batch-rules.ts'
import type { KnownKey } from '../../runtime/http/callers.ts'
import type { IncomingRequest } from '../../runtime/http/incoming-request.ts'
import { anonymousClient, looseClient } from '../../runtime/http/loose-client.ts'
import { uuidOf } from '../../runtime/uuid-of.ts'

type Deps = { stream: { put(batches: StampedBatch[]): Promise<void> }; now: () => number }

type Sent = {
  caller: KnownKey
  request: Pick<IncomingRequest, 'headers' | 'sourceIp'>
  events: LooseEvent[]
  sentAt: number | undefined
  client?: LooseBody['client']
}

export type PutLoose = ReturnType<typeof putLoose>

export const putLoose = ({ stream, now }: Deps) => {
  const lanes = openLanes(randomUUID)

  return async ({ caller, request, events, sentAt, client: told }: Sent): Promise<void> => {
    const { project } = caller
    const receivedAt = now()
    const stamp = {
      projectId: project.projectId,
      receivedAt,
      client: looseClient(caller, request, told),
      maskText: project.masking.text,
      rules: batchRulesOf(project),
    }
    const sender = {
      projectId: project.projectId,
      receivedAt,
      sentAt: sentAt ?? receivedAt,
      anonymous: anonymousClient(request),
      uuidOf,
      newId: randomUUID,
    }
    const placed = looseBatchesOf(events, sender).map((batch) => ({ batch, lane: lanes.borrow() }))
    await stream.put(
      placed.map(({ batch: { mayRepeat, ...batch }, lane }) =>
        stampBatch({ v: 1, ...batch, ...lane }, { ...stamp, mayRepeat }),
      ),
    )
    // The first of the next request gets the first of this one: most have one session, whose events then share a lane.
    for (const { lane } of placed.toReversed()) lanes.giveBack(lane)
  }
}
