import { beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { AppError } from '../../../core/errors.ts'
import { accepted, ok } from '../../../functions/runtime/http/answer.ts'
import { http } from '../../../functions/runtime/http/http.ts'
import { call } from '../invocations.ts'

const written = vi.spyOn(console, 'log').mockImplementation(() => {})
const lastLine = () => JSON.parse(String(written.mock.calls.at(-1)?.[0]))

beforeEach(() => written.mockClear())

test('a fault of ours tells the caller nothing and the log what it needs', async () => {
  const handler = http({}, () =>
    Promise.reject(new Error('password is hunter2', { cause: new TypeError('deep') })),
  )
  const reply = await call(handler)
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
  const reply = await call(http({}, () => Promise.reject(busy)))
  expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { detail: 'Busy.' } })
})

test('who calls is asked before the body is read', async () => {
  const refuse = () => Promise.reject(new AppError('unauthorized', 401, 'Who?'))
  const handler = http({ access: refuse, body: z.object({}) }, async () => ok({}))
  expect((await call(handler, { raw: 'rubbish' })).status).toBe(401)
})

test('every part is checked, and reaches the handler as its schema says', async () => {
  const handler = http(
    {
      query: z.object({ page: z.coerce.number().int() }),
      params: z.object({ id: z.string().length(2) }),
      body: z.object({ deep: z.object({ list: z.array(z.boolean()) }) }),
    },
    async ({ query, params, body }) => accepted({ query, params, body }),
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
  const handler = http({}, async ({ headers }) => ok(headers))
  expect((await call(handler, { headers: { 'X-Custom': 'a' } })).body).toEqual({ 'x-custom': 'a' })
})
