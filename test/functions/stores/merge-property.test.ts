import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { JsonValue } from '../../../core/json/json-value.ts'
import { mergeSession } from '../../../functions/stores/merge-session.ts'
import { filesOf, replayStore } from '../../../functions/stores/replay.ts'
import { sessionParts } from '../../../functions/stores/session-parts.ts'
import { makeStamped, NOON, uuid } from '../../unit/core/make-batch.ts'
import { element, page } from '../../unit/core/replay/recordings.ts'
import { drawFrom } from '../exactly-once/deliver-history.ts'
import { clientsOf, emptyMemory, type Fault, type Memory, type Weather } from '../exactly-once/memory-aws.ts'

/** `HISTORIES=5000 npm run test:functions -- merge-property` looks for longer. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 150)
/** Milliseconds for one history at most. */
const SLOW_MS = 400

const projectId = 'prj_abcdefghijkl'
const sessionId = uuid(1)
const FINE: Weather = { fault: () => 'none', turn: async () => {} }
const FAULTS: Fault[] = ['refused', 'lost', 'killed-before', 'killed-after']

const steps = fc.array(
  fc.record({
    tab: fc.nat(1),
    /** Seconds since the batch before. */
    gap: fc.constantFrom(1, 5, 20, 45, 70, 200),
    recorded: fc.nat(5).map((n) => n > 0),
    whole: fc.nat(7).map((n) => n === 0),
    mutations: fc.nat(4),
    /** Milliseconds that the batch was under way: now and then the clock turns out to be further off. */
    offset: fc.constantFrom(-1_000, -1_000, -1_000, -1_000, -980, -950, -1_040, -1_500),
    /** How many deliveries later it comes. */
    late: fc.constantFrom(0, 0, 0, 0, 0, 1, 3, 9),
    /** Somebody opens the session after it. */
    opened: fc.nat(2).map((n) => n === 0),
  }),
  { minLength: 2, maxLength: 24 },
)

type Step = typeof steps extends fc.Arbitrary<(infer T)[]> ? T : never

const json = (value: object): JsonValue => JSON.parse(JSON.stringify(value))

const historyOf = (all: Step[]) => {
  const seqs = [0, 0]
  let at = NOON
  return all.map((step, index): { batch: StampedBatch; due: number; opened: boolean } => {
    at += step.gap * 1_000
    const seq = seqs[step.tab] ?? 0
    seqs[step.tab] = seq + 1
    // By the page's clock, which is a second ahead.
    const timestamp = at + 1_000 - 500
    const opening: JsonValue[] = [
      { type: 4, timestamp, data: { href: 'https://shop.example', width: 800, height: 600 } },
      { type: 2, timestamp, data: { node: json(page()), initialOffset: { top: 0, left: 0 } } },
    ]
    const mutations = Array.from(
      { length: step.mutations },
      (_, nth): JsonValue => ({
        type: 3,
        timestamp: timestamp + nth * 20,
        data: {
          source: 0,
          texts: [],
          attributes: [],
          // One that is not there now and then: it is skipped, and counted.
          removes: nth === 3 ? [{ parentId: 9, id: 77_777 }] : [],
          adds: [{ parentId: 9, nextId: null, node: json(element(1_000 + index * 10 + nth, 'li')) }],
        },
      }),
    )
    const side: JsonValue = {
      type: 5,
      timestamp: timestamp + 90,
      data: { tag: 'playhead/console', payload: { level: 'log', text: `line ${index}` } },
    }
    const batch = makeStamped({
      projectId,
      sessionId,
      tabId: uuid(100 + step.tab),
      seq,
      receivedAt: at,
      clockOffsetMs: step.offset,
      events: [{ eventId: uuid(1_000 + index), ts: at - 400, name: index % 3 === 0 ? 'click' : 'signup' }],
      ...(step.recorded && {
        replay: {
          format: 'rrweb-2',
          events: [...(seq === 0 || step.whole ? opening : []), ...mutations, side],
        },
      }),
    })
    return { batch, due: index + step.late, opened: step.opened }
  })
}

const storesOf = (memory: Memory, weather: Weather = FINE) => {
  const { s3 } = clientsOf(memory, { dead: false }, weather)
  return { parts: sessionParts(s3, 'sessions'), replay: replayStore(s3, 'sessions') }
}

const mergeIn = (memory: Memory, weather: Weather = FINE) =>
  mergeSession(storesOf(memory, weather))(
    { projectId, sessionId, tabs: {} },
    { mayWait: false, hasTime: () => true },
  )

const keep = (memory: Memory, batch: StampedBatch, nth: number) => {
  const name = String(nth).padStart(8, '0')
  return storesOf(memory).parts.write([batch], { shardId: 'shardId-0', first: name, last: name })
}

