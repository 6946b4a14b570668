import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFold } from '../../../core/replay/fold.ts'
import type { ReplayEvent } from '../../../core/replay/recording-format.ts'
import { type SegmentHead, type SegmentLine, segmentHeadSchema } from '../../../core/replay/segment-line.ts'
import { startSegmenter } from '../../../core/replay/segments.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import { launchBrowser } from '../browser.ts'
import { openPlayer, type Pages, recordChanges, servePages, show } from './recorded-page.ts'

let browser: Browser
let pages: Pages
let player: Page

beforeAll(async () => {
  browser = await launchBrowser()
  pages = await servePages()
  player = await openPlayer(browser, pages.origin)
})

afterAll(async () => {
  await browser?.close()
  await pages?.stop()
})

const STEPS = 150

/** A minute passes in a second: what is recorded in seconds is cut as if it had taken minutes. */
const stretch = (events: ReplayEvent[]): ReplayEvent[] => {
  const start = events[0]?.timestamp ?? 0
  return events.map((event) => ({ ...event, timestamp: start + (event.timestamp - start) * 200 }))
}

test.each([1, 2, 3, 4, 5, 6])(
  'a player shows the same from each segment as from the start (%i)',
  async (seed) => {
    const events = stretch(await recordChanges(browser, pages.origin, seed, STEPS))
    const segmenter = startSegmenter(uuid(1), 0)
    const receivedAt = events.at(-1)?.timestamp ?? 0
    const segments = [
      ...segmenter.push({ seq: 0, receivedAt, format: 'rrweb-2', events }),
      ...segmenter.end(),
    ].map(({ lines: [head = '', ...lines] }) => ({
      head: segmentHeadSchema.parse(JSON.parse(head)) as SegmentHead,
      events: lines.flatMap((line) => (JSON.parse(line) as SegmentLine).events),
    }))
    expect(segments.length).toBeGreaterThan(2)
    expect(segmenter.skipped()).toBe(0)

    let soFar: ReplayEvent[] = []
    for (const segment of segments) {
      soFar = [...soFar, ...segment.events]
      const fromStart = await show(player, soFar)
      expect(await show(player, [...segment.head.snapshot, ...segment.events])).toEqual(fromStart)
    }
    expect(soFar).toEqual(events)
  },
)

test('a snapshot alone shows what the player shows there, at moments all over a recording', async () => {
  const events = await recordChanges(browser, pages.origin, 77, STEPS)
  const fold = startFold()
  for (const [index, event] of events.entries()) {
    fold.apply(event)
    if (index % 12 !== 11) continue
    const snapshot = fold.snapshot(event.timestamp)
    expect(snapshot).toBeDefined()
    expect(
      await show(player, [...(snapshot ?? []), { type: 5, timestamp: event.timestamp + 1, data: {} }]),
    ).toEqual(await show(player, events.slice(0, index + 1)))
  }
})
