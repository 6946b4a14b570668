import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { deedOf } from '../../../../dashboard/src/replay/controls/player-keys.ts'
import { cutReplay, cutSegment } from '../../../../dashboard/src/replay/export/cut-replay.ts'
import {
  type Span,
  spanAround,
  spanBetween,
  withEnd,
} from '../../../../dashboard/src/replay/highlights/span.ts'
import { playSpan } from '../../../../dashboard/src/replay/highlights/span-player.ts'
import { parseMomentSearch, spanUrl } from '../../../../dashboard/src/replay/moment.ts'
import type { Player, PlayerState } from '../../../../dashboard/src/replay/stage/player.ts'
import { replayOf } from '../../../browser/dashboard/replay-fixtures.ts'
import { opening } from '../../core/replay/recordings.ts'
import { aSession } from '../a-session.ts'

const bounds = { from: 1_000_000, to: 1_240_000 }

describe('a span', () => {
  test('is a quarter of a minute to either side of a moment, within the session', () => {
    expect(spanAround(1_100_000.4, bounds)).toEqual({ from: 1_085_000, to: 1_115_000 })
    expect(spanAround(1_000_000, bounds)).toEqual({ from: 1_000_000, to: 1_015_000 })
    expect(spanAround(1_240_000, bounds)).toEqual({ from: 1_225_000, to: 1_240_000 })
  })

  test('is dragged to either side, and is never less than a second', () => {
    expect(spanBetween(1_200_000, 1_100_000, bounds)).toEqual({ from: 1_100_000, to: 1_200_000 })
    expect(spanBetween(1_100_000, 1_100_100, bounds)).toEqual({ from: 1_100_000, to: 1_101_000 })
    expect(spanBetween(1_240_000, 1_240_000, bounds)).toEqual({ from: 1_239_000, to: 1_240_000 })
  })

  test('moves one end and keeps the other, unless that is on the wrong side', () => {
    const span = { from: 1_100_000, to: 1_130_000 }
    expect(withEnd(span, 'from', 1_110_000, bounds)).toEqual({ from: 1_110_000, to: 1_130_000 })
    expect(withEnd(span, 'to', 1_150_000, bounds)).toEqual({ from: 1_100_000, to: 1_150_000 })
    expect(withEnd(span, 'from', 1_150_000, bounds)).toEqual({ from: 1_150_000, to: 1_180_000 })
    expect(withEnd(null, 'to', 1_010_000, bounds)).toEqual({ from: 1_000_000, to: 1_010_000 })
  })
})

test('an address names a stretch, and one that ends before it begins is none', () => {
  const url = spanUrl('https://a.example/sessions/x?project=p&t=5&panel=notes', 60_000.4, 90_000)
  expect(url).toBe('https://a.example/sessions/x?project=p&t=60000&until=90000')
  expect(parseMomentSearch({ t: 60_000, until: '90000' })).toMatchObject({ t: 60_000, until: 90_000 })
  for (const until of [60_000, 1, -5, 'x', undefined])
    expect(parseMomentSearch({ t: 60_000, until }).until).toBeUndefined()
  expect(parseMomentSearch({ at: 1_700_000_000_000, upTo: 1_700_000_005_000 }).upTo).toBe(1_700_000_005_000)
  expect(parseMomentSearch({ at: 1_700_000_000_000, upTo: 1_600_000_000_000 }).upTo).toBeUndefined()
})

test('the brackets set ends, behind AltGr and Option too, and never those of a browser', () => {
  const key = (parts: object) =>
    deedOf({ key: '[', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...parts })
  expect(key({})).toEqual({ kind: 'span', end: 'from' })
  expect(key({ key: ']', ctrlKey: true, altKey: true })).toEqual({ kind: 'span', end: 'to' })
  expect(key({ altKey: true })).toEqual({ kind: 'span', end: 'from' })
  expect(key({ metaKey: true })).toBeUndefined()
  expect(key({ ctrlKey: true })).toBeUndefined()
  expect(key({ key: 'f', altKey: true })).toBeUndefined()
})

