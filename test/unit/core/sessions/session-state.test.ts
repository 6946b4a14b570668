import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  SESSION_MAX_BYTES,
  SESSION_MAX_TABS,
  SESSION_METADATA_MAX_BYTES,
  SOCKET_FRAME_MAX_BYTES,
} from '../../../../core/limits.ts'
import { foldBatch } from '../../../../core/sessions/fold-batch.ts'
import type { SessionState } from '../../../../core/sessions/session-state.ts'
import { sessionStateSchema } from '../../../../core/sessions/session-state.ts'
import { toSession } from '../../../../core/sessions/to-session.ts'
import { fitsFrame } from '../../../../core/socket/session-frames.ts'
import { makeStamped, NOON, uuid } from '../make-batch.ts'

const fixtures = new URL('../fixtures/session-state/', import.meta.url)
const read = (file: string) =>
  sessionStateSchema.parse(JSON.parse(readFileSync(new URL(file, fixtures), 'utf8')))

test.each(readdirSync(fixtures))('what was kept as %s is read, and goes on with the next batch', (file) => {
  const state = read(file)
  const next = makeStamped({
    seq: 2,
    receivedAt: NOON + 1_000,
    events: [{ name: 'rage_click', ts: NOON + 1_000 }],
  })
  expect(foldBatch(state, makeStamped({ seq: 1 }))).toBe(state)
  expect(foldBatch(state, next)).toMatchObject({
    v: 2,
    events: 3,
    rageClicks: 1,
    endedAt: null,
    visitorId: uuid(901),
  })
})

test('what version 1 did not keep is empty', () => {
  expect(toSession(read('v1.json'))).toMatchObject({
    pages: [],
    eventNames: [],
    engagedMs: 0,
    region: null,
    utm: { source: null },
    activity: { counts: [] },
  })
})

test('an item stays below its bound and its frame below the socket’s, whatever is sent', () => {
  const wide = '\u{20ac}'
  const long = (n: number) => `https://a.test/${n}${'p'.repeat(2_030 - String(n).length)}`
  const state = Array.from({ length: 3_000 }, (_, n) =>
    makeStamped({
      tabId: uuid(n % (SESSION_MAX_TABS + 10)),
      seq: n,
      receivedAt: NOON + n,
      rules: { idleMinutes: 600, keepDays: 730, replayDays: 730 },
      mayRepeat: true,
      metadata: { said: 'm'.repeat(SESSION_METADATA_MAX_BYTES - 11) },
      client: {
        ip: '',
        browser: wide.repeat(60),
        os: wide.repeat(60),
        device: 'other',
        bot: true,
        city: wide.repeat(100),
        region: wide.repeat(100),
      },
      events: [
        {
          name: `${'n'.repeat(95)}_${n % 999}`,
          ts: NOON + n * 60_000,
          url: long(n),
          referrer: long(n),
          userId: wide.repeat(255),
        },
        { name: 'page_view', ts: NOON + n * 60_000, url: `https://a.test/${n}${wide.repeat(2_000)}` },
      ],
    }),
  ).reduce<SessionState | undefined>(foldBatch, undefined) as SessionState
  expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(SESSION_MAX_BYTES)
  expect(SOCKET_FRAME_MAX_BYTES).toBeLessThan(SESSION_MAX_BYTES)
  expect(fitsFrame({ event: 'session_update', data: { session: toSession(state) } })).toBe(true)
})
