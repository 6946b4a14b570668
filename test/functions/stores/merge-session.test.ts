import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { JsonValue } from '../../../core/json/json-value.ts'
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'
import { eventsOf } from '../../../core/sessions/session-events.ts'
import type { MergeSession } from '../../../functions/stores/merge-session.ts'
import type { ReplayStore } from '../../../functions/stores/replay.ts'
import type { SessionParts } from '../../../functions/stores/session-parts.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { element, page } from '../../unit/core/replay/recordings.ts'
import { type Stage, startStage } from '../stage.ts'
import { objectsIn } from '../stored-objects.ts'

type JsonEvent = { [key: string]: JsonValue; timestamp: number }

let stage: Stage
let parts: SessionParts
let replay: ReplayStore
let merge: MergeSession
let mergeWith: (stores: { parts: SessionParts; replay: ReplayStore }) => MergeSession
let session = 0

const BUCKET = 'test-sessions'
const projectId = 'prj_mergedsessions'
const sessionId = () => uuid(session)

beforeAll(async () => {
  stage = await startStage()
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  parts = (await import('../../../functions/stores/session-parts.ts')).sessionParts(s3, BUCKET)
  replay = (await import('../../../functions/stores/replay.ts')).replayStore(s3, BUCKET)
  mergeWith = (await import('../../../functions/stores/merge-session.ts')).mergeSession
  merge = mergeWith({ parts, replay })
})

beforeEach(() => {
  session++
})

afterAll(() => stage.stop())

const batchOf = (tab: number, seq: number, more: Parameters<typeof makeStamped>[0] = {}): StampedBatch =>
  makeStamped({
    projectId,
    sessionId: sessionId(),
    tabId: uuid(800 + tab),
    seq,
    receivedAt: NOON + (seq + 1) * 30_000,
    events: [{ ts: NOON + seq * 30_000, name: 'click', url: `https://shop.example/${tab}` }],
    ...more,
  })

const asJson = (value: object): JsonValue => JSON.parse(JSON.stringify(value))

/** A batch with half a minute of recording: in the first the page, then an item more every five seconds. */
const recorded = (tab: number, seq: number, more: Parameters<typeof makeStamped>[0] = {}): StampedBatch => {
  const from = NOON + seq * 30_000
  const opening: JsonValue[] = [
    { type: 4, timestamp: from, data: { href: 'https://shop.example', width: 800, height: 600 } },
    { type: 2, timestamp: from, data: { node: asJson(page()), initialOffset: { top: 0, left: 0 } } },
  ]
  const steps = Array.from(
    { length: 6 },
    (_, step): JsonValue => ({
      type: 3,
      timestamp: from + step * 5_000,
      data: {
        source: 0,
        texts: [],
        attributes: [],
        removes: [],
        adds: [{ parentId: 9, nextId: null, node: asJson(element(1_000 + seq * 6 + step, 'li')) }],
      },
    }),
  )
  return batchOf(tab, seq, {
    replay: { format: 'rrweb-2', events: seq === 0 ? [...opening, ...steps] : steps },
    ...more,
  })
}

/** As JSON brings them back: stored events have no undefined in them. */
const eventsIn = ({ replay }: StampedBatch): JsonEvent[] => JSON.parse(JSON.stringify(replay?.events ?? []))

let delivery = 0
const store = (...batches: [StampedBatch, ...StampedBatch[]]) =>
  parts.write(batches, {
    shardId: 'shardId-000000000000',
    first: String(++delivery).padStart(8, '0'),
    last: String(delivery).padStart(8, '0'),
  })

const tabs = {}
const run = (doing: MergeSession = merge, mayWait = false) =>
  doing({ projectId, sessionId: sessionId(), tabs }, { mayWait, hasTime: () => true })

const manifestOf = async () => {
  const found = await replay.readManifest(projectId, sessionId())
  if (!found) throw new Error('There is no manifest.')
  return found.manifest
}

