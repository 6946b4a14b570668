// Sends what one object of the quarantine holds through the stream again, and removes it once its sessions are right.
import { isDeepStrictEqual } from 'node:util'
import { CLAIM_GONE, type ReadBatch, readClaimed, readRecord } from '../../core/ingest/read-record.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import type { Quarantined, QuarantinedRecord } from '../../core/quarantine/quarantined.ts'
import { mayReplace, recountSession } from '../../core/quarantine/recount-session.ts'
import type { ClaimStore } from './claims.ts'
import type { PeopleStore } from './people.ts'
import type { QuarantinedStore, redelivery } from './quarantined.ts'
import { textOfRecord } from './record-bytes.ts'
import type { sessionParts } from './session-parts.ts'
import type { SessionStore } from './sessions.ts'

export type RedriveDeps = {
  quarantined: Pick<QuarantinedStore, 'remove'>
  stream: Pick<ReturnType<typeof redelivery>, 'put'>
  claims: Pick<ClaimStore, 'read'>
  parts: Pick<ReturnType<typeof sessionParts>, 'readAll'>
  sessions: Pick<SessionStore, 'read' | 'write'>
  people: Pick<PeopleStore, 'sight'>
  now: () => number
  sleep: (ms: number) => Promise<unknown>
}

/** Nothing is lost by it: the object stays where it is. */
export class NotRedriven extends Error {
  override name = 'NotRedriven'
}

/** It is on the stream, and nobody has seen it come out yet. */
export class NotCounted extends NotRedriven {
  override name = 'NotCounted'
}

/** Milliseconds between two looks, and looks: beyond the longest window that a stage may give its consumers, 300 s. */
const LOOK_MS = 1_000
const LOOKS = 420

export const nameOf = ({ shardId, sequenceNumber }: QuarantinedRecord): string =>
  `${shardId}:${sequenceNumber}`

/**
 * `sent` is what was put back already: each consumer keeps a copy of its own of the same record. `looks` is how often
 * the session is looked at before it counts as not counted yet.
 */
export const redriveObject = async (
  deps: RedriveDeps,
  { key, kind, records }: Quarantined,
  sent: Set<string>,
  { looks = LOOKS, onlyOf }: { looks?: number; onlyOf?: string } = {},
): Promise<void> => {
  const batches: StampedBatch[] = []
  for (const record of records) {
    const read = await readAgain(record, deps.claims)
    if ('batch' in read) batches.push(read.batch)
    // Of many that were given up together, one that cannot be read goes to the quarantine by itself.
    else if (kind === 'unreadable') throw new NotRedriven(adviceOn(read.reason))
  }
  // The partition key said so, and the batch must not say otherwise.
  if (onlyOf !== undefined && batches.some(({ projectId }) => projectId !== onlyOf))
    throw new NotRedriven('Its batch is not of this project. Whoever runs Playhead can look into it.')
  for (const { projectId, sessionId } of batches) {
    await deps.sessions.read(projectId, sessionId).catch((error: Error) => {
      throw new NotRedriven(`Its session cannot be read by this version: ${error.name}.`)
    })
  }
  for (const record of records) {
    const name = nameOf(record)
    if (sent.has(name)) continue
    await deps.stream.put(record)
    sent.add(name)
  }
  for (const ofSession of Map.groupBy(
    batches,
    ({ projectId, sessionId }) => `${projectId}#${sessionId}`,
  ).values()) {
    await recount(deps, ofSession, looks)
  }
  // Last: whatever failed before this is done once more, and nothing by it is counted twice.
  await deps.quarantined.remove(key)
}

/** The roll-up leaves out a batch whose tab has gone on meanwhile, so the session is counted from what is stored. */
const recount = async (
  { parts, sessions, people, now, sleep }: RedriveDeps,
  batches: StampedBatch[],
  most: number,
): Promise<void> => {
  const [{ projectId, sessionId } = { projectId: '', sessionId: '' }] = batches
  for (let looks = 0; looks < most; looks += 1) {
    const stored = await parts.readAll(projectId, sessionId)
    const { state: before, revision } = await sessions.read(projectId, sessionId)
    const after = recountSession(stored, before, now())
    if (after && batches.every((batch) => isAmong(batch, stored)) && mayReplace(before, after)) {
      if (isDeepStrictEqual(before, after)) return
      const { visitorId, userId, startedAt: firstAt, lastSeenAt: lastAt } = after
      await people.sight({ projectId, visitorId, userId, firstAt, lastAt })
      if (await sessions.write(after, revision)) return
    }
    await sleep(LOOK_MS)
  }
  throw new NotCounted('It is back on the stream, but its session could not be counted yet. Run it again.')
}

const isAmong = ({ tabId, seq }: StampedBatch, stored: StampedBatch[]): boolean =>
  stored.some((batch) => batch.tabId === tabId && batch.seq === seq)

/** As a consumer of this version would read it. */
const readAgain = async (
  { data }: QuarantinedRecord,
  claims: Pick<ClaimStore, 'read'>,
): Promise<ReadBatch> => {
  const read = readRecord(jsonIn(data))
  return 'claim' in read ? readClaimed(read.claim, await claims.read(read.claim)) : read
}

const jsonIn = (data: string): unknown => {
  try {
    return JSON.parse(textOfRecord(Buffer.from(data, 'base64')))
  } catch {
    return undefined
  }
}

const adviceOn = (reason: string): string =>
  reason === CLAIM_GONE
    ? 'The batch that it claims is gone: erased, or older than claims are kept. Nothing of it is left to send.'
    : 'This version cannot read it either. Deploy the fix first, and run it from there.'
