// What the ingest makes of a request's own facts: addresses, clocks, and the ways in which a page that goes may send.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { CLOCK_TRUST_MS } from '../../../core/limits.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { makeBatch, makeEvent } from '../../unit/core/make-batch.ts'
import { type Call, call } from '../invocations.ts'
import { type MadeProject, makeProject } from '../make-project.ts'
import { type Stage, startStage } from '../stage.ts'
import { recordsOn } from '../stored-objects.ts'

const SHOP = 'https://shop.example'
const HOUR_MS = 60 * 60_000

let stage: Stage
let track: HttpFunction
let project: MadeProject
let whole: MadeProject

beforeAll(async () => {
  stage = await startStage()
  track = (await import('../../../functions/http/track.ts')).handler
  project = await makeProject('ada', 'Shop', [SHOP])
  whole = await makeProject('ada', 'Whole', [SHOP])
  const { handler: accounts } = await import('../../../functions/http/accounts.ts')
  await call(accounts, {
    to: 'updateProject',
    memberId: 'ada',
    params: { projectId: whole.projectId },
    body: { fullAddresses: true },
  })
})

afterAll(() => stage.stop())

const stamped = async (parts: Call, { publishableKey } = project): Promise<StampedBatch> => {
  const query = { k: publishableKey }
  expect(await call(track, { to: 'track', query, body: makeBatch(), ...parts })).toMatchObject({
    status: 202,
  })
  return (await recordsOn('events')).at(-1)?.batch as StampedBatch
}

describe('the address of a visitor', () => {
  test.each([
    ['198.51.100.77', '198.51.100.0', '198.51.100.77'],
    ['2001:db8:12:34:56:78:9a:bc', '2001:db8:12::', '2001:db8:12:34:56:78:9a:bc'],
    ['::ffff:198.51.100.77', '198.51.100.0', '::ffff:198.51.100.77'],
  ])(
    '%s is kept as its network, and whole only where the project says so',
    async (address, network, full) => {
      const headers = { 'x-playhead-viewer-ip': address }
      expect((await stamped({ headers })).client.ip).toBe(network)
      expect((await stamped({ headers }, whole)).client.ip).toBe(full)
      const loose = { headers, body: { events: [{ name: 'a' }] } }
      expect((await stamped(loose)).client.ip).toBe(network)
      expect((await stamped(loose, whole)).client.ip).toBe(full)
    },
  )

  test('is 45 characters at most, whatever is said', async () => {
    const headers = { 'x-playhead-viewer-ip': '1'.repeat(500) }
    expect((await stamped({ headers })).client.ip).toBe('')
    expect((await stamped({ headers }, whole)).client.ip).toHaveLength(45)
  })
})

describe('a clock that is wrong', () => {
  test.each([-30 * 24, -5, -1, 1, 7, 400 * 24])('by %i hours changes no time of ours', async (hours) => {
    const theirs = Date.now() + hours * HOUR_MS
    const event = makeEvent({ ts: theirs - 2_000 })
    const batch = await stamped({ body: makeBatch({ sentAt: theirs, events: [event] }) })
    const loose = { eventId: event.eventId, name: 'click', ts: theirs - 2_000 }
    const alone = await stamped({ body: { sentAt: theirs, events: [loose] } })
    for (const { events, receivedAt } of [batch, alone]) {
      const ago = receivedAt - (events[0]?.ts ?? 0)
      // A clock that is a little behind looks like a slow network.
      expect(ago).toBeGreaterThanOrEqual(1_900)
      expect(ago).toBeLessThanOrEqual(2_100)
    }
  })

  test('is never believed far from the time of receipt, whatever it says', async () => {
    const time = fc.oneof(
      fc.constantFrom(0, 1, Date.now(), Date.now() + 10 ** 11, Number.MAX_SAFE_INTEGER, 8.64e15),
      fc.maxSafeNat(),
    )
    await fc.assert(
      fc.asyncProperty(time, time, fc.boolean(), async (ts, sentAt, alone) => {
        const body = alone
          ? { sentAt, events: [{ name: 'a', ts }] }
          : makeBatch({ sentAt, events: [makeEvent({ ts })] })
        const { events, receivedAt } = await stamped({ body })
        expect(events[0]?.ts).toBeLessThanOrEqual(receivedAt)
        expect(events[0]?.ts).toBeGreaterThanOrEqual(receivedAt - CLOCK_TRUST_MS)
      }),
      { numRuns: 60 },
    )
  })

  test('that says no time at all is refused, field by field', async () => {
    const query = { k: project.publishableKey }
    for (const sentAt of [-1, 1.5, '2026', null, 1e300]) {
      const body = { ...makeBatch(), sentAt }
      expect(await call(track, { to: 'track', query, body })).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'sentAt' }] },
      })
    }
  })
})

test.each(['text/plain;charset=UTF-8', 'application/json', undefined])(
  'a beacon with a Blob of type %s brings its key in the address, and needs no header of its own',
  async (type) => {
    const raw = JSON.stringify({ events: [{ name: 'leave', url: `${SHOP}/cart` }] })
    const headers: Record<string, string> = { origin: SHOP, ...(type && { 'content-type': type }) }
    expect((await stamped({ raw, body: undefined, headers })).events[0]?.name).toBe('leave')
    const query = { k: project.publishableKey }
    const reply = await call(track, { to: 'sendEvents', query, raw, headers })
    expect(reply).toMatchObject({ status: 202, headers: { 'access-control-allow-origin': '*' } })
  },
)
