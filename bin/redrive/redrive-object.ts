// Sends what one object of the quarantine holds through the stream again, and removes it once its sessions are right.
import { isDeepStrictEqual } from 'node:util'
import { CLAIM_GONE, type ReadBatch, readClaimed, readRecord } from '../../core/ingest/read-record.ts'
import type { StampedBatch } from '../../core/ingest/stamped-batch.ts'
import type { Quarantined, QuarantinedRecord } from '../../core/quarantine/quarantined.ts'
import { mayReplace, recountSession } from '../../core/quarantine/recount-session.ts'
import type { ClaimStore } from '../../functions/stores/claims.ts'
import type { PeopleStore } from '../../functions/stores/people.ts'
import type { QuarantinedStore, redelivery } from '../../functions/stores/quarantined.ts'
import type { sessionParts } from '../../functions/stores/session-parts.ts'
import type { SessionStore } from '../../functions/stores/sessions.ts'

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

/** Milliseconds between two looks, and looks: beyond the longest window that a stage may give its consumers, 300 s. */
const LOOK_MS = 1_000
const LOOKS = 420

/** `sent` is what this run has put back already: each consumer keeps a copy of its own of the same record. */
export const redriveObject = async (
  deps: RedriveDeps,
  { key, kind, records }: Quarantined,
  sent: Set<string>,
): Promise<void> => {
  const batches: StampedBatch[] = []
  for (const record of records) {
    const read = await readAgain(record, deps.claims)
    if ('batch' in read) batches.push(read.batch)
    // Of many that were given up together, one that cannot be read goes to the quarantine by itself.
    else if (kind === 'unreadable') throw new NotRedriven(adviceOn(read.reason))
  }
  for (const { projectId, sessionId } of batches) {
    await deps.sessions.read(projectId, sessionId).catch((error: Error) => {
      throw new NotRedriven(`Its session cannot be read by this version: ${error.name}.`)
    })
  }
  for (const record of records) {
    const name = `${record.shardId}:${record.sequenceNumber}`
    if (sent.has(name)) continue
    await deps.stream.put(record)
    sent.add(name)
  }
  for (const ofSession of Map.groupBy(
    batches,
    ({ projectId, sessionId }) => `${projectId}#${sessionId}`,
  ).values()) {
    await recount(deps, ofSession)
  }
  // Last: whatever failed before this is done once more, and nothing by it is counted twice.
  await deps.quarantined.remove(key)
}

/** The roll-up leaves out a batch whose tab has gone on meanwhile, so the session is counted from what is stored. */
const recount = async (
  { parts, sessions, people, now, sleep }: RedriveDeps,
  batches: StampedBatch[],
): Promise<void> => {
  const [{ projectId, sessionId } = { projectId: '', sessionId: '' }] = batches
  for (let looks = 0; looks < LOOKS; looks += 1) {
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
  throw new NotRedriven('It is back on the stream, but its session could not be counted yet. Run it again.')
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
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64')))
  } catch {
    return undefined
  }
}

const adviceOn = (reason: string): string =>
  reason === CLAIM_GONE
    ? 'The batch that it claims is gone: erased, or older than claims are kept. Nothing of it is left to send.'
    : 'This version cannot read it either. Deploy the fix first, and run it from there.'
