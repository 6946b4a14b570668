// The named limits through the gate: whom they stop, whom they leave alone, and what an answer tells of them.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { KEY_CACHE_MS, USAGE_WRITE_MS } from '../../../core/limits.ts'
import type { Usage } from '../../../core/usage/usage.ts'
import type { HttpFunction } from '../../../functions/runtime/http/http.ts'
import { makeBatch, makeEvent } from '../../unit/core/make-batch.ts'
import { accountsClient } from '../accounts-client.ts'
import { type Call, call, httpEvent, type Reply, replyTo } from '../invocations.ts'
import { makeProject } from '../make-project.ts'
import { movableClock } from '../movable-clock.ts'
import { type Stage, startStage } from '../stage.ts'

const API = 6
const IP = 30
const IP_INGEST = 12
const BURST = 100
const MINUTE_MS = 60_000

const clock = movableClock()
let stage: Stage
let accounts: Awaited<ReturnType<typeof accountsClient>>
let listSessions: HttpFunction
let track: HttpFunction
let noRoute: HttpFunction

beforeAll(async () => {
  stage = await startStage()
  process.env['LIMITS'] = JSON.stringify({
    api: { limit: API },
    ip: { limit: IP },
    'ip-ingest': { limit: IP_INGEST },
    ingest: { perSecond: 1, burst: BURST },
  })
  accounts = await accountsClient()
  listSessions = (await import('../../../functions/http/list-sessions.ts')).handler
  track = (await import('../../../functions/http/track.ts')).handler
  noRoute = (await import('../../../functions/http/no-route.ts')).handler
})

// Every test begins with windows of its own.
afterEach(() => clock.advance(MINUTE_MS))

afterAll(() => stage.stop())

let addresses = 0
const newAddress = () => `198.51.100.${++addresses}`
const from = (address: string) => ({ 'x-playhead-viewer-ip': address })

const read = (secretKey: string, address = newAddress()) =>
  call(listSessions, { headers: { ...from(address), 'x-api-key': secretKey } })

const send = (key: string, events = 1, address = newAddress()) =>
  call(track, {
    to: 'track',
    headers: { ...from(address), 'x-api-key': key },
    body: makeBatch({ events: Array.from({ length: events }, () => makeEvent()) }),
  })

const times = async (count: number, work: () => Promise<Reply>): Promise<number[]> => {
  const statuses = []
  for (let n = 0; n < count; n++) statuses.push((await work()).status)
  return statuses
}

const refusedBy = (name: string) => ({
  status: 429,
  body: { code: 'too-many-requests', success: false, detail: expect.stringContaining(`"${name}"`) },
  headers: { 'retry-after': expect.stringMatching(/^[1-9]\d*$/) },
})

const policiesOf = ({ headers }: Reply) =>
  [...(headers['ratelimit-policy'] ?? '').matchAll(/"([\w-]+)";q=(\d+)/g)].map(([, name, quota]) => [
    name,
    Number(quota),
  ])

const leftOf = ({ headers }: Reply, name: string) =>
  Number(new RegExp(`"${name}";r=(\\d+)`).exec(headers['ratelimit'] ?? '')?.[1])

/** Of all days: midnight may pass meanwhile. */
const sumOf = (days: Usage['days']) => {
  const sum = (name: 'requests' | 'events' | 'limited') => days.reduce((total, day) => total + day[name], 0)
  return { requests: sum('requests'), events: sum('events'), limited: sum('limited') }
}

describe('the limit of a key', () => {
  test('stops that key, from wherever it comes, and nobody else', async () => {
    const [one, other] = [await makeProject('ada'), await makeProject('ada')]
    clock.advance(MINUTE_MS)
    const address = newAddress()
    expect(await times(API, () => read(one.secretKey, address))).toEqual(Array(API).fill(200))
    expect(await read(one.secretKey, address)).toMatchObject(refusedBy('api'))
    expect(await read(one.secretKey)).toMatchObject(refusedBy('api'))
    expect((await read(other.secretKey, address)).status).toBe(200)
    const member = { memberId: 'ada', headers: from(address), query: { projectId: one.projectId } }
    expect((await call(listSessions, member)).status).toBe(200)
    clock.advance(MINUTE_MS)
    expect((await read(one.secretKey, address)).status).toBe(200)
  })

  test('shows in the usage of its project', async () => {
    const { projectId, secretKey } = await makeProject('ann')
    clock.advance(MINUTE_MS)
    await times(API + 2, () => read(secretKey))
    clock.advance(MINUTE_MS)
    await read(secretKey)
    const { days } = (await accounts.ask('ann', 'showUsage', { params: { projectId } })).body as Usage
    expect(sumOf(days)).toEqual({ requests: API + 1, events: 0, limited: 2 })
  })

  test('is what its project says, soon after it says so', async () => {
    const { projectId, secretKey } = await makeProject('bob')
    clock.advance(MINUTE_MS)
    await accounts.ask('bob', 'updateProject', {
      params: { projectId },
      body: { limits: { api: { limit: 2 } } },
    })
    clock.advance(KEY_CACHE_MS)
    expect(await times(3, () => read(secretKey))).toEqual([200, 200, 429])
  })
})

