import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type BucketPolicy, policiesWith, type WindowPolicy } from '../../../../core/rate-limits/policies.ts'
import { type RateLimits, rateLimits } from '../../../../functions/stores/rate-limits.ts'
import { type Stage, startStage } from '../../stage.ts'
import { type Calls, countingClient } from './count-calls.ts'

const NOON = Date.UTC(2026, 4, 1, 12)
const table = 'requests'

let stage: Stage
let client: ReturnType<typeof countingClient>['client']
let calls: Calls
let now = NOON
let limits: RateLimits
let principal = 'principal-0'
let tests = 0

/** As another container: its own memory, the same table and clock. */
const container = () => rateLimits({ client, table, now: () => now, timeoutMs: 20_000 })
const forget = () => Object.assign(calls, { writes: 0, reads: 0 })
const window = (limit: number): WindowPolicy => ({ name: 'auth', limit, windowSeconds: 60 })
const bucket = (perSecond: number, burst: number): BucketPolicy => ({ name: 'ingest', perSecond, burst })

beforeAll(async () => {
  stage = await startStage()
  ;({ client, calls } = countingClient())
})

afterAll(() => stage.stop())

beforeEach(() => {
  now = NOON
  limits = container()
  tests += 1
  principal = `principal-${tests}`
  forget()
})

describe('an exact window', () => {
  test('admits its limit from the first request to the end, over all containers', async () => {
    const others = [container(), container(), container()]
    const verdicts = []
    for (let request = 0; request < 12; request += 1) {
      verdicts.push(await (others[request % 3] as RateLimits).take(window(10), principal))
      now += 5_000
    }
    expect(verdicts.map(({ allowed }) => allowed)).toEqual([...Array(10).fill(true), false, false])
    expect(verdicts[9]).toMatchObject({ remaining: 0, resetSeconds: 15 })
    expect(verdicts[10]).toMatchObject({ remaining: 0, retryAfterSeconds: 10 })
    expect(await limits.take(window(10), principal)).toMatchObject({
      allowed: true,
      remaining: 9,
      resetSeconds: 60,
    })
  })

  test('costs one write, and nothing once it refuses', async () => {
    for (let request = 0; request < 3; request += 1) await limits.take(window(3), principal)
    expect(calls).toEqual({ writes: 3, reads: 0 })
    for (let request = 0; request < 50; request += 1)
      expect(await limits.take(window(3), principal)).toMatchObject({ allowed: false, retryAfterSeconds: 60 })
    expect(calls).toEqual({ writes: 3, reads: 0 })
  })

  test('counts a cost whole or not at all', async () => {
    await limits.take(window(10), principal, 7)
    expect(await limits.take(window(10), principal, 4)).toMatchObject({ allowed: false, remaining: 3 })
    expect(await container().take(window(10), principal, 4)).toMatchObject({ allowed: false, remaining: 3 })
    expect(await container().take(window(10), principal, 3)).toMatchObject({ allowed: true, remaining: 0 })
  })

  test('keeps principals and policies apart', async () => {
    await limits.take(window(1), principal)
    expect((await limits.take(window(1), `${principal}-other`)).allowed).toBe(true)
    expect((await limits.take({ ...window(1), name: 'presence' }, principal)).allowed).toBe(true)
  })

  test('leaves a row that goes soon after its end', async () => {
    await limits.take(window(10), principal)
    const Key = { pk: `limit#auth#${principal}`, sk: 'limit' }
    const { Item } = await client.send(new GetCommand({ TableName: table, Key }))
    expect(Item).toEqual({ ...Key, used: 1, resetAt: NOON + 60_000, expiresAt: NOON / 1000 + 120 })
  })

  test('gives back what should not count, also after a refusal', async () => {
    await limits.take(window(2), principal)
    await limits.take(window(2), principal)
    expect((await limits.take(window(2), principal)).allowed).toBe(false)
    expect(await limits.giveBack(window(2), principal)).toBe(true)
    expect(await limits.take(window(2), principal)).toMatchObject({ allowed: true, remaining: 0 })
  })

  test('takes nothing back that is over: the next window is not larger for it', async () => {
    await limits.take(window(2), principal)
    now += 60_000
    await limits.giveBack(window(2), principal)
    await limits.take(window(2), principal)
    await limits.giveBack(window(2), principal, 5)
    expect(await limits.take(window(2), principal)).toMatchObject({ allowed: true, remaining: 0 })
    expect((await limits.take(window(2), principal)).allowed).toBe(false)
  })
})

