// What may have happened on some sites: batches, batches sent again, and rubbish on the stream, in the order of the ingest.
import fc from 'fast-check'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { SESSION_IDLE_MS } from '../../../core/limits.ts'
import { client, NOON, uuid } from '../../unit/core/make-batch.ts'

/** What comes to the ingest at one moment, or lies on the stream without it. */
export type Sending = {
  what: StampedBatch | string
  partitionKey: string
  at: number
  /** It is too large for a record. */
  claimed: boolean
  /** An earlier one said the same. */
  again: boolean
}
export type History = { sendings: Sending[]; endsAt: number }

const NAMES = ['page_view', 'click', 'error', 'scroll', 'purchase']

const steps = fc.array(
  fc.record({
    session: fc.nat(4),
    tab: fc.nat(2),
    names: fc.array(fc.constantFrom(...NAMES), { maxLength: 4 }),
    identified: fc.boolean(),
    /** What the site says of its user meanwhile. */
    told: fc.option(
      fc.record({ name: fc.constantFrom('plan', 'town', 'email'), value: fc.nat(3), login: fc.boolean() }),
      { nil: undefined, freq: 2 },
    ),
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
    claimed: fc.nat(3).map((n) => n === 0),
    rubbish: fc.constantFrom(...Array<undefined>(16), 'text', 'claim of nothing'),
    /** Sent without a tab of its own: with it comes what a client sends once more, in other company. */
    loose: fc.nat(3).map((n) => n === 0),
  }),
  { minLength: 1, maxLength: 24 },
)

export const histories: fc.Arbitrary<History> = steps.map((all) => {
  const seqs = new Map<string, number>()
  const sendings: Sending[] = []
  const stragglers: Sending[] = []
  const sentLoose = new Map<number, StampedBatch['events']>()
  let at = NOON
  const send = (sending: Omit<Sending, 'at'>): void => void sendings.push({ ...sending, at })
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
    const { claimed } = step
    const partitionKey = keyOf(batch)
    const first = { what: batch, partitionKey, at, claimed, again: false }
    const again = { ...first, what: { ...batch, receivedAt: at + 700 }, again: true }
    send(first)
    if (step.again === 'at once') send(again)
    if (step.again === 'later') stragglers.push(again)
    else for (const straggler of stragglers.splice(0)) send(straggler)
    if (step.rubbish)
      send({ ...first, what: step.rubbish === 'text' ? `rubbish ${index}` : claimOfNothing(batch) })
  }
  for (const straggler of stragglers) send(straggler)
  return { sendings, endsAt: at }
})

type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never

/** Sessions 0 and 1 are of one visitor, 4 is of another project; a visitor is one user at most, as the tracker has it. */
const batchOf = (
  { session, tab, names, identified, recorded, late, told }: Step,
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
    events: eventsOf(names, identified ? told : undefined).map(({ name, props }, nth) => ({
      eventId: uuid(1_000 + index * 10 + nth),
      name,
      ts: at - late + nth,
      url: `https://shop.example/${index}/${nth}`,
      props: { nth, ...props },
      ...(identified && { userId: `user-${visitor}` }),
    })),
  }
}

const eventsOf = (
  names: string[],
  told: Step['told'],
): Pick<StampedBatch['events'][number], 'name' | 'props'>[] => [
  ...names.map((name) => ({ name, props: {} })),
  ...(told ? [{ name: 'identify', props: { traits: { [told.name]: told.value } } }] : []),
  ...(told?.login ? [{ name: 'login', props: { method: 'email' } }] : []),
]

const keyOf = ({ projectId, sessionId }: Pick<StampedBatch, 'projectId' | 'sessionId'>): string =>
  `${projectId}#${sessionId}`

const claimOfNothing = ({ events: _events, client: _client, ...batch }: StampedBatch): string =>
  JSON.stringify({ ...batch, claim: { key: `claims/${keyOf(batch).replace('#', '/')}/gone.json`, bytes: 7 } })
