// Histories in which sessions are pinned, unpinned, noted and expired, at once and with deaths in between.
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { PINNED_UNTIL } from '../../../core/pins/pin.ts'
import { movableClock } from '../movable-clock.ts'
import { type PinnedWorld, pinnedWorld } from '../pinned-world.ts'
import { type Stage, startStage } from '../stage.ts'

/** `HISTORIES=200 npm run test:functions -- pins-property` looks for longer. */
const HISTORIES = Number(process.env['HISTORIES'] ?? 12)
const SESSIONS = [1, 2, 3]

type Step =
  | { kind: 'pin' | 'unpin' | 'note'; n: number }
  | { kind: 'days'; count: number }
  | { kind: 'expire' }
  /** The two at once. */
  | { kind: 'race'; n: number; with: 'pin' | 'unpin' }
  /** Dies at one of its writes. */
  | { kind: 'death'; n: number; of: 'pin' | 'unpin' | 'expire'; at: number }

const ofOne = fc.constantFrom(...SESSIONS)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('pin', 'unpin', 'note'), n: ofOne }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('days'), count: fc.constantFrom(1, 9, 11, 30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire') }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('race'), n: ofOne, with: fc.constantFrom('pin', 'unpin') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('death'),
      n: ofOne,
      of: fc.constantFrom('pin', 'unpin', 'expire'),
      at: fc.integer({ min: 1, max: 8 }),
    }),
  },
) as fc.Arbitrary<Step>

let stage: Stage
let world: PinnedWorld
let clock: ReturnType<typeof movableClock>

beforeAll(async () => {
  clock = movableClock()
  stage = await startStage()
  world = await pinnedWorld(clock)
})
afterEach(() => clock.reset())
afterAll(() => stage.stop())

const WRITES = ['PutCommand', 'UpdateCommand', 'DeleteCommand']

/** Whatever it is at, from its nth write of sessions and people on it does nothing any more. */
const dying = async (nth: number, work: () => Promise<unknown>): Promise<void> => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const send = dynamodb.send.bind(dynamodb) as (command: unknown) => Promise<unknown>
  let writes = 0
  const spy = vi.spyOn(dynamodb, 'send').mockImplementation((async (command: {
    constructor: { name: string }
    input: { TableName?: string }
  }) => {
    const counts = ['sessions', 'people'].includes(command.input.TableName ?? '')
    if (counts && WRITES.includes(command.constructor.name)) writes += 1
    if (writes >= nth) throw new Error('killed')
    return send(command)
  }) as never)
  // It is killed: only what it leaves counts.
  await work().catch(() => undefined)
  spy.mockRestore()
}

const heldRows = async (): Promise<string[]> => {
  const { dynamodb } = await import('../../../functions/runtime/clients/dynamodb.ts')
  const { ScanCommand } = await import('@aws-sdk/lib-dynamodb')
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: 'people' }))
  return Items.filter(
    ({ pk, expiresAt }) =>
      String(pk).includes(world.projectId()) &&
      (expiresAt === PINNED_UNTIL || String(pk).startsWith('pins#')),
  ).map(({ pk }) => String(pk))
}

/** What must be there of a session for as long as it is pinned. */
type Kept = { notes: number; objects: number }

const take = async (of: Step, kept: Map<number, Kept>): Promise<void> => {
  const noteKept = async (n: number) => {
    // What was promised holds from here on.
    const pin = (await world.session(n))?.pinned
    if (!pin) return kept.delete(n)
    const objects = await world.objects(n)
    const promised = objects.filter((name) => pin.withReplay || /events|manifest/.test(name))
    return kept.set(n, { notes: await world.notes(n), objects: promised.length })
  }
  if (of.kind === 'days') world.days(of.count)
  if (of.kind === 'expire') await world.expire()
  if (of.kind === 'note') await world.note(of.n)
  if (of.kind === 'pin') expect([200, 404]).toContain((await world.pin(of.n)).status)
  if (of.kind === 'unpin') expect([204, 404]).toContain((await world.unpin(of.n)).status)
  if (of.kind === 'race')
    await Promise.all([of.with === 'pin' ? world.pin(of.n) : world.unpin(of.n), world.expire()])
  if (of.kind === 'death')
    await dying(of.at, () => (of.of === 'expire' ? world.expire() : world[of.of](of.n)))
  if ('n' in of) await noteKept(of.n)
}

test('what is pinned stays whole, what is not goes, whatever happens at once and dies', async () => {
  let pinnedAtEnd = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      clock.reset()
      await world.begin()
      for (const n of SESSIONS) {
        await world.visit(n, 1)
        await world.note(n)
      }
      const kept = new Map<number, Kept>()
      for (const one of steps) await take(one, kept)
      for (const days of [1, 40, 1]) {
        world.days(days)
        await world.expire()
      }
      for (const n of SESSIONS) {
        const session = await world.session(n)
        const promised = kept.get(n)
        if (promised) {
          expect(session?.pinned).toBeTruthy()
          expect(await world.notes(n)).toBeGreaterThanOrEqual(promised.notes)
          expect((await world.objects(n)).length).toBe(promised.objects)
          pinnedAtEnd += 1
        } else {
          expect(session).toBeUndefined()
          expect(await world.objects(n)).toEqual([])
        }
      }
      expect(new Set(await world.listed({ pinned: 'true' })).size).toBe(kept.size)
      // The visitor and the link of its user, as long as either is needed; nothing else is held by then.
      const held = await heldRows()
      expect(held.filter((pk) => /^(user|visitor)#/.test(pk))).toHaveLength(kept.size > 0 ? 2 : 0)
      if (kept.size === 0) expect(held).toEqual([])
    }),
    { numRuns: HISTORIES, seed: 7 },
  )
  // Histories in which nothing is pinned would tell nothing.
  expect(pinnedAtEnd).toBeGreaterThan(0)
}, 120_000)