/** What a reader finds: the manifest without where things lie, and every file it names, unpacked. */
const readable = async (memory: Memory) => {
  const { replay } = storesOf(memory)
  const found = await replay.readManifest(projectId, sessionId)
  if (!found) throw new Error('There is no manifest.')
  const { merge: _, replaced: _r, stale: _s, segments, ...manifest } = found.manifest
  const files = await Promise.all(segments.map((entry) => replay.readSegment(found.manifest, entry)))
  const folder = `sessions/sessions/${projectId}/${sessionId}/`
  return {
    manifest,
    segments: segments.map(({ merge: _m, pack: _p, bytes: _b, ...entry }) => entry),
    files,
    side: await replay.readSideEvents(found.manifest),
    batches: (await replay.readEvents(found.manifest))?.map(({ tabId, seq }) => [tabId, seq]),
    needed: filesOf(found.manifest).map((file) => `${folder}replay/${file}`),
    stored: [...memory.objects.keys()].filter((key) => key.startsWith(folder)),
  }
}

/** It fails within a few histories when a tab's clock, its fold or its gaps are not taken up where they stood. */
test(
  'however often a session was merged while it ran, in whatever order its batches came, it ends as if merged once',
  { timeout: 30_000 + HISTORIES * SLOW_MS },
  () =>
    fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        const history = historyOf(drawn)
        const arrived = history.toSorted((a, b) => a.due - b.due)
        const [rough, clean] = [emptyMemory(), emptyMemory()]
        for (const [nth, { batch, opened }] of arrived.entries()) {
          await keep(rough, batch, nth)
          await keep(clean, batch, nth)
          if (opened) await mergeIn(rough)
        }
        await mergeIn(rough)
        await mergeIn(clean)
        const { needed, stored, ...seen } = await readable(rough)
        const { needed: _n, stored: _s, ...reference } = await readable(clean)
        const slack = await offsetsDiffer(rough, clean)
        // Where an offset is a little smaller than was known when the tab was placed, only the times may differ.
        if (slack) expect(seen.batches).toEqual(reference.batches)
        else expect(seen).toEqual(reference)
        expect(stored.toSorted()).toEqual([...needed, manifestKey].toSorted())
      }),
      { numRuns: HISTORIES },
    ),
)

const manifestKey = `sessions/sessions/${projectId}/${sessionId}/replay/manifest.json`

const offsetsDiffer = async (...memories: Memory[]): Promise<boolean> => {
  const offsets = await Promise.all(
    memories.map(async (memory) =>
      JSON.stringify((await readable(memory)).manifest.tabs.map(({ clockOffsetMs }) => clockOffsetMs)),
    ),
  )
  return new Set(offsets).size > 1
}

test(
  'when merges of one session run at once, fail and die, nothing is lost and nothing is there twice',
  { timeout: 30_000 + HISTORIES * SLOW_MS },
  () =>
    fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (drawn, seed) => {
        const draw = drawFrom(seed)
        let faults = 3 + draw(8)
        const memory = emptyMemory()
        const weather: Weather = {
          fault: (isWrite) => {
            if (faults === 0 || draw(isWrite ? 6 : 30) > 0) return 'none'
            faults -= 1
            return FAULTS[isWrite ? draw(FAULTS.length) : 0] ?? 'none'
          },
          turn: async () => {
            for (let ticks = draw(6); ticks > 0; ticks -= 1) await null
          },
        }
        const history = historyOf(drawn)
        const arrived = history.toSorted((a, b) => a.due - b.due)
        const storing = async () => {
          for (const [nth, { batch }] of arrived.entries()) {
            await keep(memory, batch, nth)
            for (let turns = draw(12); turns > 0; turns -= 1) await weather.turn()
          }
        }
        const opening = async () => {
          for (let times = 0; times < 5; times++) {
            for (let turns = draw(20); turns > 0; turns -= 1) await weather.turn()
            await mergeIn(memory, weather).catch(() => undefined)
          }
        }
        await Promise.all([storing(), opening(), opening(), opening()])
        await mergeIn(memory)
        const { batches, files, segments, needed, stored } = await readable(memory)
        const all = history.map(({ batch }) => `${batch.tabId}#${batch.seq}`)
        expect((batches ?? []).map(([tabId, seq]) => `${tabId}#${seq}`).toSorted()).toEqual(all.toSorted())
        const recorded = history.reduce((sum, { batch }) => sum + (batch.replay?.events.length ?? 0), 0)
        expect(segments.reduce((sum, { events }) => sum + events, 0)).toBe(recorded)
        expect(
          files.reduce(
            (sum, file) => sum + (file?.lines ?? []).reduce((of, { events }) => of + events.length, 0),
            0,
          ),
        ).toBe(recorded)
        for (const key of needed) expect(stored).toContain(key)
      }),
      { numRuns: HISTORIES },
    ),
)