describe('the limit of an address', () => {
  const knock = (address: string) => call(accounts.handler, { to: 'showMe', headers: from(address) })

  test('stops whoever comes from it, also with a key that has taken nothing', async () => {
    const { secretKey } = await makeProject('cat')
    clock.advance(MINUTE_MS)
    const address = newAddress()
    expect(await times(IP, () => knock(address))).toEqual(Array(IP).fill(401))
    expect(await knock(address)).toMatchObject(refusedBy('ip'))
    expect(await read(secretKey, address)).toMatchObject(refusedBy('ip'))
    // What the address was refused the key did not take.
    expect(await times(API, () => read(secretKey))).toEqual(Array(API).fill(200))
  })

  test('is another one at the ingest', async () => {
    const { secretKey } = await makeProject('dan')
    clock.advance(MINUTE_MS)
    const address = newAddress()
    await times(IP, () => knock(address))
    expect(await times(IP_INGEST, () => send(secretKey, 1, address))).toEqual(Array(IP_INGEST).fill(202))
    expect(await send(secretKey, 1, address)).toMatchObject(refusedBy('ip-ingest'))
    expect((await send(secretKey)).status).toBe(202)
  })
})

describe('the limit of a project’s events', () => {
  test('counts events, refuses a batch whole, and shows in the usage of the key', async () => {
    const { projectId, publishableKey } = await makeProject('eve')
    clock.advance(MINUTE_MS)
    expect((await send(publishableKey, BURST)).status).toBe(202)
    expect(await send(publishableKey, 2)).toMatchObject(refusedBy('ingest'))
    clock.advance(USAGE_WRITE_MS)
    expect((await send(publishableKey, 10)).status).toBe(202)
    const { days, keys } = (await accounts.ask('eve', 'showUsage', { params: { projectId } })).body as Usage
    const used = { requests: 2, events: BURST + 10 }
    expect(sumOf(days)).toEqual({ ...used, limited: 1 })
    expect(keys.find(({ name }) => name === 'Website')).toMatchObject(used)
  })

  test('is shared by all keys of the project, and by no other project', async () => {
    const [one, other] = [await makeProject('fay'), await makeProject('fay')]
    clock.advance(MINUTE_MS)
    expect((await send(one.publishableKey, BURST)).status).toBe(202)
    expect(await send(one.secretKey, 5)).toMatchObject(refusedBy('ingest'))
    expect((await send(other.publishableKey, BURST)).status).toBe(202)
  })
})

describe('an answer tells its limits', () => {
  test('of the ingest: those of the address and of the project', async () => {
    const { publishableKey } = await makeProject('gil')
    clock.advance(MINUTE_MS)
    const reply = await send(publishableKey, 10)
    expect(policiesOf(reply)).toEqual([
      ['ip-ingest', IP_INGEST],
      ['ingest', BURST],
    ])
    expect(leftOf(reply, 'ingest')).toBeLessThanOrEqual(BURST - 10)
    expect(reply.headers['access-control-expose-headers']).toMatch(/ratelimit, ratelimit-policy, retry-after/)
  })

  test('with an error as far as it came', async () => {
    const address = newAddress()
    const bad: [HttpFunction, Call, string[]][] = [
      [track, { to: 'track' }, ['ip-ingest']],
      [accounts.handler, { to: 'showMe' }, ['ip']],
      [accounts.handler, { to: 'createOrganisation', memberId: 'hal', raw: '{' }, ['ip', 'api']],
      [accounts.handler, { to: 'listKeys', memberId: 'hal', query: { projectId: 'none' } }, ['ip', 'api']],
    ]
    for (const [handler, parts, names] of bad) {
      const reply = await call(handler, { headers: from(address), ...parts })
      expect(reply.status).toBeGreaterThanOrEqual(400)
      expect(policiesOf(reply).map(([name]) => name)).toEqual(names)
      for (const name of names) expect(leftOf(reply, name)).toBeGreaterThanOrEqual(0)
    }
    const nowhere = await replyTo(noRoute, httpEvent('$default', { headers: from(address) }, 'GET /nowhere'))
    expect([nowhere.status, policiesOf(nowhere)]).toEqual([404, [['ip', IP]]])
  })

  test('with a refusal: nothing is left, and when to come again', async () => {
    const { secretKey } = await makeProject('ivy')
    clock.advance(MINUTE_MS)
    await times(API, () => read(secretKey))
    const reply = await read(secretKey)
    expect(leftOf(reply, 'api')).toBe(0)
    clock.advance(Number(reply.headers['retry-after']) * 1_000)
    expect((await read(secretKey)).status).toBe(200)
  })
})