describe('playing a stretch', () => {
  const span: Span = { from: 10_000, to: 20_000 }

  const stage = () => {
    let state = { at: 10_000, playing: false, speed: 1, skipped: undefined } as unknown as PlayerState
    const listeners = new Set<() => void>()
    const set = (change: Partial<PlayerState>) => {
      state = { ...state, ...change }
      for (const listener of [...listeners]) listener()
    }
    const player = {
      get state() {
        return state
      },
      subscribe: (listener: () => void) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      play: () => set({ playing: true }),
      pause: () => set({ playing: false }),
      seek: (at: number) => set({ at }),
    } as unknown as Player
    let left = 0
    playSpan(player, span, () => {
      left += 1
    })
    return { player, set, left: () => left, listeners }
  }

  test('stops at its end, exactly there, and plays once more from its beginning', () => {
    const { player, set, left } = stage()
    player.play()
    set({ at: 15_000 })
    set({ at: 20_400 })
    expect(player.state).toMatchObject({ at: 20_000, playing: false })
    player.play()
    expect(player.state).toMatchObject({ at: 10_000, playing: true })
    set({ at: 20_010 })
    expect(player.state).toMatchObject({ at: 20_000, playing: false })
    expect(left()).toBe(0)
  })

  test('stops there at eight times the speed, and where inactivity was left out over its end', () => {
    const { player, set, left } = stage()
    set({ playing: true, speed: 8, at: 27_000 })
    expect(player.state).toMatchObject({ at: 20_000, playing: false })
    set({ playing: true, at: 12_000 })
    set({ at: 90_000, skipped: { from: 15_000, to: 90_000 } })
    expect(player.state).toMatchObject({ at: 20_000, playing: false })
    expect(left()).toBe(0)
  })

  test.each([
    [{ at: 3_000 }],
    [{ at: 40_000 }],
    [{ at: 40_000, playing: true }],
    [{ at: 3_000, playing: true }],
  ])('lets go of it for good when somebody goes elsewhere: %j', (change) => {
    const { set, left, listeners } = stage()
    set(change)
    expect(left()).toBe(1)
    expect(listeners.size).toBe(0)
  })
})

describe('a part of a recording', () => {
  const FROM = 1_700_000_000_000

  test('is a replay of its own, with no time outside of it', () => {
    const replay = replayOf(aSession({ startedAt: FROM, lastSeenAt: FROM + 240_000, durationMs: 240_000 }))
    const part = { from: replay.from + 60_000, to: replay.from + 90_000 }
    const cut = cutReplay(replay, part)
    expect(cut).toMatchObject({ ...part, durationMs: 30_000, sessionId: replay.sessionId })
    for (const { ts } of cut?.markers ?? []) expect(ts >= part.from && ts <= part.to).toBe(true)
    expect(cutReplay(replay, { from: replay.to + 5_000, to: replay.to + 9_000 })).toBeUndefined()
  })

  test('begins with the picture of its beginning, and holds nothing of before or after', async () => {
    const said = (ms: number, text: string) => ({
      type: 5,
      timestamp: FROM + ms,
      data: { tag: 'note', payload: { text } },
    })
    const move = (ms: number) => ({
      type: 3,
      timestamp: FROM + ms,
      data: { source: 1, positions: [{ x: ms, y: 0, id: 1, timeOffset: 0 }] },
    })
    const lines = [
      { v: 1, tabId: 't', format: 'rrweb-2', snapshot: opening(FROM) },
      { seq: 0, shiftMs: 0, events: [move(1_000), move(15_000), said(16_000, 'secret'), move(40_000)] },
    ]
    const packed = gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const stored = packed.buffer.slice(packed.byteOffset, packed.byteOffset + packed.byteLength)
    const cut = await cutSegment(stored as ArrayBuffer, { from: FROM + 10_000, to: FROM + 20_000 })
    const text = gunzipSync(Buffer.from(cut)).toString()
    const [head, ...rest] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const times = rest.flatMap(({ events }) => events).map(({ timestamp }) => timestamp - FROM)
    expect(times).toEqual([15_000])
    expect(head.snapshot.map(({ timestamp }: { timestamp: number }) => timestamp - FROM)).toContain(10_000)
    expect(text).not.toContain('secret')
  })
})
