import { expect, test } from 'vitest'
import { createAsk, PlayheadError } from '../../../../tracker/package/ask-playhead.ts'

type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

const stage = (...answers: (Answer | Error)[]) => {
  const asked: { url: string; init: RequestInit }[] = []
  const waits: number[] = []
  let clock = 0
  const send = (async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    const answer = answers.shift() ?? { status: 200, body: {} }
    if (answer instanceof Error) throw answer
    const { status, body, headers = {} } = answer
    return status === 204
      ? new Response(null, { status, headers })
      : new Response(typeof body === 'string' ? body : JSON.stringify(body ?? {}), { status, headers })
  }) as typeof fetch
  const ask = createAsk(
    { url: 'https://playhead.example/', secretKey: 'sk_live_1', timeoutMs: 10_000, fetch: send },
    async (ms) => {
      waits.push(ms)
      clock += ms
    },
    () => clock,
  )
  return { ask, asked, waits }
}

const refused = (ask: Promise<unknown>): Promise<PlayheadError> =>
  ask.then(
    () => Promise.reject(new Error('it was answered')),
    (error) => error,
  )

test('a question carries the secret key in a header, and never in the address', async () => {
  const { ask, asked } = stage({ status: 200, body: { count: 3 } })
  expect(await ask({ path: '/presence/count', query: { a: 'b c' } })).toEqual({ count: 3 })
  expect(asked[0]?.url).toBe('https://playhead.example/api/v1/presence/count?a=b+c')
  expect(asked[0]?.init).toMatchObject({ method: 'GET', headers: { 'X-API-Key': 'sk_live_1' } })
})

test('what is sent is JSON, and an answer without content is none', async () => {
  const { ask, asked } = stage({ status: 204 })
  expect(await ask({ path: '/logins', body: { userId: 'ann' } })).toBeUndefined()
  expect(asked[0]?.init).toMatchObject({ method: 'POST', body: '{"userId":"ann"}' })
})

test('a busy server is asked again when it said, or later each time if it said nothing', async () => {
  const { ask, asked, waits } = stage(
    { status: 429, headers: { 'retry-after': '2' } },
    { status: 503 },
    { status: 503 },
    { status: 200, body: { done: true } },
  )
  expect(await ask({ path: '/x' })).toEqual({ done: true })
  expect(waits).toEqual([2_000, 1_000, 2_000])
  expect(asked).toHaveLength(4)
})

test('tries end with their number, and with the time that a request may take', async () => {
  const often = stage(...Array.from({ length: 9 }, () => ({ status: 503, headers: { 'retry-after': '1' } })))
  expect((await refused(often.ask({ path: '/x' }))).status).toBe(503)
  expect(often.asked).toHaveLength(4)
  const long = stage({ status: 429, headers: { 'retry-after': '60' } })
  expect((await refused(long.ask({ path: '/x' }))).status).toBe(429)
  expect(long.waits).toEqual([])
})

test('a refusal is the problem document that came', async () => {
  const problem = {
    type: 'urn:playhead:problem:invalid-request',
    title: 'Bad Request',
    status: 400,
    detail: 'userId is missing.',
    code: 'invalid-request',
    success: false,
    requestId: 'r-1',
  }
  const { ask, asked } = stage({ status: 400, body: problem })
  const error = await refused(ask({ path: '/x', body: {} }))
  expect(error).toBeInstanceOf(PlayheadError)
  expect(error).toMatchObject({
    name: 'PlayheadError',
    status: 400,
    code: 'invalid-request',
    title: 'Bad Request',
    message: 'userId is missing.',
    requestId: 'r-1',
  })
  expect(asked).toHaveLength(1)
})

test('a proxy’s page and a network that fails are problems as well', async () => {
  const proxy = await refused(stage({ status: 502, body: '<html>' }).ask({ path: '/x' }))
  expect(proxy).toMatchObject({ status: 502, code: 'http-502', requestId: null })
  const cut = await refused(stage(new TypeError('fetch failed')).ask({ path: '/x' }))
  expect(cut).toMatchObject({ status: 0, code: 'unreachable' })
  expect(cut.message).toContain('fetch failed')
})

test('options that cannot work are refused at once', () => {
  expect(() => createAsk({ url: 'playhead.example', secretKey: 'sk_1' })).toThrow(/url/)
  expect(() => createAsk({ url: 'https://playhead.example', secretKey: 'pk_1' })).toThrow(/secretKey/)
})