const ownObjects = async () =>
  Object.fromEntries(
    Object.entries(await objectsIn(BUCKET)).filter(([key]) => key.includes(`/${sessionId()}/`)),
  )

/** Every recorded event of a tab as its segments hold it, and the snapshots before them. */
const segmentsOf = async (tab: number) => {
  const manifest = await manifestOf()
  const own = manifest.segments.filter(({ tabId }) => tabId === uuid(800 + tab))
  return Promise.all(
    own.map(async (entry) => {
      const file = await replay.readSegment(manifest, entry)
      return { entry, head: file?.head, events: file?.lines.flatMap(({ events }) => events) ?? [] }
    }),
  )
}

const seen = async () =>
  eventsOf(await parts.readAll(projectId, sessionId())).map(({ tabId, seq, eventId }) => [
    tabId,
    seq,
    eventId,
  ])

const listItems = (snapshot: ReplayEvent[] | undefined): number =>
  JSON.stringify(snapshot ?? []).split('"tagName":"li"').length - 1

test('parts become events, segments that begin with a snapshot, and a manifest; the parts go', async () => {
  const batches = [0, 1, 2, 3, 4, 5].map((seq) => recorded(0, seq))
  for (const batch of batches) await store(batch)
  const before = await seen()
  expect(await run()).toBe('merged')
  expect(await seen()).toEqual(before)

  const manifest = await manifestOf()
  expect(await parts.list(projectId, sessionId())).toEqual([])
  expect(manifest).toMatchObject({ batches: 6, events: 6, from: NOON, to: NOON + 175_000, gaps: [] })
  expect(manifest.tabs).toMatchObject([{ seqs: [[0, 5]], dropped: 0, skipped: 0, cut: 0 }])
  expect(manifest.markers).toHaveLength(6)
  expect(manifest.pages).toMatchObject([{ url: 'https://shop.example/0', from: NOON, to: NOON + 150_000 }])

  const segments = await segmentsOf(0)
  expect(segments.map(({ entry }) => (entry.from - NOON) / 1000)).toEqual([0, 60, 120])
  expect(segments.map(({ entry }) => entry.picture)).toEqual(['whole', 'whole', 'whole'])
  expect(segments.map(({ head }) => listItems(head?.snapshot))).toEqual([0, 14, 26])
  expect(segments.flatMap(({ events }) => events)).toEqual(batches.flatMap(eventsIn))
  for (const { entry, events, head } of segments) {
    expect(entry).toMatchObject({ events: events.length, snapshotEvents: head?.snapshot.length })
  }
})

test('a session without a recording is merged, too', async () => {
  await store(batchOf(0, 0), batchOf(0, 1))
  const before = await seen()
  await run()
  expect(await manifestOf()).toMatchObject({ batches: 2, segments: [] })
  expect(await seen()).toEqual(before)
})

test('the segments of a session share a file, and one that has a file of its own is read, too', async () => {
  for (let seq = 0; seq < 12; seq++) await store(recorded(0, seq))
  await run()
  const manifest = await manifestOf()
  expect(new Set(manifest.segments.map(({ pack }) => pack?.file)).size).toBe(1)
  const [first, second] = manifest.segments
  expect(second?.pack?.from).toBe(first?.bytes)
  if (!first) throw new Error('There is no segment.')
  const { packSegment } = await import('../../../functions/stores/replay.ts')
  const packed = await replay.readSegment(manifest, first)
  const { pack: _, ...alone } = first
  await replay.writeSegments(manifest, alone.name, [
    packSegment([JSON.stringify(packed?.head), ...(packed?.lines ?? []).map((line) => JSON.stringify(line))]),
  ])
  expect(await replay.readSegment(manifest, alone)).toEqual(packed)
})

test('each tab has segments of its own, and what was stored twice is merged once', async () => {
  await store(recorded(0, 0), recorded(1, 0))
  await store(recorded(1, 0), recorded(1, 1))
  await store(recorded(0, 1))
  await run()
  const manifest = await manifestOf()
  expect(manifest.tabs.map(({ tabId, seqs }) => [tabId, seqs])).toEqual([
    [uuid(800), [[0, 1]]],
    [uuid(801), [[0, 1]]],
  ])
  expect((await segmentsOf(0)).flatMap(({ events }) => events)).toHaveLength(14)
  expect((await segmentsOf(1)).flatMap(({ events }) => events)).toHaveLength(14)
  expect(await seen()).toHaveLength(4)
})