describe('an exact bucket', () => {
  test('admits its burst at once, then what flows in', async () => {
    const policy = bucket(10, 100)
    expect(await limits.take(policy, principal, 100)).toMatchObject({ allowed: true, remaining: 0 })
    expect(await limits.take(policy, principal, 5)).toMatchObject({ allowed: false, retryAfterSeconds: 1 })
    now += 499
    expect((await container().take(policy, principal, 5)).allowed).toBe(false)
    now += 1
    expect((await container().take(policy, principal, 5)).allowed).toBe(true)
    now += 10_000
    expect(await container().take(policy, principal, 1)).toMatchObject({ allowed: true, remaining: 99 })
  })

  test('of a rate that no millisecond divides still gives all of its burst', async () => {
    const policy = bucket(300, 100)
    for (let request = 0; request < 100; request += 1)
      expect((await container().take(policy, principal)).allowed, `${request}`).toBe(true)
    expect((await container().take(policy, principal)).allowed).toBe(false)
  })
})

describe('leases', () => {
  const { ingest, 'ip-ingest': address } = policiesWith()

  test('serve more than 30 batches of a busy project by one write, and a hundred requests of a busy address', async () => {
    for (let request = 0; request < 1_000; request += 1) {
      expect((await limits.leased(ingest, principal, 50)).allowed).toBe(true)
      now += 50
    }
    expect(calls.writes).toBeLessThanOrEqual(1_000 / 30)
    forget()
    for (let request = 0; request < 1_000; request += 1) {
      expect((await limits.leased(address, principal, 1)).allowed).toBe(true)
      now += 50
    }
    expect(calls.writes).toBeLessThanOrEqual(10)
    expect(calls.reads).toBe(0)
  })

  test('are shared by all who ask at the same time', async () => {
    const together = await Promise.all(Array.from({ length: 60 }, () => limits.leased(ingest, principal, 50)))
    expect(together.every(({ allowed }) => allowed)).toBe(true)
    // The first is a few batches; those who waited for it share the second.
    expect(calls).toEqual({ writes: 2, reads: 0 })
  })

  test('are not spent twice by batches of all sizes that come at once', async () => {
    const policy = bucket(1_000, 700)
    const containers = [container(), container(), container()]
    const costs = Array.from({ length: 300 }, (_, index) => 1 + ((index * 37) % 100))
    const verdicts = await Promise.all(
      costs.map((cost, index) => (containers[index % 3] as RateLimits).leased(policy, principal, cost)),
    )
    const total = costs.reduce((sum, cost, index) => sum + (verdicts[index]?.allowed ? cost : 0), 0)
    expect(total).toBeLessThanOrEqual(700)
    expect(total).toBeGreaterThan(600)
  })

  test('refuse a batch that is larger than what is left as a whole, and admit a smaller one', async () => {
    const policy = bucket(1_000, 120)
    expect((await limits.leased(policy, principal, 100)).allowed).toBe(true)
    expect(await limits.leased(policy, principal, 50)).toMatchObject({
      allowed: false,
      remaining: 20,
      retryAfterSeconds: 1,
    })
    expect(await limits.leased(policy, principal, 20)).toMatchObject({ allowed: true, remaining: 0 })
  })

  test('answer a flood from memory', async () => {
    const policy = window(100)
    for (let request = 0; request < 100; request += 1)
      expect((await limits.leased(policy, principal, 1)).allowed).toBe(true)
    const late = container()
    expect((await late.leased(policy, principal, 1)).allowed).toBe(false)
    forget()
    for (let request = 0; request < 500; request += 1) {
      const by = request % 2 ? late : limits
      expect(await by.leased(policy, principal, 1)).toMatchObject({ allowed: false, retryAfterSeconds: 60 })
    }
    expect(calls).toEqual({ writes: 0, reads: 0 })
    now += 60_000
    expect((await late.leased(policy, principal, 1)).allowed).toBe(true)
  })

  test('ask an empty bucket again after a second, and then take what it gathered at once', async () => {
    const policy = bucket(1_000, 2_000)
    const flood = async (milliseconds: number) => {
      let admittedEvents = 0
      for (const end = now + milliseconds; now < end; now += 5)
        if ((await limits.leased(policy, principal, 50)).allowed) admittedEvents += 50
      return admittedEvents
    }
    await flood(2_000)
    forget()
    expect(await flood(10_000)).toBeGreaterThanOrEqual(9_500)
    expect(calls.writes + calls.reads).toBeLessThanOrEqual(80)
  })

  test('refuse what exceeds the whole policy, without a call and without a promise', async () => {
    const verdict = await limits.leased(bucket(1_000, 100), principal, 101)
    expect(verdict).toMatchObject({ allowed: false, remaining: 100 })
    expect(verdict.retryAfterSeconds).toBeUndefined()
    expect(calls).toEqual({ writes: 0, reads: 0 })
    expect((await limits.leased(bucket(1_000, 100), principal, 100)).allowed).toBe(true)
  })

  test('are good for a minute: what is unused then is taken anew', async () => {
    await limits.leased(ingest, principal, 50)
    now += 59_999
    await limits.leased(ingest, principal, 50)
    expect(calls.writes).toBe(1)
    now += 1
    await limits.leased(ingest, principal, 50)
    expect(calls.writes).toBe(2)
  })

  test('of a window end with it', async () => {
    await limits.leased(window(640), principal, 1)
    now += 60_000
    expect(await limits.leased(window(640), principal, 1)).toMatchObject({ allowed: true, remaining: 639 })
    expect(calls.writes).toBe(2)
  })

  test('leave to others what one container does not need', async () => {
    const [busy, calm] = [container(), container()]
    await calm.leased(address, principal, 1)
    let allowed = 1
    while ((await busy.leased(address, principal, 1)).allowed) allowed += 1
    while ((await calm.leased(address, principal, 1)).allowed) allowed += 1
    expect(allowed).toBe(address.limit)
  })
})

