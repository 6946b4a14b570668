import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { expect, test } from 'vitest'
import { createHttpApi, type HttpApiOptions, type HttpRoute } from '../../../local/gateway/http-api.ts'
import { FunctionError } from '../../../local/lambda/invoke.ts'
import { remembering } from './fake-functions.ts'
import { send, serveOrigin } from './serve-origin.ts'

const AT = Date.UTC(2026, 2, 12, 19, 3, 58, 123)

const facts = {
  apiId: 'a1b2c3d4e5',
  domainName: 'a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com',
  region: 'eu-central-1',
  accountId: '123456789012',
}

const startApi = async (
  routes: (Partial<HttpRoute> & { routeKey: string })[],
  options: Partial<HttpApiOptions> = {},
) => {
  const api = createHttpApi({ ...facts, ...options })
  for (const route of routes) {
    const invoke = async () => ({ statusCode: 200, body: route.routeKey })
    api.addRoute({ invoke, payloadFormatVersion: '2.0', timeoutMs: 10_000, ...route })
  }
  return await serveOrigin(api.origin)
}

const answering = async (answer: (event: APIGatewayProxyEventV2) => unknown, options = {}) => {
  const { invoke, events } = remembering(answer)
  const host = await startApi([{ routeKey: '$default', invoke }], options)
  return { host, events }
}

test('the most specific route answers, and its method before ANY', async () => {
  const keys = [
    '$default',
    'ANY /{proxy+}',
    'ANY /pets/{id}',
    'GET /pets/{id}',
    'GET /pets/dog',
    'GET /pets/{proxy+}',
    'GET /{kind}/dog/toys',
  ]
  const host = await startApi(keys.map((routeKey) => ({ routeKey })))
  const routeOf = async (method: string, path: string) => (await send(host, path, { method })).text
  expect(await routeOf('GET', '/pets/dog')).toBe('GET /pets/dog')
  expect(await routeOf('POST', '/pets/dog')).toBe('ANY /pets/{id}')
  expect(await routeOf('GET', '/pets/cat')).toBe('GET /pets/{id}')
  expect(await routeOf('GET', '/pets/cat/food')).toBe('GET /pets/{proxy+}')
  expect(await routeOf('GET', '/pets/dog/toys')).toBe('GET /{kind}/dog/toys')
  expect(await routeOf('POST', '/pets/cat/food')).toBe('ANY /{proxy+}')
  expect(await routeOf('GET', '/')).toBe('$default')
})

test('an unknown route, method or trailing slash is not found', async () => {
  const host = await startApi([{ routeKey: 'GET /a/{id}' }])
  for (const [method, path] of [
    ['GET', '/'],
    ['POST', '/a/1'],
    ['HEAD', '/a/1'],
    ['GET', '/a/1/'],
    ['GET', '/a/'],
  ] as const) {
    expect((await send(host, path, { method })).status, `${method} ${path}`).toBe(404)
  }
  const reply = await send(host, '/nowhere')
  expect(reply.text).toBe('{"message":"Not Found"}')
  expect(reply.headers['content-type']).toBe('application/json')
  expect(reply.headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/)
})

test('a path that cannot be decoded is a bad request', async () => {
  const host = await startApi([{ routeKey: '$default' }])
  expect(await send(host, '/a%zz')).toMatchObject({ status: 400, text: '{"message":"Bad Request"}' })
})