test('a clock that is off is brought to ours, by one offset for the whole tab', async () => {
  const hour = 3_600_000
  const ahead = (batch: StampedBatch, clockOffsetMs: number): StampedBatch => ({
    ...batch,
    clockOffsetMs,
    replay: {
      format: 'rrweb-2',
      events: eventsIn(batch).map((event) => ({ ...event, timestamp: event.timestamp + hour })),
    },
  })
  await store(ahead(recorded(0, 0), -hour + 400), ahead(recorded(0, 1), -hour))
  await run()
  expect((await manifestOf()).tabs[0]?.clockOffsetMs).toBe(-hour)
  const times = (await segmentsOf(0)).flatMap(({ events }) => events.map(({ timestamp }) => timestamp))
  expect(times[0]).toBe(NOON)
  expect(times.at(-1)).toBe(NOON + 55_000)
})

test('a recording that began in its middle is kept, and said to have no picture', async () => {
  await store(recorded(0, 3))
  await run()
  const [segment] = await segmentsOf(0)
  expect(segment?.entry.picture).toBe('none')
  expect(segment?.events).toHaveLength(6)
})

test('a missing batch makes the picture partial', async () => {
  await store(recorded(0, 0))
  await store(recorded(0, 1))
  await store(recorded(0, 3))
  await run()
  expect((await segmentsOf(0)).map(({ entry }) => entry.picture)).toEqual(['whole', 'partial'])
  expect((await manifestOf()).tabs[0]?.seqs).toEqual([
    [0, 1],
    [3, 3],
  ])
})

test('a batch that comes late is merged as if it had been there from the beginning', async () => {
  const batches = [0, 1, 2, 3, 4].map((seq) => recorded(0, seq))
  for (const batch of batches) if (batch.seq !== 2) await store(batch)
  await run()
  const first = await manifestOf()
  await store(batches[2] as StampedBatch)
  expect(await seen()).toHaveLength(5)
  await run()
  const manifest = await manifestOf()
  expect(manifest).toMatchObject({ batches: 5, replaced: first.merge })
  const segments = await segmentsOf(0)
  expect(segments.flatMap(({ events }) => events)).toEqual(batches.flatMap(eventsIn))
  expect(segments.map(({ entry }) => entry.picture)).toEqual(['whole', 'whole', 'whole'])
  expect(Object.keys(await ownObjects()).filter((key) => key.includes(first.merge))).toEqual([])
  expect(await seen()).toHaveLength(5)
})

test('merging again changes nothing', async () => {
  await store(recorded(0, 0), recorded(0, 1))
  await run()
  const before = await ownObjects()
  await run()
  expect(await ownObjects()).toEqual(before)
})

test('a part that cannot be read stays where it is, and the rest is merged', async () => {
  await store(batchOf(0, 0))
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const { PutObjectCommand } = await import('@aws-sdk/client-s3')
  const Key = `sessions/${projectId}/${sessionId()}/parts/broken.ndjson.gz`
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'not gzip' }))
  await run()
  expect(await manifestOf()).toMatchObject({ batches: 1, unreadableParts: 1 })
  expect(await parts.list(projectId, sessionId())).toEqual([Key])
  await parts.remove([Key])
})

test('what is counted but not stored yet is waited for', async () => {
  await store(batchOf(0, 0))
  const counted = { [uuid(800)]: { seq: 1, receivedAt: NOON } }
  const asked = { projectId, sessionId: sessionId(), tabs: counted }
  expect(await merge(asked, { mayWait: true, hasTime: () => true })).toBe('waiting')
  await store(batchOf(0, 1))
  expect(await merge(asked, { mayWait: true, hasTime: () => true })).toBe('merged')
})