describe('a DynamoDB that fails', () => {
  const { ingest, auth } = policiesWith()

  test('admits, says so and why, and is left alone for a second', async () => {
    const missing = rateLimits({ client, table: 'missing', now: () => now })
    const expected = { allowed: true, degraded: true, cause: { name: 'ResourceNotFoundException' } }
    expect(await missing.take(auth, principal)).toMatchObject(expected)
    expect(await missing.leased(ingest, principal, 50)).toMatchObject(expected)
    expect(calls.writes).toBe(2)
    now += 999
    expect(await missing.take(auth, principal)).toMatchObject(expected)
    expect(await missing.leased(ingest, principal, 50)).toMatchObject(expected)
    expect(calls.writes).toBe(2)
    now += 1
    await missing.take(auth, principal)
    await missing.leased(ingest, principal, 50)
    expect(calls.writes).toBe(4)
    expect(await missing.giveBack(auth, principal)).toBe(false)
  })

  test('that never answers keeps nobody waiting', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const stuck = rateLimits({
      client: countingClient(endpoint).client,
      table,
      now: () => now,
      timeoutMs: 50,
    })
    const verdicts = await Promise.all([
      stuck.take(auth, principal),
      stuck.leased(ingest, principal, 50),
      stuck.leased(ingest, principal, 50),
    ])
    expect(verdicts.map(({ allowed, degraded }) => [allowed, degraded])).toEqual(Array(3).fill([true, true]))
    silent.closeAllConnections()
    silent.close()
  })

  test('still refuses what is known to be used up', async () => {
    await limits.take(window(1), principal)
    const down = client.send
    client.send = () => Promise.reject(new Error('down'))
    try {
      expect((await limits.take(window(1), principal)).allowed).toBe(false)
    } finally {
      client.send = down
    }
  })
})
