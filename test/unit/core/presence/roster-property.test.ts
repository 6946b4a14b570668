// Histories of one user's devices, with a sweep every five seconds and clocks that step: what readers and watchers are
// told is compared with what a bystander knows who sees everything.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PRESENCE_GRACE_MS, PRESENCE_SWEEP_MS } from '../../../../core/limits.ts'
import {
  type Change,
  isOver,
  leave,
  newRoster,
  type Roster,
  rebase,
  renew,
  seenAt,
  settle,
  statusOf,
  withoutChange,
} from '../../../../core/presence/roster.ts'

const PING_MS = 20_000
const LEASE_MS = 2.5 * PING_MS
const DEVICES = 3
const TICK_MS = 500

type Step =
  | { kind: 'connect' | 'die' | 'close' | 'late-goodbye'; device: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'clock'; ms: number }

/** What the bystander knows of a connection: whether it is there, and when its silence began. */
type Line = { id: string; there: boolean; endedAt?: number; closed?: boolean }

const stepOf = (clocks: boolean): fc.Arbitrary<Step> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('connect' as const, 'die' as const, 'close' as const, 'late-goodbye' as const),
        device: fc.nat(DEVICES - 1),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 100, max: 90_000 }) }),
    },
    ...(clocks
      ? [
          {
            weight: 1,
            arbitrary: fc.record({
              kind: fc.constant('clock' as const),
              ms: fc.integer({ min: -3_600_000, max: 3_600_000 }),
            }),
          },
        ]
      : []),
  )

/** A world in steps of half a second: true time, and the clock that our machines have. */
const world = () => {
  let time = 1_000_000_000
  let offset = 0
  let serial = 0
  let steppedAt = Number.NEGATIVE_INFINITY
  let roster: Roster | undefined
  let remembered = { version: 0, lastSeenAt: null as number | null }
  const lines: (Line & { pingsAt: number })[] = []
  const told: Change[] = []
  const now = () => time + offset

  const fold = (change: (before: Roster) => Roster, ifThere = false) => {
    if (!roster && ifThere) return
    const before = roster ?? newRoster({ username: null, hidden: false, ...remembered })
    let after = change(before)
    for (const one of after.changes) {
      told.push(one)
      after = withoutChange(after, one.version)
    }
    if (isOver(after)) {
      remembered = { version: after.told.version, lastSeenAt: after.lastSeenAt }
      roster = undefined
    } else roster = after
  }
  const sign = (id: string) =>
    fold((before) => settle(renew(before, id, { leaseMs: LEASE_MS }, now()), now()))
  const goodbye = (id: string) => fold((before) => settle(leave(before, id, now()), now()), true)
  const isHere = () => lines.some(({ there }) => there)

  const tick = () => {
    time += TICK_MS
    for (const line of lines) {
      if (!line.there || time < line.pingsAt) continue
      sign(line.id)
      line.pingsAt = time + PING_MS
    }
    if (time % PRESENCE_SWEEP_MS === 0) {
      fold((before) => settle(rebase(before, now()), now()), true)
      if (roster && seenAt(roster) > now()) throw new Error('A sign of life lies in the future.')
    }
  }

  const lineOf = (device: number) => lines.filter((_, nth) => nth % DEVICES === device)

  return {
    told,
    isHere,
    now: () => time,
    reads: () => (roster ? statusOf(roster, now()) : 'offline'),
    lastTold: () => told.at(-1)?.status ?? 'offline',
    lines,
    steppedAt: () => steppedAt,
    wait: (ms: number, check: () => void) => {
      for (let waited = 0; waited < ms; waited += TICK_MS) {
        tick()
        check()
      }
    },
    step: (step: Exclude<Step, { kind: 'wait' }>) => {
      if (step.kind === 'clock') {
        offset += step.ms
        steppedAt = time
        return
      }
      if (step.kind === 'connect') {
        const id = `line-${++serial}`
        // In its own column, so that a device's lines are found again.
        while (lines.length % DEVICES !== step.device) lines.push({ id: '', there: false, pingsAt: 0 })
        lines.push({ id, there: true, pingsAt: time + PING_MS })
        sign(id)
        return
      }
      const line =
        step.kind === 'late-goodbye'
          ? lineOf(step.device).find(
              ({ there, endedAt, closed }) => !there && endedAt !== undefined && !closed,
            )
          : lineOf(step.device).findLast(({ there }) => there)
      if (!line) return
      if (step.kind === 'late-goodbye') {
        line.closed = true
        return goodbye(line.id)
      }
      line.there = false
      line.endedAt = time
      if (step.kind === 'close') {
        line.closed = true
        goodbye(line.id)
      }
    },
  }
}

