// Beside what people do: what the tracker tells of the page itself, as it might come, some of it late and some twice.
import type { StampedEvent } from '../../../core/ingest/stamped-batch.ts'
import type { LakeRow } from '../../../core/lake/lake-row.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import { type Generated, randomFrom } from './generate.ts'

const DAY_MS = 86_400_000

const SCRIPT = 'https://shop.example/app.js'

/** Which of two variants a visitor was shown, if any. */
const variantOf = ({ visitorId, sessionId }: LakeRow): string | undefined => {
  const visitor = Number.parseInt(visitorId.slice(-4), 16)
  if (visitor % 7 === 0) return undefined
  // One of some is shown both, after each other.
  if (visitor % 5 === 0) return Number.parseInt(sessionId.slice(-4), 16) % 2 === 0 ? 'A' : 'B'
  return visitor % 2 === 0 ? 'A' : 'B'
}

export const tellMore = ({ rows, arrivals }: Generated, seed = 1): Generated => {
  const random = randomFrom(seed * 7_919)
  const below = (count: number): number => Math.floor(random() * count)
  const of = <T>(all: readonly T[]): T => all[below(all.length)] as T
  const more: Record<string, () => { props: StampedEvent['props']; target?: LakeRow['target'] }> = {
    error_occurred: () => ({
      props: {
        kind: 'error',
        type: 'TypeError',
        message: of(['x is undefined', "can't read 'y'"]),
        ...(below(4) > 0 && { source: SCRIPT, line: 10 + below(2), column: 3 }),
      },
    }),
    web_vital: () => ({
      props: {
        CLS: below(30) / 100,
        longTasks: 0,
        longTaskMs: 0,
        TTFB: 1 + below(1_500),
        ...(below(3) > 0 && { LCP: 500 + below(4_000), FCP: 300 + below(3_000) }),
        ...(below(2) > 0 && { INP: 8 + below(600) }),
      },
    }),
    page_leave: () => ({ props: { depth: below(101), visibleMs: below(200_000) } }),
    rage_click: () => ({
      props: { tag: 'button' },
      target: { selector: of(['#buy', 'nav > a']), text: 'Buy' },
    }),
    dead_click: () => ({ props: { tag: 'div' }, target: { selector: of(['#buy', 'nav > a']) } }),
    content_click: () => ({ props: { contentId: of(['a', 'b']) } }),
    // What no tracker tells, but anybody may send.
    nonsense: () => ({ props: { depth: 'deep', visibleMs: -5, LCP: 'slow' } }),
  }
  const names = ['page_leave', 'web_vital', ...Object.keys(more)]
  let events = 3_000_000
  const known = new Set<string>()
  const told: LakeRow[] = []
  for (const row of rows) {
    const variant = variantOf(row)
    told.push({ ...row, props: { ...row.props, ...(variant !== undefined && { ctaVariant: variant }) } })
    if (known.has(row.eventId)) continue
    known.add(row.eventId)
    for (let count = below(3); count > 0; count--) {
      const name = of(names)
      const receivedAt = row.receivedAt + (random() < 0.1 ? 2 * DAY_MS : 1_000)
      const { referrer: _, ...rest } = row
      const extra: LakeRow = {
        ...rest,
        ...more[name]?.(),
        name: name === 'nonsense' ? of(['page_leave', 'web_vital', 'error_occurred']) : name,
        eventId: uuid(++events),
        ts: row.ts + below(5_000),
        seq: 1_000 + row.seq * 10 + count,
        receivedAt,
      }
      told.push(extra)
      if (random() < 0.1) told.push(extra)
      if (random() < 0.1) told.push({ ...extra, ts: extra.ts - 30_000, receivedAt: receivedAt + 9_000 })
    }
  }
  return { rows: told, arrivals }
}