test('a merge that another run overtook throws, and its readers see all', async () => {
  await store(recorded(0, 0))
  const slow = mergeWith({
    parts,
    replay: {
      ...replay,
      writeManifest: async (manifest, revision) => {
        await store(recorded(0, 1))
        await run()
        return replay.writeManifest(manifest, revision)
      },
    },
  })
  await expect(run(slow)).rejects.toThrow('first')
  expect(await manifestOf()).toMatchObject({ batches: 2 })
  expect(await seen()).toHaveLength(2)
})

test('a reader that is overtaken by a merge sees everything once', async () => {
  for (const seq of [0, 1, 2]) await store(recorded(0, seq))
  const [readers] = await Promise.all([Promise.all(Array.from({ length: 8 }, seen)), run()])
  for (const reader of readers) expect(reader).toHaveLength(3)
})

/** The stores, dying at the n-th write: before it, or after it and before its answer. */
const dyingAt = (fatal: number, afterwards: boolean) => {
  let writes = 0
  const dies =
    <Arguments extends unknown[], Answer>(write: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments): Promise<Answer> => {
      const isFatal = ++writes === fatal
      if (isFatal && !afterwards) throw new Error('killed')
      const answer = await write(...given)
      if (isFatal) throw new Error('killed')
      return answer
    }
  const dying = mergeWith({
    parts: { ...parts, remove: dies(parts.remove) },
    replay: {
      ...replay,
      writeSegments: dies(replay.writeSegments),
      writeEvents: dies(replay.writeEvents),
      writeManifest: dies(replay.writeManifest),
      writeSideEvents: dies(replay.writeSideEvents),
      removeMerge: dies(replay.removeMerge),
      removeFiles: dies(replay.removeFiles),
    },
  })
  return { dying, writes: () => writes }
}

test('killed before or after any write and run again, it ends the same, and readers always see all', async () => {
  let reference: unknown
  for (let fatal = 1; fatal <= 20; fatal++) {
    for (const afterwards of [false, true]) {
      session++
      await store(recorded(0, 0), recorded(1, 0))
      await store(recorded(0, 1), recorded(0, 2))
      await run()
      await store(recorded(0, 3), recorded(1, 1))
      const { dying, writes } = dyingAt(fatal, afterwards)
      const died = await run(dying).then(
        () => false,
        () => true,
      )
      expect(await seen()).toHaveLength(6)
      await run()
      expect(await seen()).toHaveLength(6)
      const {
        merge: _merge,
        replaced: _replaced,
        stale: _stale,
        sessionId: _session,
        markers,
        segments,
        ...same
      } = await manifestOf()
      const content = (await Promise.all([0, 1].map(segmentsOf))).flat().map(({ entry, ...file }) => {
        const { merge: _, ...placed } = entry
        return { entry: placed, ...file }
      })
      const end = {
        same,
        markers: markers.map(({ ts, kind, tabId }) => ({ ts, kind, tabId })),
        content,
        objects: Object.keys(await ownObjects()).length,
        segments: segments.length,
      }
      reference ??= end
      expect(end).toEqual(reference)
      if (!died) {
        expect(writes()).toBeLessThan(fatal)
        return
      }
    }
  }
  throw new Error('There are more writes than were tried.')
})

test('a batch that comes after the recording is past its time is merged without it', async () => {
  await store(recorded(0, 0), recorded(0, 1))
  await run()
  const before = await manifestOf()
  const { deleteKeys } = await import('../../../functions/stores/objects.ts')
  const { s3 } = await import('../../../functions/runtime/clients/s3.ts')
  const folder = `sessions/${projectId}/${sessionId()}/replay/${before.merge}/`
  await deleteKeys(
    s3,
    BUCKET,
    before.segments.map(({ name, pack }) => `${folder}${pack?.file ?? name}`),
  )
  await store(batchOf(0, 2))
  expect(await run()).toBe('merged')
  expect(await manifestOf()).toMatchObject({ batches: 3, segments: [] })
})