/** `expect` would take most of the time: the world is looked at a hundred times a minute. */
const same = (actual: string, expected: string, what: string): void => {
  if (actual !== expected) throw new Error(`${what}: it is ${actual}`)
}

const live = (steps: Step[]) => {
  const it = world()
  let hereSince: number | undefined
  let goneSince: number | undefined = it.now()
  const look = () => {
    if (it.isHere()) {
      hereSince ??= it.now()
      goneSince = undefined
    } else {
      goneSince ??= it.now()
      hereSince = undefined
    }
  }
  /** How long a clock that stepped may make us wrong: until the next ping, or a lease and a sweep more. */
  const sinceStep = () => it.now() - it.steppedAt()
  const check = () => {
    look()
    if (hereSince !== undefined && sinceStep() > PING_MS) {
      same(it.reads(), 'online', 'who is here reads as here')
      same(it.lastTold(), 'online', 'who is here is told as here')
    }
    const settled = LEASE_MS + PRESENCE_SWEEP_MS
    if (goneSince === undefined || sinceStep() <= 2 * settled) return
    const gone = it.now() - goneSince
    if (gone > LEASE_MS) same(it.reads(), 'offline', 'who is gone reads as gone when its lease has ended')
    if (gone > LEASE_MS + 15_000)
      same(it.lastTold(), 'offline', 'who is gone is told as gone, 15 s after its lease at the latest')
  }
  for (const step of steps) {
    if (step.kind === 'wait') it.wait(step.ms, check)
    else it.step(step)
    look()
  }
  it.wait(2 * (LEASE_MS + PRESENCE_SWEEP_MS) + 20_000, check)
  return it
}

test('the roster is right within its stated delay, whatever devices do and however clocks step', () => {
  fc.assert(
    fc.property(fc.array(stepOf(true), { maxLength: 25 }), (steps) => {
      const { told } = live(steps)
      expect(told.map(({ version }) => version)).toEqual(told.map((_, nth) => nth + 1))
      for (const [nth, { status }] of told.entries())
        expect(status).not.toBe(told[nth - 1]?.status ?? 'offline')
    }),
    { numRuns: 150 },
  )
})

test('nobody is told of an absence that was shorter than the grace', () => {
  const absence = fc.integer({ min: 100, max: PRESENCE_GRACE_MS - 2 * TICK_MS })
  fc.assert(
    fc.property(fc.array(absence, { minLength: 1, maxLength: 6 }), (absences) => {
      const steps = absences.flatMap((ms): Step[] => [
        { kind: 'close', device: 0 },
        { kind: 'wait', ms },
        { kind: 'connect', device: 0 },
        { kind: 'wait', ms: 30_000 },
      ])
      const it = world()
      it.step({ kind: 'connect', device: 0 })
      for (const step of steps) {
        if (step.kind === 'wait') it.wait(step.ms, () => undefined)
        else it.step(step)
      }
      expect(it.told.map(({ status }) => status)).toEqual(['online'])
    }),
    { numRuns: 50 },
  )
})

test('a bystander who ignores leases would find this roster wrong: the comparison can fail', () => {
  const it = world()
  it.step({ kind: 'connect', device: 0 })
  it.step({ kind: 'die', device: 0 })
  it.wait(LEASE_MS - 1_000, () => undefined)
  expect(it.isHere()).toBe(false)
  expect(it.reads()).toBe('online')
  it.wait(1_100, () => undefined)
  expect(it.reads()).toBe('offline')
})
