// What may have happened on some sites, and how the stream then looks: batches, batches sent again, and rubbish.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { SESSION_IDLE_MS } from '../../../core/limits.ts'
import { client, NOON, uuid } from '../../unit/core/make-batch.ts'

export type StreamRecord = { sequenceNumber: string; partitionKey: string; data: string; arrivedAt: number }
/** `clean` has each batch once; `shards` is what the stream really carries. */
export type History = { clean: StreamRecord[]; shards: StreamRecord[][]; endsAt: number }

const NAMES = ['page_view', 'click', 'error', 'scroll', 'purchase']
const SHARDS = 2

const steps = fc.array(
  fc.record({
    session: fc.nat(4),
    tab: fc.nat(2),
    names: fc.array(fc.constantFrom(...NAMES), { maxLength: 4 }),
    identified: fc.boolean(),
    recorded: fc.boolean(),
    /** Milliseconds since the batch before: seconds, a break, or long enough to have been finished. */
    gap: fc.oneof(
      { weight: 8, arbitrary: fc.nat(20_000) },
      { weight: 1, arbitrary: fc.nat(SESSION_IDLE_MS) },
      { weight: 1, arbitrary: fc.integer({ min: SESSION_IDLE_MS, max: 3 * SESSION_IDLE_MS }) },
    ),
    /** Milliseconds for which its events waited in the page. */
    late: fc.nat(40_000),
    /** Whether the page, having got no answer, sent it again: at once, or as a straggler of the network. */
    again: fc.constantFrom('no', 'no', 'no', 'at once', 'later'),
    rubbish: fc.nat(9).map((n) => n === 0),
    /** Sent without a tab of its own: with it comes what a client sends once more, in other company. */
    loose: fc.nat(3).map((n) => n === 0),
  }),
  { minLength: 1, maxLength: 24 },
)

export const histories: fc.Arbitrary<History> = steps.map((all) => {
  const seqs = new Map<string, number>()
  const clean: StreamRecord[] = []
  const carried: StreamRecord[] = []
  const stragglers: StampedBatch[] = []
  const sentLoose = new Map<number, StampedBatch['events']>()
  let at = NOON
  let records = 0
  const put = (data: string | StampedBatch, partitionKey: string): StreamRecord => {
    const text = typeof data === 'string' ? data : JSON.stringify(data)
    const record = {
      sequenceNumber: String(49_600_000_000_000_000_000n + BigInt(++records)),
      partitionKey,
      data: Buffer.from(text).toString('base64'),
      arrivedAt: at / 1_000,
    }
    carried.push(record)
    return record
  }
  for (const [index, step] of all.entries()) {
    at += step.gap
    const tab = `${step.session}${step.tab}`
    const seq = seqs.get(tab) ?? 0
    seqs.set(tab, seq + 1)
    const plain = batchOf(step, { index, seq, at })
    const earlier = sentLoose.get(step.session) ?? []
    const batch: StampedBatch = step.loose
      ? { ...plain, mayRepeat: true, events: [...plain.events, ...earlier.slice(-3)] }
      : plain
    if (step.loose) sentLoose.set(step.session, [...earlier, ...plain.events])
    const key = keyOf(batch)
    clean.push(put(batch, key))
    const again = { ...batch, receivedAt: at + 700 }
    if (step.again === 'at once') put(again, key)
    if (step.again === 'later') stragglers.push(again)
    else for (const straggler of stragglers.splice(0)) put(straggler, keyOf(straggler))
    if (step.rubbish) clean.push(put(`rubbish ${index}`, key))
  }
  for (const straggler of stragglers) put(straggler, keyOf(straggler))
  const shards = Array.from({ length: SHARDS }, (_, shard) =>
    carried.filter(({ partitionKey }) => hashOf(partitionKey) % SHARDS === shard),
  )
  return { clean, shards, endsAt: at }
})

type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never

/** Sessions 0 and 1 are of one visitor, 4 is of another project; a visitor is one user at most, as the tracker has it. */
const batchOf = (
  { session, tab, names, identified, recorded, late }: Step,
  { index, seq, at }: { index: number; seq: number; at: number },
): StampedBatch => {
  const visitor = session === 1 ? 0 : session
  return {
    v: 1,
    projectId: session === 4 ? 'prj_zyxwvutsrqpo' : 'prj_abcdefghijkl',
    visitorId: uuid(900 + visitor),
    sessionId: uuid(session),
    tabId: uuid(100 + session * 10 + tab),
    seq,
    receivedAt: at,
    clockOffsetMs: 0,
    client,
    ...(recorded && { replay: { format: 'rrweb-2', events: [index] } }),
    events: names.map((name, nth) => ({
      eventId: uuid(1_000 + index * 10 + nth),
      name,
      ts: at - late + nth,
      url: `https://shop.example/${index}/${nth}`,
      props: { nth },
      ...(identified && { userId: `user-${visitor}` }),
    })),
  }
}

const keyOf = ({ projectId, sessionId }: StampedBatch): string => `${projectId}#${sessionId}`

export const hashOf = (partitionKey: string): number =>
  createHash('md5').update(partitionKey).digest().readUInt32BE(0)
