// Every route × role × foreign project: each cell of the table is a real call.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Operation, routeOf } from '../../../core/api/operation.ts'
import { operations } from '../../../core/api/operations.ts'
import { operationsOf, startWholeApi, type WholeApi } from '../whole-api.ts'
import { ACCESS, CALLERS, type Caller, expectedOf } from './access-table.ts'
import { VALID, validRequest } from './valid-requests.ts'
import { makeWorld, type World } from './world.ts'

let api: WholeApi

beforeAll(async () => {
  api = await startWholeApi()
})

afterAll(() => api.stop())

let readers: Promise<World> | undefined
/** What only reads spoils nothing for the next one. */
const worldFor = ({ method }: Operation): Promise<World> => {
  if (method !== 'GET') return makeWorld(api)
  readers ??= makeWorld(api)
  return readers
}

const ids = operations.map(({ id }) => id)
/** These hold no place in the other organisation: what they show to outsiders must show nothing of it. */
const OUTSIDERS: Caller[] = ['stranger', 'loner', 'nobody', 'foreignKey']
/** What it shows is for whoever holds the token of an invitation. */
const SHOWS_ON_PURPOSE = ['previewInvitation']

test('every operation has a row and a request, and no row is without its operation', () => {
  expect(Object.keys(ACCESS).toSorted()).toEqual(ids.toSorted())
  expect(Object.keys(VALID).toSorted()).toEqual(ids.toSorted())
  for (const [id, row] of Object.entries(ACCESS)) {
    expect([CALLERS.length - 1, CALLERS.length], id).toContain(row.length)
  }
})

test('every operation is done by one function, and no function does another', () => {
  const done = operationsOf(api.functions).filter((route) => route !== '$default')
  expect(done.toSorted()).toEqual(operations.map(routeOf).toSorted())
})

test.each(operations.map((operation) => [operation.id, operation] as const))(
  '%s lets in whom it should, and shows nobody else what is not theirs',
  async (id, operation) => {
    const world = await worldFor(operation)
    const statuses: Record<string, number> = {}
    for (const caller of CALLERS) {
      const request = await validRequest(id, api, world, caller)
      const as = world.asCaller[caller]
      const reply = await api.ask(id, { ...request, ...as, headers: { ...request.headers, ...as.headers } })
      statuses[caller] = reply.status
      if (reply.status < 400 && !OUTSIDERS.includes(caller)) continue
      if (SHOWS_ON_PURPOSE.includes(id)) continue
      const shown = JSON.stringify([reply.body, reply.headers])
      expect(
        world.secrets.filter((secret) => shown.includes(secret)),
        `${caller} reads`,
      ).toEqual([])
    }
    const expected = Object.fromEntries(CALLERS.map((caller) => [caller, expectedOf(id, caller)]))
    expect(statuses, routeOf(operation as Operation)).toEqual(expected)
  },
)
