import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Realtime } from '../../../core/analytics/realtime.ts'
import type { StampedEvent } from '../../../core/ingest/stamped-batch.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import type { StreamFunction } from '../../../functions/runtime/stream/stream.ts'
import { client, makeStamped, uuid } from '../../unit/core/make-batch.ts'
import { call, context, kinesisEvent } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000

let stage: Stage
let handler: HttpFunction
let rollUp: StreamFunction
let shop: MadeProject
let sent = 0

beforeAll(async () => {
  stage = await startStage()
  handler = (await import('../../../functions/http/analytics.ts')).handler
  rollUp = (await import('../../../functions/stream/roll-up-sessions.ts')).handler
  shop = await makeProject('owner')
})

afterAll(() => stage.stop())

const arrive = async (
  session: number,
  minutesAgo: number[],
  event: Partial<StampedEvent> = {},
  parts: Parameters<typeof makeStamped>[0] = {},
): Promise<void> => {
  const now = Date.now()
  const events = minutesAgo.map((ago) => ({
    eventId: uuid(++sent),
    name: 'page_view',
    ts: now - ago * MINUTE_MS,
    url: 'https://shop.example/pricing?x=1',
    ...event,
  }))
  const { projectId } = shop
  const batch = makeStamped({
    projectId,
    sessionId: uuid(10_000 + session),
    visitorId: uuid(20_000 + session),
    receivedAt: now,
    ...parts,
    events,
  })
  await rollUp(kinesisEvent([batch], sent), context())
}

test('who was heard of in the last five minutes is here, and who in the last thirty was', async () => {
  await arrive(1, [20, 1])
  await arrive(2, [2], { userId: 'ada', referrer: 'https://blog.example/a' })
  // The same person with another browser.
  await arrive(
    3,
    [3],
    { userId: 'ada', url: 'https://shop.example/cart' },
    { client: { ...client, device: 'mobile', country: 'SE' } },
  )
  await arrive(4, [12])
  await arrive(5, [45])
  await arrive(6, [1], {}, { client: { ...client, bot: true } })
  const { status, body } = await call(handler, {
    to: 'showRealtime',
    headers: { 'x-api-key': shop.secretKey },
  })
  expect(status).toBe(200)
  const { minutes, asOf, ...realtime } = body as Realtime
  expect(realtime).toEqual({
    visitors5: 2,
    visitors30: 3,
    users5: 1,
    sessions30: 4,
    pages: [
      { value: '/pricing', visitors: 2 },
      { value: '/cart', visitors: 1 },
    ],
    sources: [
      { value: null, visitors: 2 },
      { value: 'blog.example', visitors: 1 },
    ],
    countries: [
      { value: 'NO', visitors: 2 },
      { value: 'SE', visitors: 1 },
    ],
    devices: [
      { value: 'desktop', visitors: 2 },
      { value: 'mobile', visitors: 1 },
    ],
    complete: true,
  })
  expect(minutes).toHaveLength(30)
  expect(minutes.at(-1)?.start).toBe(Math.floor(asOf / MINUTE_MS) * MINUTE_MS)
  // One at 20 and 1, one person at 2 and 3, one at 12.
  expect(minutes.reduce((sum, { visitors }) => sum + visitors, 0)).toBe(5)
})
