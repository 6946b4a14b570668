import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Batch } from '../../../../core/ingest/envelope.ts'
import { openStore } from '../../../../tracker/src/identity/store.ts'
import { openTab } from '../../../../tracker/src/identity/tab.ts'
import { createRecordingLane } from '../../../../tracker/src/later/recording-lane.ts'
import type { Outcome } from '../../../../tracker/src/transport/outcome.ts'
import { type CutBatch, createQueue } from '../../../../tracker/src/transport/queue.ts'
import { createSender, type Equipment } from '../../../../tracker/src/transport/sender.ts'
import { memoryArea } from '../identity/memory-area.ts'

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const ACCEPTED: Outcome = { status: 202, askedMs: 0 }
const FAILED: Outcome = { status: 503, askedMs: 0 }

/** Always the same numbers from 0 to 1 for the same start. */
const chanceFrom = (start: number) => {
  let state = start
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

const openPage = (
  area: ReturnType<typeof memoryArea>,
  answer: () => { outcome: Outcome; afterMs: number },
) => {
  const sent: Batch[] = []
  const last: Batch[] = []
  const accepted: Batch[] = []
  let leaving = false
  let underWay = 0
  let mostAtOnce = 0
  const ended: string[] = []
  const network = { onLine: true }
  const queue = createQueue(5, (reason, count) => ({
    eventId: 'told',
    name: 'tracker_dropped',
    ts: 0,
    props: { reason, count },
  }))
  const sender = createSender(
    queue,
    openTab(
      openStore(() => area),
      'tab',
    ),
    async (body) => {
      const batch: Batch = JSON.parse(body)
      // Nobody waits for the answer to what a page sends when it goes.
      if (leaving) return new Promise(() => last.push(batch))
      sent.push(batch)
      mostAtOnce = Math.max(mostAtOnce, ++underWay)
      const { outcome, afterMs } = answer()
      await new Promise((done) => setTimeout(done, afterMs))
      underWay--
      if (outcome === ACCEPTED) accepted.push(batch)
      return outcome
    },
    () => ended.push('gave up'),
    () => {},
    { batchSize: 5, flushInterval: 5_000 },
    network,
  )
  const add = (name: string) => {
    queue.push({ visitorId: 'v', sessionId: 's', event: { eventId: name, name, ts: 0, props: {} } })
    sender.noticed()
  }
  sender.start()
  const leave = () => {
    leaving = true
    sender.leave()
    leaving = false
  }
  return {
    sender: { ...sender, leave },
    add,
    sent,
    last,
    accepted,
    ended,
    network,
    queue,
    mostAtOnce: () => mostAtOnce,
  }
}

const names = (batches: Batch[]) => batches.flatMap(({ events }) => events.map(({ name }) => name))

test('the first event leaves within a second, later ones within the interval', async () => {
  const page = openPage(memoryArea(), () => ({ outcome: ACCEPTED, afterMs: 10 }))
  page.add('a')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(names(page.sent)).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(10)
  page.add('b')
  await vi.advanceTimersByTimeAsync(4_999)
  expect(names(page.sent)).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(1)
  expect(names(page.sent)).toEqual(['a', 'b'])
})

test('whatever the server does, every event arrives once and in order, one batch at a time', async () => {
  for (let seed = 1; seed <= 100; seed++) {
    const chance = chanceFrom(seed)
    const page = openPage(memoryArea(), () => ({
      outcome: chance() < 0.4 ? { status: 503, askedMs: chance() < 0.5 ? 0 : 3_000 } : ACCEPTED,
      afterMs: Math.round(chance() * 2_000),
    }))
    const expected = Array.from({ length: 60 }, (_, i) => `e${i}`)
    for (const name of expected) {
      page.add(name)
      if (chance() < 0.1) page.sender.flush()
      if (chance() < 0.5) await vi.advanceTimersByTimeAsync(Math.round(chance() * 1_500))
    }
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect([seed, ...names(page.accepted)]).toEqual([seed, ...expected])
    expect(page.accepted.map(({ seq }) => seq)).toEqual(page.accepted.map((_, index) => index))
    expect(page.mostAtOnce()).toBe(1)
  }
})

test('a refused batch is left behind, and the next one tells of it', async () => {
  const outcomes: Outcome[] = [{ status: 401, askedMs: 0 }, ACCEPTED]
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const page = openPage(memoryArea(), () => ({ outcome: outcomes.shift() ?? ACCEPTED, afterMs: 0 }))
  page.add('a')
  await vi.advanceTimersByTimeAsync(2_000)
  page.add('b')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(names(page.accepted)).toEqual(['tracker_dropped', 'b'])
})

test('a page that goes gives its unsent batches to the next one, which sends them first', async () => {
  const area = memoryArea()
  const first = openPage(area, () => ({ outcome: FAILED, afterMs: 10 }))
  for (let i = 0; i < 12; i++) first.add(`e${i}`)
  await vi.advanceTimersByTimeAsync(20)
  first.sender.leave()
  expect(names(first.last)).toEqual([])
  const second = openPage(area, () => ({ outcome: ACCEPTED, afterMs: 10 }))
  second.add('next')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(names(second.accepted)).toEqual([...Array.from({ length: 12 }, (_, i) => `e${i}`), 'next'])
  expect(second.accepted.map(({ seq }) => seq)).toEqual([0, 1, 2, 3])
  expect(second.accepted[0]?.tabId).toBe(first.sent[0]?.tabId)
})

test('after it left, a page sends nothing by itself and leaves no timer', async () => {
  const page = openPage(memoryArea(), () => ({ outcome: FAILED, afterMs: 10 }))
  page.add('a')
  await vi.advanceTimersByTimeAsync(1_005)
  page.sender.leave()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(page.sent).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})

const memorySpool = (left: CutBatch[] = []) => {
  const kept = new Map(left.map((batch) => [`${batch.tabId} ${batch.seq}`, batch]))
  const equipment: Equipment = {
    lane: createRecordingLane(() => true),
    zip: async () => undefined,
    spool: {
      all: async () => [...kept.values()],
      put: (batch) => kept.set(`${batch.tabId} ${batch.seq}`, batch),
      remove: (batch) => kept.delete(`${batch.tabId} ${batch.seq}`),
    },
  }
  return { kept, equipment }
}

test('a batch in doubt is kept until it is acknowledged, and a later page of any tab delivers it, once', async () => {
  const { kept, equipment } = memorySpool()
  const closed = openPage(memoryArea(), () => ({ outcome: FAILED, afterMs: 10 }))
  closed.sender.equip(equipment)
  closed.add('a')
  await vi.advanceTimersByTimeAsync(1_020)
  expect(kept.size).toBe(1)
  closed.network.onLine = false
  closed.add('b')
  closed.sender.leave()
  expect(names(closed.last)).toEqual([])
  expect(kept.size).toBe(2)

  const next = openPage(memoryArea(), () => ({ outcome: ACCEPTED, afterMs: 10 }))
  next.sender.equip(equipment)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(names(next.accepted)).toEqual(['a', 'b'])
  expect(next.accepted.map(({ tabId, seq }) => [tabId, seq])).toEqual([
    [closed.sent[0]?.tabId, 0],
    [closed.sent[0]?.tabId, 1],
  ])
  expect(kept.size).toBe(0)
})

test('what is in sessionStorage and in the spool is sent once by the tab’s next page', async () => {
  const area = memoryArea()
  const { kept, equipment } = memorySpool()
  const first = openPage(area, () => ({ outcome: FAILED, afterMs: 10 }))
  first.sender.equip(equipment)
  first.network.onLine = false
  first.add('a')
  first.sender.leave()
  expect(kept.size).toBe(1)
  const second = openPage(area, () => ({ outcome: ACCEPTED, afterMs: 10 }))
  second.sender.equip(equipment)
  second.add('b')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(names(second.accepted)).toEqual(['a', 'b'])
  expect(kept.size).toBe(0)
})

test('without a network nothing is tried, and all is sent once it is back', async () => {
  const page = openPage(memoryArea(), () => ({ outcome: ACCEPTED, afterMs: 10 }))
  page.network.onLine = false
  page.add('a')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(page.sent).toEqual([])
  page.network.onLine = true
  page.sender.online()
  await vi.advanceTimersByTimeAsync(100)
  expect(names(page.accepted)).toEqual(['a'])
})

test('a page whose requests reach nobody gives up after six, but never once one has arrived', async () => {
  const blocked = openPage(memoryArea(), () => ({ outcome: { status: 0, askedMs: 0 }, afterMs: 10 }))
  blocked.add('a')
  await vi.advanceTimersByTimeAsync(600_000)
  expect([blocked.sent.length, blocked.ended]).toEqual([6, ['gave up']])
  let arrived = 0
  const fickle = openPage(memoryArea(), () => ({
    outcome: arrived++ ? { status: 0, askedMs: 0 } : ACCEPTED,
    afterMs: 10,
  }))
  fickle.add('a')
  await vi.advanceTimersByTimeAsync(5_000)
  fickle.add('b')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(fickle.sent.length).toBeGreaterThan(10)
  expect(fickle.ended).toEqual([])
})

test('a page that goes sends events and keeps the recording for its tab’s next page', async () => {
  const area = memoryArea()
  const first = openPage(area, () => ({ outcome: ACCEPTED, afterMs: 60_000 }))
  const { equipment } = memorySpool()
  first.sender.equip(equipment)
  const lane = equipment.lane as ReturnType<typeof createRecordingLane>
  first.add('in flight')
  await vi.advanceTimersByTimeAsync(1_000)
  lane.push({ visitorId: 'v', sessionId: 's', at: 1, text: '{"piece":1}', fresh: true })
  first.add('aside')
  first.sender.leave()
  expect(first.last.map(({ events, replay }) => [events.length, replay])).toEqual([[1, undefined]])
  expect(first.last[0]?.tabId).not.toBe(first.sent[0]?.tabId)
  const second = openPage(area, () => ({ outcome: ACCEPTED, afterMs: 10 }))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(second.accepted.map(({ replay }) => replay?.events)).toEqual([undefined, [{ piece: 1 }]])
  expect(second.accepted.every(({ tabId }) => tabId === first.sent[0]?.tabId)).toBe(true)
})