test('a function receives payload format 2.0', async () => {
  const { invoke, events } = remembering<APIGatewayProxyEventV2>()
  const host = await startApi([{ routeKey: 'GET /items/{id}/{rest+}', invoke }], {
    now: () => AT,
    newId: () => 'JKJaXmPLvHcESHA=',
  })
  await send(host, '/items/a%20b/c/d?x=1&y=%C3%A4&x=2', {
    headers: {
      'X-Many': ['one', 'two'],
      'X-Forwarded-For': '203.0.113.9',
      'User-Agent': 'probe',
      Cookie: 'a=1; b=2',
      Host: 'api.example',
    },
  })
  expect(events).toEqual([
    {
      version: '2.0',
      routeKey: 'GET /items/{id}/{rest+}',
      rawPath: '/items/a b/c/d',
      rawQueryString: 'x=1&y=%C3%A4&x=2',
      cookies: ['a=1', 'b=2'],
      headers: {
        'content-length': '0',
        host: 'api.example',
        'user-agent': 'probe',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '203.0.113.9, 127.0.0.1',
        'x-forwarded-port': '443',
        'x-forwarded-proto': 'https',
        'x-many': 'one,two',
      },
      queryStringParameters: { x: '1,2', y: 'ä' },
      requestContext: {
        accountId: '123456789012',
        apiId: 'a1b2c3d4e5',
        domainName: facts.domainName,
        domainPrefix: 'a1b2c3d4e5',
        http: {
          method: 'GET',
          path: '/items/a b/c/d',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'probe',
        },
        requestId: 'JKJaXmPLvHcESHA=',
        routeKey: 'GET /items/{id}/{rest+}',
        stage: '$default',
        time: '12/Mar/2026:19:03:58 +0000',
        timeEpoch: AT,
      },
      pathParameters: { id: 'a b', rest: 'c/d' },
      isBase64Encoded: false,
    },
  ])
})

test('a header that the edge has rewritten is passed on as rewritten', async () => {
  const { invoke, events } = remembering<APIGatewayProxyEventV2>()
  const api = createHttpApi(facts)
  api.addRoute({ routeKey: '$default', invoke, payloadFormatVersion: '2.0', timeoutMs: 1_000 })
  const host = await serveOrigin({
    request: (request, response) => {
      request.headers['x-changed'] = 'by the edge'
      request.headers['cloudfront-viewer-country'] = 'DE'
      api.origin.request(request, response)
    },
  })
  await send(host, '/', { headers: { 'x-changed': ['a', 'b'] } })
  expect(events[0]?.headers).toMatchObject({ 'x-changed': 'by the edge', 'cloudfront-viewer-country': 'DE' })
})

test('text bodies arrive as text and all others as base64', async () => {
  const { host, events } = await answering(() => ({ statusCode: 200 }))
  const arrives = async (headers: Record<string, string>) => {
    await send(host, '/', { method: 'POST', headers, body: 'grün' })
    const { body, isBase64Encoded } = events.at(-1) ?? {}
    return isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() === 'grün' && 'base64' : body
  }
  expect(await arrives({ 'content-type': 'text/plain;charset=UTF-8' })).toBe('grün')
  expect(await arrives({ 'content-type': 'application/json; charset=utf-8' })).toBe('grün')
  expect(await arrives({ 'content-type': 'application/javascript' })).toBe('grün')
  expect(await arrives({ 'content-type': 'application/xml' })).toBe('grün')
  expect(await arrives({ 'content-type': 'application/x-www-form-urlencoded' })).toBe('base64')
  expect(await arrives({ 'content-type': 'application/json', 'content-encoding': 'gzip' })).toBe('base64')
  expect(await arrives({})).toBe('base64')
})

test('an answer without a status code is the body of a 200', async () => {
  const { host } = await answering(({ rawPath }) => (rawPath === '/text' ? 'hello' : { hello: 'world' }))
  expect(await send(host, '/')).toMatchObject({
    status: 200,
    text: '{"hello":"world"}',
    headers: { 'content-type': 'application/json' },
  })
  expect((await send(host, '/text')).text).toBe('hello')
})

test('status, headers, cookies and base64 bodies are passed on', async () => {
  const { host } = await answering(() => ({
    statusCode: 201,
    headers: { 'Content-Type': 'image/gif', 'X-Number': 7, 'Content-Length': '999', Connection: 'close' },
    cookies: ['a=1; Secure', 'b=2'],
    body: Buffer.from([0, 255, 128]).toString('base64'),
    isBase64Encoded: true,
  }))
  const { status, headers, raw } = await send(host, '/')
  expect(status).toBe(201)
  expect(raw).toEqual(Buffer.from([0, 255, 128]))
  expect(headers).toMatchObject({ 'content-type': 'image/gif', 'x-number': '7', 'content-length': '3' })
  expect(headers['set-cookie']).toEqual(['a=1; Secure', 'b=2'])
})

