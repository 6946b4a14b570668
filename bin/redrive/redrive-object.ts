// Sends what one object of the quarantine holds through the stream again, and removes it once its sessions are right.
import { isDeepStrictEqual } from 'node:util'
import { type StampedBatch, stampedBatchSchema } from '../../core/ingest/stamped-batch.ts'
import type { Quarantined, QuarantinedRecord } from '../../core/quarantine/quarantined.ts'
import { mayReplace, recountSession } from '../../core/quarantine/recount-session.ts'
import type { PeopleStore } from '../../functions/stores/people.ts'
import type { QuarantinedStore, redelivery } from '../../functions/stores/quarantined.ts'
import type { sessionParts } from '../../functions/stores/session-parts.ts'
import type { SessionStore } from '../../functions/stores/sessions.ts'

export type RedriveDeps = {
  quarantined: Pick<QuarantinedStore, 'remove'>
  stream: Pick<ReturnType<typeof redelivery>, 'put'>
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
  const read = records.map((record) => ({ record, batch: batchIn(record) }))
  if (kind === 'unreadable' && read.some(({ batch }) => batch === undefined)) {
    throw new NotRedriven('This version cannot read it either. Deploy the fix first, and run it from there.')
  }
  const batches = read.flatMap(({ batch }) => batch ?? [])
  for (const { projectId, sessionId } of batches) {
    await deps.sessions.read(projectId, sessionId).catch((error: Error) => {
      throw new NotRedriven(`Its session cannot be read by this version: ${error.name}.`)
    })
  }
  for (const { record } of read) {
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

const batchIn = ({ data }: QuarantinedRecord): StampedBatch | undefined => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'))
    return stampedBatchSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
