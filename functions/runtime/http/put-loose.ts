// Puts events that no tab sent on the stream: one record for each session, in one call, in lanes of this container.
import { randomUUID } from 'node:crypto'
import { openLanes } from '../../../core/ingest/lanes.ts'
import { type LooseBatch, looseBatchesOf } from '../../../core/ingest/loose-batches.ts'
import type { LooseEvent } from '../../../core/ingest/loose-event.ts'
import { stampBatch } from '../../../core/ingest/stamp-batch.ts'
import type { ClientFacts, StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { batchRulesOf } from '../../../core/projects/batch-rules.ts'
import type { Project } from '../../../core/projects/project.ts'
import { uuidOf } from '../uuid-of.ts'
import type { IncomingRequest } from './incoming-request.ts'
import { anonymousClient } from './loose-client.ts'

type Deps = {
  stream: { put(batches: StampedBatch[]): Promise<void> }
  /** Whether a batch is about somebody who was erased: nothing of it is taken, and its sender hears nothing of that. */
  isErased(projectId: string, batch: LooseBatch): Promise<boolean>
  now: () => number
}

type Sent = {
  project: Project
  request: Pick<IncomingRequest, 'headers' | 'sourceIp'>
  sentAt: number | undefined
  /** By their clients: a server may send those of several. */
  groups: { client: ClientFacts; events: LooseEvent[] }[]
}

export type PutLoose = ReturnType<typeof putLoose>

export const putLoose = ({ stream, isErased, now }: Deps) => {
  const lanes = openLanes(randomUUID)

  return async ({ project, request, groups, sentAt }: Sent): Promise<void> => {
    const { projectId } = project
    const receivedAt = now()
    const stamp = {
      projectId,
      receivedAt,
      maskText: project.masking.text,
      rules: batchRulesOf(project),
    }
    const sender = {
      projectId,
      receivedAt,
      sentAt: sentAt ?? receivedAt,
      anonymous: anonymousClient(request),
      uuidOf,
      newId: randomUUID,
    }
    const batches = groups.flatMap(({ client, events }) =>
      looseBatchesOf(events, sender).map((batch) => ({ batch, client })),
    )
    const erased = await Promise.all(batches.map(({ batch }) => isErased(projectId, batch)))
    const placed = batches.filter((_, at) => !erased[at]).map((one) => ({ ...one, lane: lanes.borrow() }))
    if (placed.length === 0) return
    await stream.put(
      placed.map(({ batch: { mayRepeat, ...batch }, client, lane }) =>
        stampBatch({ v: 1, ...batch, ...lane }, { ...stamp, client, mayRepeat }),
      ),
    )
    // The first of the next request gets the first of this one: most have one session, whose events then share a lane.
    for (const { lane } of placed.toReversed()) lanes.giveBack(lane)
  }
}