test('HEAD has the length of the body but not the body', async () => {
  const { host } = await answering(() => ({ statusCode: 200, body: 'twelve bytes' }))
  const reply = await send(host, '/', { method: 'HEAD' })
  expect(reply).toMatchObject({ status: 200, text: '', headers: { 'content-length': '12' } })
})

test('a function that fails or answers nonsense is an internal server error', async () => {
  const answers: Record<string, () => unknown> = {
    '/throws': () => {
      throw new FunctionError('TypeError', 'secret detail')
    },
    '/body': () => ({ statusCode: 200, body: { not: 'text' } }),
    '/status': () => ({ statusCode: 'abc' }),
    '/low': () => ({ statusCode: 101 }),
    '/header': () => ({ statusCode: 200, headers: { 'x-bad': 'line\nbreak' } }),
    '/large': () => ({ statusCode: 200, body: 'x'.repeat(6_300_000) }),
  }
  const { host } = await answering(({ rawPath }) => answers[rawPath]?.())
  for (const path of Object.keys(answers)) {
    const reply = await send(host, path)
    expect(reply, path).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' })
  }
})

test('a function that takes longer than its route allows is unavailable', async () => {
  const invoke = () => new Promise(() => {})
  const host = await startApi([{ routeKey: 'GET /slow', invoke, timeoutMs: 20 }])
  expect(await send(host, '/slow')).toMatchObject({ status: 503, text: '{"message":"Service Unavailable"}' })
})

test('a body above 10 MB, or an event above 6 MB, is too large', async () => {
  const { host, events } = await answering(() => ({ statusCode: 200 }))
  const post = (body: Buffer, headers = {}) => send(host, '/', { method: 'POST', headers, body })
  const tooLarge = { status: 413, text: '{"message":"Request Entity Too Large"}' }
  expect(await post(Buffer.alloc(10 * 1024 * 1024 + 1))).toMatchObject(tooLarge)
  expect(await post(Buffer.alloc(10 * 1024 * 1024 + 1), { 'transfer-encoding': 'chunked' })).toMatchObject(
    tooLarge,
  )
  expect(await post(Buffer.alloc(5_000_000))).toMatchObject(tooLarge)
  expect(events).toHaveLength(0)
  expect((await post(Buffer.alloc(4_500_000))).status).toBe(200)
})

test('a named stage is part of the path that is asked for, but not of the routes', async () => {
  const { invoke, events } = remembering<APIGatewayProxyEventV2>()
  const host = await startApi([{ routeKey: 'GET /a', invoke }], { stage: 'prod' })
  expect((await send(host, '/a')).status).toBe(404)
  expect((await send(host, '/production/a')).status).toBe(404)
  expect((await send(host, '/prod/a')).status).toBe(200)
  expect(events[0]).toMatchObject({ rawPath: '/prod/a', requestContext: { stage: 'prod' } })
})

test('a log line tells route, status, time and id, and nothing of the request', async () => {
  const lines: object[] = []
  const host = await startApi([{ routeKey: 'GET /a/{id}' }], {
    now: () => AT,
    newId: () => 'id=',
    log: (line) => lines.push(line),
  })
  await send(host, '/a/private?token=private', { headers: { authorization: 'private' } })
  await send(host, '/private')
  expect(lines).toEqual([
    { route: 'GET /a/{id}', status: 200, ms: 0, requestId: 'id=' },
    { route: '', status: 404, ms: 0, requestId: 'id=' },
  ])
})

test('two routes with one key, and keys that are none, are refused', () => {
  const api = createHttpApi(facts)
  const add = (routeKey: string) =>
    api.addRoute({ routeKey, invoke: async () => ({}), payloadFormatVersion: '2.0', timeoutMs: 1 })
  add('GET /a')
  expect(() => add('GET /a')).toThrow('GET /a')
  expect(() => add('get a')).toThrow('get a')
  expect(() => add('GET /{all+}/b')).toThrow('greedy')
})
