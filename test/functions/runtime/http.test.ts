import { beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { type Operation, operation } from '../../../core/api/operation.ts'
import { AppError } from '../../../core/errors.ts'
import { ACCESS_DEFAULTS } from '../../../core/projects/access.ts'
import { policiesWith } from '../../../core/rate-limits/policies.ts'
import { admitted, refused } from '../../../core/rate-limits/verdict.ts'
import { accepted, type HttpAnswer, ok } from '../../../functions/runtime/http/answer.ts'
import type { Gate } from '../../../functions/runtime/http/gate.ts'
import { http } from '../../../functions/runtime/http/http.ts'
import { route } from '../../../functions/runtime/http/route.ts'
import { call } from '../invocations.ts'

const written = vi.spyOn(console, 'log').mockImplementation(() => {})
const lastLine = () => JSON.parse(String(written.mock.calls.at(-1)?.[0]))

beforeEach(() => written.mockClear())

const pass: Gate['limits']['take'] = async (policy) => admitted(policy, undefined, 0)

/** Lets everybody by, but for what a test says of it. */
const gateWith = (parts: Partial<Gate> = {}): Gate => ({
  cameByEdge: async () => true,
  memberOf: async () => ({ memberId: 'ada', username: 'ada' }),
  userOf: async () => Promise.reject(new Error('no user is expected here')),
  keyOf: async () => Promise.reject(new Error('no key is expected here')),
  roleIn: async () => 'viewer',
  placeOf: async () => ({
    organisationId: 'org_0000000000000000',
    retention: { eventDays: 90, replayDays: 30 },
    access: ACCESS_DEFAULTS,
  }),
  projectIdsOf: async () => [],
  policiesFor: (project) => policiesWith(project),
  limits: { take: pass, leased: pass, giveBack: async () => true },
  countUsed: async () => {},
  countRefused: async () => {},
  nameOfAddress: async (address) => address,
  seal: async () => ({ sign: () => 'signed', verify: () => true }),
  origins: [],
  idempotency: { claim: async () => undefined, complete: async () => {}, release: async () => {} },
  ...parts,
})

const described = {
  method: 'POST',
  path: '/tested',
  id: 'tested',
  chapter: 'System',
  summary: 'What is tested',
  access: { kind: 'open' },
  answers: { 200: z.looseObject({}), 202: z.looseObject({}) },
  problems: [422],
} as const

const functionOf = (
  parts: Partial<Operation>,
  handle: (request: never) => Promise<HttpAnswer>,
  gate: Partial<Gate> = {},
) => http(gateWith(gate), route(operation({ ...described, ...parts } as Operation), handle as never))

test('a fault of ours tells the caller nothing and the log what it needs', async () => {
  const reply = await call(
    functionOf({}, () => Promise.reject(new Error('password is hunter2', { cause: new TypeError('deep') }))),
  )
  expect(reply).toMatchObject({
    status: 500,
    body: { code: 'internal-error', success: false, requestId: 'gateway-1' },
  })
  expect(JSON.stringify(reply.body)).not.toContain('hunter2')
  expect(written).toHaveBeenCalledTimes(1)
  expect(lastLine()).toMatchObject({ level: 'error', status: 500, error: 'Error', cause: 'TypeError: deep' })
})

test('a busy service says when to come back', async () => {
  const busy = new AppError('stream-busy', 503, 'Busy.', { retryAfter: 5 })
  const reply = await call(functionOf({}, () => Promise.reject(busy)))
  expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { detail: 'Busy.' } })
})

test('who calls is asked before the body is read', async () => {
  const memberOf = () => Promise.reject(new AppError('unauthorized', 401, 'Who?'))
  const member = { access: { kind: 'member' }, body: z.object({}) } as const
  const handler = functionOf(member, async () => ok({}), { memberOf })
  expect((await call(handler, { memberId: 'ada', raw: 'rubbish' })).status).toBe(401)
})

test('an address that comes too often is refused before anybody looks who it is', async () => {
  const memberOf = vi.fn()
  const take: Gate['limits']['take'] = async (policy) => refused(policy, { used: 300, resetAt: 9_000 }, 0, 1)
  const handler = functionOf({ access: { kind: 'member' } }, async () => ok({}), {
    memberOf,
    limits: { take, leased: pass, giveBack: async () => true },
  })
  const reply = await call(handler, { memberId: 'ada' })
  expect(reply).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
  expect(reply.headers['retry-after']).toBe('9')
  expect(reply.headers['ratelimit-policy']).toContain('"ip";')
  expect(memberOf).not.toHaveBeenCalled()
  expect(lastLine()).toMatchObject({ status: 429, limit: 'ip' })
})

test('what a request took is given back only when it succeeds, where only failures should wear a limit out', async () => {
  const giveBack = vi.fn(async () => true)
  const limits = { take: pass, leased: pass, giveBack }
  const forgiving = { limit: 'auth', forgivesSuccess: true } as const
  const refusing = () => Promise.reject(new AppError('wrong', 422, 'Wrong.'))
  await call(functionOf(forgiving, refusing, { limits }))
  expect(giveBack).not.toHaveBeenCalled()
  await call(functionOf(forgiving, async () => ok({}), { limits }))
  expect(giveBack).toHaveBeenCalledTimes(1)
})

test('every part is checked, and reaches the handler as its schema says', async () => {
  const handler = functionOf(
    {
      query: z.object({ page: z.coerce.number().int() }),
      params: z.object({ id: z.string().length(2) }),
      body: z.object({ deep: z.object({ list: z.array(z.boolean()) }) }),
    },
    async ({ query, params, body }: { query: unknown; params: unknown; body: unknown }) =>
      accepted({ query, params, body }),
  )
  const good = { query: { page: '3' }, params: { id: 'ab' }, body: { deep: { list: [true] } } }
  expect(await call(handler, good)).toMatchObject({ status: 202, body: { ...good, query: { page: 3 } } })
  expect((await call(handler, { ...good, query: {} })).body).toMatchObject({ errors: [{ field: 'page' }] })
  expect((await call(handler, { ...good, params: { id: 'x' } })).body).toMatchObject({
    errors: [{ field: 'id' }],
  })
  expect((await call(handler, { ...good, body: { deep: { list: [1] } } })).body).toMatchObject({
    errors: [{ field: 'deep.list.0' }],
  })
  expect((await call(handler, { ...good, body: 7 })).body).toMatchObject({ errors: [{ field: 'body' }] })
})

test('names of headers come in lower case', async () => {
  const handler = functionOf({}, async ({ headers }: { headers: object }) => ok(headers))
  expect((await call(handler, { headers: { 'X-Custom': 'a' } })).body).toMatchObject({ 'x-custom': 'a' })
})

test('an answer that its operation does not promise fails whoever tests it', async () => {
  const strict = { answers: { 200: z.object({ known: z.boolean() }) } }
  await expect(call(functionOf(strict, async () => ok({ known: true, secret: 'x' })))).rejects.toThrow()
  await expect(call(functionOf(strict, async () => ok({})))).rejects.toThrow()
  await expect(call(functionOf(strict, async () => accepted({ known: true })))).rejects.toThrow()
})
