// A recorded session as the API would tell of it: its replay, what was told beside it, and its screenshots.
import { crc32, deflateSync } from 'node:zlib'
import { REPLAY_ACTIVITY_SLOTS } from '../../../core/limits.ts'
import type { Replay, SideEntry } from '../../../core/replay/replay.ts'
import type { TakenScreenshot } from '../../../core/screenshots/screenshot.ts'
import type { Session } from '../../../core/sessions/session.ts'
import type { SessionEvent } from '../../../core/sessions/session-event.ts'
import { eventAt } from './fixtures.ts'

const uuid = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`
export const TAB = uuid(7, 1)
export const SECOND_TAB = uuid(7, 2)
const site = 'https://shop.example'

/** Four minutes of somebody who does not get through the checkout. Times are milliseconds since the start. */
export const visit = (session: Session): SessionEvent[] => {
  const told: [number, Partial<SessionEvent>][] = [
    [400, { name: 'page_view', props: { title: 'Linen', viewportWidth: 1280, viewportHeight: 800 } }],
    [6_000, { name: 'click', target: { selector: '#new > a:nth-of-type(2)', text: 'Linen shirt' } }],
    [6_900, { name: 'page_view', url: `${site}/products/linen-shirt`, props: { title: 'Linen shirt' } }],
    [9_000, { name: 'scroll', props: { depth: 64 } }],
    [15_000, { name: 'click', target: { selector: 'button.add', text: 'Add to cart', x: 812, y: 466 } }],
    [15_100, { name: 'item_added', rawName: 'Item Added', props: { sku: 'LS-2', price: 79 } }],
    [100_000, { name: 'page_view', url: `${site}/checkout/payment`, props: { title: 'Payment' } }],
    [
      108_000,
      {
        name: 'input',
        target: { selector: '#email' },
        props: { field: 'email', type: 'email', value: '••••' },
      },
    ],
    [120_000, { name: 'click', target: { selector: '#pay', text: 'Pay now' } }],
    [
      120_400,
      {
        name: 'error_occurred',
        props: {
          type: 'TypeError',
          message: "Cannot read properties of undefined (reading 'price')",
          stack: 'TypeError: Cannot read\n    at total (cart.js:12:8)\n    at pay (checkout.js:88:3)',
        },
      },
    ],
    [122_500, { name: 'dead_click', target: { selector: '#pay', text: 'Pay now' } }],
    [124_000, { name: 'rage_click', target: { selector: '#pay', text: 'Pay now' } }],
    [180_000, { name: 'page_view', url: `${site}/help`, props: { title: 'Help' } }],
    [200_000, { name: 'support_opened', props: { topic: 'payment' } }],
    [
      239_000,
      {
        name: 'web_vital',
        url: `${site}/help`,
        props: { LCP: 1_840, CLS: 0.31, INP: 320, TTFB: 210, longTasks: 3, longTaskMs: 410 },
      },
    ],
  ]
  let url = `${site}/`
  return told.map(([after, change], n) => {
    url = change.url ?? url
    return eventAt(n, session, {
      target: undefined,
      props: {},
      ...change,
      rawName: change.rawName ?? change.name ?? '',
      url,
      eventId: uuid(9, n),
      tabId: TAB,
      ts: session.startedAt + after,
    })
  })
}

const KINDS: Record<string, Replay['markers'][number]['kind']> = {
  page_view: 'page_view',
  click: 'click',
  error_occurred: 'error',
  rage_click: 'rage_click',
  dead_click: 'dead_click',
  item_added: 'custom',
  support_opened: 'custom',
}

export const VISIT_MS = 240_000

export const replayOf = (session: Session, change: Partial<Replay> = {}): Replay => {
  const from = session.startedAt
  const events = visit(session)
  const views = events.filter(({ name }) => name === 'page_view')
  const markers: Replay['markers'] = events.flatMap(({ name, ts, eventId }) => {
    const kind = KINDS[name]
    return kind ? [{ ts, kind, name, tabId: TAB, eventId }] : []
  })
  markers.push({ ts: from + 121_000, kind: 'network', name: 'POST /api/pay 500', tabId: TAB, eventId: null })
  return {
    v: 1,
    sessionId: session.sessionId,
    merge: 'merge-1',
    from,
    to: from + VISIT_MS,
    durationMs: VISIT_MS,
    live: session.endedAt === null,
    complete: true,
    expiresAt: from + 30 * 24 * 60 * 60_000,
    tabs: [{ tabId: TAB, from, to: from + VISIT_MS }],
    segments: [],
    pages: views.map(({ url = '', ts }, n) => ({
      tabId: TAB,
      url,
      from: ts,
      to: views[n + 1]?.ts ?? from + VISIT_MS,
    })),
    markers: markers.sort((a, b) => a.ts - b.ts),
    markersCut: 0,
    gaps: [{ from: from + 40_000, to: from + 96_000 }],
    activity: Array.from({ length: REPLAY_ACTIVITY_SLOTS }, (_, slot) => {
      const second = (slot / REPLAY_ACTIVITY_SLOTS) * (VISIT_MS / 1_000)
      return second > 40 && second < 96
        ? 0
        : Math.abs(Math.round(40 * Math.sin(slot * 1.7) * Math.cos(slot / 9)))
    }),
    dropped: [],
    ...change,
  }
}

export const sideOf = (session: Session): SideEntry[] => {
  const at = (after: number) => session.startedAt + after
  const told: Omit<SideEntry, 'tabId'>[] = [
    { at: at(900), tag: 'playhead/console', payload: { level: 'info', text: 'shop 4.2 is ready' } },
    {
      at: at(1_400),
      tag: 'playhead/request',
      payload: {
        by: 'fetch',
        method: 'GET',
        url: `${site}/api/plants?page=1`,
        status: 200,
        startedAt: 0,
        durationMs: 340,
        bytes: 18_200,
      },
    },
    {
      at: at(15_400),
      tag: 'playhead/request',
      payload: {
        by: 'fetch',
        method: 'POST',
        url: `${site}/api/cart`,
        status: 201,
        startedAt: 0,
        durationMs: 220,
        bytes: 310,
      },
    },
    {
      at: at(119_000),
      tag: 'playhead/console',
      payload: { level: 'warn', text: 'price is missing, asking again' },
    },
    {
      at: at(120_400),
      tag: 'playhead/error',
      payload: { type: 'TypeError', message: "Cannot read properties of undefined (reading 'price')" },
    },
    {
      at: at(120_500),
      tag: 'playhead/console',
      payload: { level: 'error', text: 'payment failed: no price' },
    },
    {
      at: at(121_000),
      tag: 'playhead/request',
      payload: {
        by: 'fetch',
        method: 'POST',
        url: `${site}/api/pay?order='7'`,
        status: 500,
        startedAt: 0,
        durationMs: 1_900,
        bytes: 88,
      },
    },
  ]
  return told.map((entry) => ({ ...entry, tabId: TAB }))
}

export const picturesOf = (session: Session): TakenScreenshot[] =>
  [900, 7_500, 101_000, 181_000].map((after, n) => ({
    screenshotId: uuid(5, n),
    tabId: TAB,
    contentType: 'image/png',
    bytes: PIXELS.length,
    width: 8,
    height: 6,
    ts: session.startedAt + after,
    url: visit(session).findLast(({ ts }) => ts <= session.startedAt + after)?.url ?? `${site}/`,
  }))

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A picture of 8 × 6 grey pixels: one is as good as another where it is not looked at. */
export const PIXELS = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  chunk('IHDR', Buffer.from('00000008000000060800000000', 'hex')),
  chunk('IDAT', deflateSync(Buffer.alloc(6 * 9, 0))),
  chunk('IEND', Buffer.alloc(0)),
])
