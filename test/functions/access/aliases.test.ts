// The other paths of operations: each answers as the operation does, to whom the operation answers.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Alias, aliases } from '../../../core/api/aliases.ts'
import { type Operation, routeOf } from '../../../core/api/operation.ts'
import { operations, operationsByRoute } from '../../../core/api/operations.ts'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import type { Call, Reply } from '../invocations.ts'
import { startWholeApi, type WholeApi } from '../whole-api.ts'
import { VALID_SHAPES, validRequest } from './valid-requests.ts'
import { makeWorld, type World } from './world.ts'

let api: WholeApi
let world: World

beforeAll(async () => {
  api = await startWholeApi()
  world = await makeWorld(api)
})

afterAll(() => api.stop())

const operationOf = ({ route, to }: Alias) => {
  const operation = operationsByRoute.get(to)
  if (!operation) throw new Error(`${route} leads to ${to}, which is no operation.`)
  return operation
}

const parametersIn = (route: string) => [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

/** The request as somebody would send it who knows only the old names. */
const inOldNames = (request: Call, { rename }: Alias): Call => {
  const old = <T>(entries: Record<string, T>, names: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries(entries).map(([name, value]) => [
        Object.entries(names).find(([, ours]) => ours === name)?.[0] ?? name,
        value,
      ]),
    )
  return {
    ...request,
    ...(request.query && { query: old(request.query, rename?.query) }),
    ...(request.params && { params: old(request.params, rename?.params) }),
    ...(request.body !== undefined && { body: old(request.body as Record<string, unknown>, rename?.body) }),
  }
}

/** The names of its members, at every depth: values differ from call to call. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]))
}

const compared = ({ status, headers, body }: Reply) => ({
  status,
  headers: Object.keys(headers).toSorted(),
  body: shapeOf(body),
})

test('every row leads to an operation, and no route is there twice', () => {
  for (const alias of aliases) operationOf(alias)
  const routes = [...operations.map(routeOf), ...aliases.map(({ route }) => route)]
  expect(routes.filter((route, at) => routes.indexOf(route) !== at)).toEqual([])
})

test('every row names what its operation takes, and its path has the same parameters', () => {
  for (const alias of aliases) {
    const { params = {}, query = {}, body = {} } = alias.rename ?? {}
    const operation = operationOf(alias)
    const known = (schema: unknown) => Object.keys((schema as { shape?: object } | undefined)?.shape ?? {})
    expect(known(operation.query), alias.route).toEqual(expect.arrayContaining(Object.values(query)))
    expect(known(operation.body), alias.route).toEqual(expect.arrayContaining(Object.values(body)))
    const ours = parametersIn(alias.route).map((name) => params[name] ?? name)
    expect(ours, alias.route).toEqual(parametersIn(alias.to))
  }
})

const renaming = aliases.filter(({ as }) => as === undefined)
const shaped = aliases.filter(({ as }) => as !== undefined)

/** A publishable key or a user of the site, where members may not call; the loner's request is refused either way. */
const whoMay = ({ access }: Pick<Operation, 'access'>) => {
  if (access.kind === 'ingest') return world.asCaller.publishableKey
  return access.kind === 'user' && !access.member ? world.asCaller.siteUser : world.asCaller.owner
}

test('every alias with shapes of its own has a request in them', () => {
  expect(Object.keys(VALID_SHAPES).toSorted()).toEqual(shaped.map(({ route }) => route).toSorted())
})

test.each(shaped.map((alias) => [alias.route, alias] as const))(
  '%s takes its own shape, answers in it, and lets in whom its operation does',
  async (route, alias) => {
    const operation = operationOf(alias)
    const request = async () => ({ ...(await VALID_SHAPES[route]?.(api, world, 'owner')) })
    const asking = async (caller: Call) => {
      const parts = await request()
      return api.askAt(route, operation, {
        ...parts,
        ...caller,
        headers: { ...parts.headers, ...caller.headers },
      })
    }
    const taken = await asking(whoMay(operation))
    expect(Object.keys(alias.as?.answers ?? {})).toContain(String(taken.status))
    expect(taken.body).toMatchObject({ success: true })
    expect((await asking(world.asCaller.loner)).status).toBe(401)
    if (operation.method !== 'GET') {
      const rubbish = await api.askAt(route, operation, { body: 7, ...whoMay(operation) })
      expect(rubbish).toMatchObject({ status: 400, body: { success: false } })
    }
  },
)

test.each(renaming.map((alias) => [alias.route, alias] as const))('%s', async (route, alias) => {
  const operation = operationOf(alias)
  const request = () => validRequest(operation.id, api, world, 'owner')
  const { loner } = world.asCaller
  const caller = whoMay(operation)
  const own = await api.ask(operation.id, { ...(await request()), ...caller })
  expect(own.status).toBeLessThan(400)
  const theirs = await api.askAt(route, operation, { ...(await request()), ...caller })
  expect(compared(theirs)).toEqual(compared(own))
  const old = await api.askAt(route, operation, { ...inOldNames(await request(), alias), ...caller })
  expect(compared(old)).toEqual(compared(own))

  const refused = await api.ask(operation.id, { ...(await request()), ...loner })
  const refusedToo = await api.askAt(route, operation, { ...inOldNames(await request(), alias), ...loner })
  expect(compared(refusedToo)).toEqual(compared(refused))
})

test('where both names are there, ours wins', async () => {
  const listKeys = operations.find(({ id }) => id === 'listKeys')
  const query = { projectId: world.projectId, appId: world.other.projectId }
  const reply = await api.askAt('GET /api/keys', listKeys as never, { query, ...world.asCaller.owner })
  const { keys } = reply.body as { keys: ProjectKey[] }
  expect(new Set(keys.map(({ projectId }) => projectId))).toEqual(new Set([world.projectId]))
})

test('a project that the body names appId is found, without one in the query', async () => {
  const createKey = operations.find(({ id }) => id === 'createKey')
  const body = { appId: world.projectId, name: 'Old' }
  const made = await api.askAt('POST /api/keys', createKey as never, { body, ...world.asCaller.owner })
  expect(made).toMatchObject({ status: 201, body: { key: { projectId: world.projectId } } })
  const foreign = { ...body, appId: world.other.projectId }
  expect(
    await api.askAt('POST /api/keys', createKey as never, { body: foreign, ...world.asCaller.owner }),
  ).toMatchObject({ status: 404, body: { code: 'project-not-found' } })
})
