import { afterEach, expect, test } from 'vitest'
import { createEdgeFunction, type EdgeFunctionRuntime } from '../../../local/edge/edge-function.ts'
import type { Origin } from '../../../local/edge/origin.ts'
import type { Service } from '../../../local/services/service.ts'
import { ALL_VIEWER_EXCEPT_HOST, ask, askJson, behavior, config, echo, startEdge } from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

type Codes = { request?: string; response?: string; runtime?: EdgeFunctionRuntime; timeoutMs?: number }

const start = (codes: Codes, more: { origin?: Origin; options?: object; behavior?: object } = {}) => {
  const { runtime = 'cloudfront-js-2.0', timeoutMs } = codes
  const written = Object.entries({
    'viewer-request': codes.request,
    'viewer-response': codes.response,
  }).flatMap(([EventType, code]) => (code === undefined ? [] : [{ EventType, code }]))
  const functions = new Map(
    written.map(({ EventType, code }) => [
      EventType,
      createEdgeFunction({ name: EventType, code, runtime, ...(timeoutMs && { timeoutMs }) }),
    ]),
  )
  const DefaultCacheBehavior = behavior('app', {
    OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
    FunctionAssociations: written.map(({ EventType }) => ({ EventType, FunctionARN: EventType })),
    ...more.behavior,
  })
  return startEdge(
    { app: more.origin ?? echo },
    { config: config({ DefaultCacheBehavior }), functions, ...more.options },
  )
}

const returnEvent = `function handler(event) {
  return { statusCode: 200, body: JSON.stringify(event) }
}`

test('a function is handed the event that CloudFront describes', async () => {
  edge = await start(
    { request: returnEvent },
    { options: { requestId: () => 'r1', distributionId: 'E1', domainName: 'd1.cloudfront.net' } },
  )
  const { text } = await ask(edge.url, '/a%20b?x=1&y=2&x=%203&flag', {
    headers: {
      host: 'www.example',
      cookie: 'id=7; theme=dark',
      'X-Forwarded-Proto': 'https',
      accept: 'text/html',
    },
  })
  expect(JSON.parse(text)).toEqual({
    version: '1.0',
    context: {
      distributionDomainName: 'd1.cloudfront.net',
      endpoint: 'd1.cloudfront.net',
      distributionId: 'E1',
      eventType: 'viewer-request',
      requestId: 'r1',
    },
    viewer: { ip: '127.0.0.1' },
    request: {
      method: 'GET',
      uri: '/a%20b',
      querystring: {
        x: { value: '1', multiValue: [{ value: '1' }, { value: '%203' }] },
        y: { value: '2' },
        flag: { value: '' },
      },
      headers: { host: { value: 'www.example' }, accept: { value: 'text/html' } },
      cookies: { id: { value: '7' }, theme: { value: 'dark' } },
    },
  })
})

test('a changed request is what the origin receives', async () => {
  edge = await start({
    request: `function handler(event) {
      var request = event.request
      request.uri = '/new path/ä?#'
      request.querystring.added = { value: '1', multiValue: [{ value: '1' }, { value: '2' }] }
      delete request.querystring.gone
      request.headers['x-added'] = { value: event.viewer.ip }
      delete request.headers['x-gone']
      request.cookies.theme = { value: 'dark' }
      return request
    }`,
  })
  const seen = await askJson(edge.url, '/old?gone=1&kept=%26', { headers: { 'x-gone': '1', cookie: 'id=7' } })
  expect(seen.url).toBe('/new%20path/%C3%A4%3F%23?kept=%26&added=1&added=2')
  expect(seen.headers).toMatchObject({ 'x-added': '127.0.0.1', cookie: 'id=7; theme=dark' })
  expect(seen.headers).not.toHaveProperty('x-gone')
})

test('a query string that no function touched is forwarded letter for letter', async () => {
  edge = await start({ request: 'function handler(event) { return event.request }' })
  expect((await askJson(edge.url, '/?b=&a&b=1&&a')).url).toBe('/?b=&a&b=1&a')
})

test('a function can answer by itself', async () => {
  edge = await start({
    request: `async function handler(event) {
      return {
        statusCode: 302,
        statusDescription: 'Found',
        headers: { location: { value: '/elsewhere' } },
        cookies: { seen: { value: '1', attributes: 'Path=/; Secure' } },
        body: { encoding: 'base64', data: 'aGVsbG8=' },
      }
    }`,
    response: `function handler(event) { throw new Error('not for an answer of the edge') }`,
  })
  const answer = await ask(edge.url, '/')
  expect(answer).toMatchObject({ status: 302, statusText: 'Found', text: 'hello' })
  expect(answer.headers).toMatchObject({
    location: '/elsewhere',
    'set-cookie': ['seen=1; Path=/; Secure'],
    'x-cache': 'FunctionGeneratedResponse from cloudfront',
  })
})

const plain: Origin = {
  request: (_request, response) => {
    response.setHeader('set-cookie', ['a=1; Path=/', 'b=2'])
    response.setHeader('content-type', 'text/plain')
    response.end('from the origin')
  },
}

