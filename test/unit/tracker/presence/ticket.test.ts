import { expect, test } from 'vitest'
import { askTicket } from '../../../../tracker/src/presence/ticket.ts'

const asker = {
  apiUrl: 'https://playhead.example/api/v1',
  key: 'pk_test_1',
  visitorId: 'v-1',
  pingSeconds: 60,
}

const server = (status: number, body: unknown = {}, headers: Record<string, string> = {}) => {
  const asked: { url: string; headers: Record<string, string>; body: unknown }[] = []
  const send = (async (url: string, init: RequestInit) => {
    asked.push({ url, headers: init.headers as Record<string, string>, body: JSON.parse(`${init.body}`) })
    return Response.json(body, { status, headers })
  }) as typeof fetch
  return { asked, send }
}

test('a user asks with their token, fetched anew each time', async () => {
  const { asked, send } = server(201, { ticket: 't-1' })
  let tokens = 0
  const token = async () => `token-${++tokens}`
  expect(await askTicket(send, asker, token)).toEqual({ ticket: 't-1' })
  await askTicket(send, asker, token)
  expect(asked.map(({ headers }) => headers['Authorization'])).toEqual(['Bearer token-1', 'Bearer token-2'])
  expect(asked[0]?.url).toBe('https://playhead.example/api/v1/socket-tickets')
  expect(asked[0]?.headers).not.toHaveProperty('X-API-Key')
  expect(asked[0]?.body).toEqual({ pingSeconds: 60 })
})

test('an anonymous visitor asks by the site’s key, and names no user', async () => {
  const { asked, send } = server(201, { ticket: 't-1' })
  expect(await askTicket(send, asker, undefined)).toEqual({ ticket: 't-1' })
  expect(asked[0]).toMatchObject({
    headers: { 'X-API-Key': 'pk_test_1' },
    body: { visitorId: 'v-1', pingSeconds: 60 },
  })
  expect(asked[0]?.headers).not.toHaveProperty('Authorization')
})

test('a refused token is final, unless another one may be fetched', async () => {
  const { send } = server(401)
  expect(await askTicket(send, asker, 'stale')).toMatchObject({ final: true })
  expect(await askTicket(send, asker, () => 'stale')).toMatchObject({ final: false })
})

test('a busy server says how long to wait', async () => {
  const { send } = server(429, {}, { 'Retry-After': '7' })
  expect(await askTicket(send, asker, 'good')).toEqual({ askedMs: 7_000, final: false })
})

test('neither a network that fails nor a site’s function that throws is a fault', async () => {
  const { send } = server(201, { ticket: 't-1' })
  const cut = (async () => {
    throw new TypeError('Failed to fetch')
  }) as typeof fetch
  expect(await askTicket(cut, asker, 'good')).toEqual({ askedMs: 0 })
  const broken = () => {
    throw new Error('the session is over')
  }
  expect(await askTicket(send, asker, broken)).toEqual({ askedMs: 0 })
})

test('a user whose token could not be had does not become an anonymous visitor', async () => {
  const { asked, send } = server(201, { ticket: 't-1' })
  for (const none of [undefined, '', null, 1] as unknown as string[])
    expect(await askTicket(send, asker, async () => none)).toEqual({ askedMs: 0 })
  expect(asked).toEqual([])
})