test('a viewer-response function sees and changes the answer', async () => {
  edge = await start(
    {
      response: `function handler(event) {
        var response = event.response
        response.headers['x-seen'] = { value: event.request.uri + ' ' + response.statusCode + ' ' + response.cookies.a.attributes }
        delete response.headers['content-type']
        response.cookies.b.value = '3'
        return response
      }`,
    },
    { origin: plain },
  )
  const answer = await ask(edge.url, '/path')
  expect(answer.text).toBe('from the origin')
  expect(answer.headers['x-seen']).toBe('/path 200 Path=/')
  expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=3'])
  expect(answer.headers).not.toHaveProperty('content-type')
})

test('a viewer-response function may put another body in place', async () => {
  const response = `function handler() { return { statusCode: 203, body: 'replaced' } }`
  edge = await start({ response }, { origin: plain })
  expect(await ask(edge.url, '/')).toMatchObject({ status: 203, text: 'replaced' })
})

test('a viewer-response function is left out of errors', async () => {
  const failing: Origin = { request: (_request, response) => void response.writeHead(418).end('teapot') }
  edge = await start({ response: `function handler() { return { statusCode: 200 } }` }, { origin: failing })
  expect(await ask(edge.url, '/')).toMatchObject({ status: 418, text: 'teapot' })
})

const broken: [string, string][] = [
  ['throws', `function handler() { throw new Error('broken') }`],
  ['rejects', `async function handler() { throw new Error('broken') }`],
  ['never settles', 'async function handler() { await new Promise(() => {}) }'],
  ['returns nothing', 'function handler() {}'],
  ['returns a string', `function handler() { return 'hello' }`],
  ['returns a status that is none', `function handler() { return { statusCode: '200' } }`],
  ['returns a path that is none', `function handler(e) { e.request.uri = 'relative'; return e.request }`],
  [
    'returns a header that is none',
    `function handler(e) { e.request.headers['a b'] = { value: '' }; return e.request }`,
  ],
  [
    'splits a header',
    `function handler(e) { e.request.headers.a = { value: '1\\r\\nb: 2' }; return e.request }`,
  ],
  [
    'forges a header of CloudFront',
    `function handler(e) { e.request.headers['x-amz-cf-id'] = { value: '1' }; return e.request }`,
  ],
  ['has no handler', 'function handle() {}'],
  ['reaches for Node', 'function handler() { return process.exit(1) }'],
  [
    'reaches for Node by a constructor',
    `function handler(e) { return e.constructor.constructor('return process')().exit(1) }`,
  ],
  ['evaluates text', `function handler(e) { return eval('e.request') }`],
]

test.each(broken)('a function that %s answers 503', async (_what, request) => {
  const entries: string[] = []
  edge = await start(
    { request },
    { options: { log: (entry: object) => entries.push(JSON.stringify(entry)) } },
  )
  const answer = await ask(edge.url, '/path')
  expect(answer.status).toBe(503)
  expect(answer.headers['x-cache']).toBe('FunctionExecutionError from cloudfront')
  expect(entries.join()).toContain('An edge function failed')
})

test.each([
  ['loops', 'function handler() { for (;;) {} }'],
  ['loops in promises', 'async function handler() { for (;;) await null }'],
])('a function that %s is stopped', async (_what, request) => {
  edge = await start({ request, timeoutMs: 50 })
  expect((await ask(edge.url, '/')).status).toBe(503)
})

test('a viewer-response function that fails takes the answer with it', async () => {
  edge = await start({ response: `function handler() { throw new Error('broken') }` }, { origin: plain })
  expect((await ask(edge.url, '/')).status).toBe(503)
})

test('nothing is left over from one call to the next', async () => {
  edge = await start({
    request: `var calls = 0
      function handler() { calls += 1; return { statusCode: 200, body: String(calls) } }`,
  })
  expect((await ask(edge.url, '/')).text).toBe('1')
  expect((await ask(edge.url, '/')).text).toBe('1')
})

test('what a function logs is passed on with its name', () => {
  const lines: string[] = []
  const code = `function handler() { console.log('hello', { a: 1 }); return {} }`
  const run = createEdgeFunction({
    name: 'paths',
    code,
    runtime: 'cloudfront-js-2.0',
    log: (line) => lines.push(line),
  })
  run.run({})
  expect(lines).toEqual(['paths: hello {"a":1}'])
})

test('the older runtime has no async handlers', () => {
  const code = 'async function handler(event) { return event }'
  const run = createEdgeFunction({ name: 'paths', code, runtime: 'cloudfront-js-1.0' })
  expect(() => run.run({})).toThrow('cloudfront-js-2.0')
})

test.each([
  ['function handler( {', 'cannot be read'],
  [`import cf from 'cloudfront'\nfunction handler() {}`, 'cloudfront'],
  [`var crypto = require('crypto')\nfunction handler() {}`, 'crypto'],
])('code that cannot run is refused when it is read: %s', (code, reason) => {
  expect(() => createEdgeFunction({ name: 'paths', code, runtime: 'cloudfront-js-2.0' })).toThrow(reason)
})
