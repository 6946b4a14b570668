// The edge as Playhead's own template has it, before APIs that answer with what they were asked.
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { resolveDynamicReferences } from '../../../local/assembly/dynamic-references.ts'
import { resolve, type Scope } from '../../../local/assembly/resolve.ts'
import { createDistribution } from '../../../local/edge/distribution.ts'
import { createEdgeFunction, type EdgeFunctionRuntime } from '../../../local/edge/edge-function.ts'
import { createFirewall, type Firewall } from '../../../local/edge/firewall.ts'
import type { Origin } from '../../../local/edge/origin.ts'
import type { Service } from '../../../local/services/service.ts'
import { ofType, synthesize, type Template } from '../../infra/synthesize.ts'
import { ask, askJson, echo, nobody } from './edge.ts'

const SECRET = 'only-the-edge-knows'
const OWN_POLICY = "default-src 'none'; style-src 'sha256-x'"

/** An API with a page of its own, a cookie, and upgrades that it declines by telling what it was sent. */
const api: Origin = {
  request(request, response) {
    if (request.url?.startsWith('/api-docs')) response.setHeader('content-security-policy', OWN_POLICY)
    response.setHeader('set-cookie', ['a=1; Path=/api; HttpOnly', 'b=2; Secure'])
    return echo.request(request, response)
  },
  upgrade(request: IncomingMessage, socket) {
    const text = JSON.stringify(request.headers)
    socket.end(`HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: ${text.length}\r\n\r\n${text}`)
  },
}

let edge: Service
let firewall: Firewall

const scope: Scope = {
  ref: (name) => (name === 'AWS::Region' ? 'us-east-1' : name),
  attribute: (logicalId, name) => `${logicalId}.${name}`,
  mapping: () => undefined,
  condition: () => false,
}

const openEdge = async (template: Template) => {
  const all = (type: string) =>
    ofType(template, type).map(([id, properties]): [string, Record<string, unknown>] => [
      id,
      resolve(properties, scope) as Record<string, unknown>,
    ])
  const policies = (type: string) =>
    new Map(all(`AWS::CloudFront::${type}`).map(([id, properties]) => [id, properties[`${type}Config`]]))
  const functions = all('AWS::CloudFront::Function').map(([id, { FunctionCode, FunctionConfig }]) => {
    const { Runtime: runtime } = FunctionConfig as { Runtime: EdgeFunctionRuntime }
    return [
      `${id}.FunctionARN`,
      createEdgeFunction({ name: id, code: String(FunctionCode), runtime }),
    ] as const
  })
  const firewalls = all('AWS::WAFv2::WebACL').map(
    ([id, properties]) => [`${id}.Arn`, createFirewall(properties, () => 0)] as const,
  )
  const [, found] = all('AWS::CloudFront::Distribution').find(([id]) => id.startsWith('Edge')) ?? []
  const config = await resolveDynamicReferences(found?.['DistributionConfig'], async ({ id }) =>
    id.startsWith('EdgeSecret') ? SECRET : '',
  )
  edge = await createDistribution({
    config,
    originFor: (domainName) => (domainName.includes('.execute-api.') ? api : nobody),
    functions: new Map(functions),
    firewalls: new Map(firewalls),
    responseHeaderPolicies: policies('ResponseHeadersPolicy'),
    cachePolicies: policies('CachePolicy'),
    originRequestPolicies: policies('OriginRequestPolicy'),
  }).listen({ host: '127.0.0.1', port: 0 })
  for (const [, one] of firewalls) firewall = one
}

beforeAll(async () => {
  await openEdge(synthesize('prod').template())
  return () => edge.stop()
})

const LARGEST = 1_000_000
const body = (bytes: number) => 'x'.repeat(bytes)

describe('a body above what a function can be handed', () => {
  test.each([
    ['POST', '/api/v1/track'],
    ['PUT', '/api/v1/nothing/here'],
    ['DELETE', '/api'],
    ['POST', '/api-docs'],
  ])('is answered at the edge: %s %s', async (method, path) => {
    const sent = { method, body: body(LARGEST + 1), headers: { 'content-length': LARGEST + 1 } }
    const { status, headers, text } = await ask(edge.url, path, sent)
    expect(status).toBe(413)
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*',
    })
    expect(JSON.parse(text)).toEqual({
      type: 'urn:playhead:problem:body-too-large',
      title: 'Payload Too Large',
      status: 413,
      detail: `The body may take ${LARGEST} bytes.`,
      code: 'body-too-large',
      success: false,
      requestId: headers['x-amz-cf-id'],
    })
  })

  test('is refused by its length alone, before a byte of it is read', async () => {
    const headers = { 'content-length': '6000000000', connection: 'close' }
    expect((await ask(edge.url, '/api/v1/track', { method: 'POST', headers, body: 'x' })).status).toBe(413)
  })

  test('may be sent to its end by a viewer who has its answer already', async () => {
    const length = 20_000_000 // more than the system's own buffers take from a viewer whom nobody reads
    const viewer = connect(Number(new URL(edge.url).port), '127.0.0.1')
    viewer.write(
      `POST /api/v1/track HTTP/1.1\r\nhost: edge\r\nconnection: close\r\ncontent-length: ${length}\r\n\r\n`,
    )
    const [answer] = await once(viewer, 'data')
    expect(String(answer)).toContain('HTTP/1.1 413')
    const failure = await new Promise<unknown>((done) => {
      viewer.once('error', done)
      viewer.write(body(length), done)
    })
    expect(failure ?? undefined).toBeUndefined()
    viewer.destroy()
  })

  test('begins right behind the largest that is let through', async () => {
    const seen = await askJson(edge.url, '/api/v1/track', { method: 'POST', body: body(LARGEST) })
    expect(seen.body).toHaveLength(LARGEST)
  })
})

describe('a screenshot', () => {
  const IMAGE = 4_194_304
  const JSON_TEXT = 5_700_000
  const statusOf = async (
    bytes: number,
    headers: Record<string, string>,
    path = '/api/v1/track/screenshot',
  ) => (await ask(edge.url, path, { method: 'POST', body: body(bytes), headers })).status

  test.each([
    ['as an image', IMAGE, { 'content-type': 'image/png' }],
    ['without a type', IMAGE, {}],
    ['as JSON', JSON_TEXT, { 'content-type': 'application/json; charset=utf-8' }],
    ['as plain text', JSON_TEXT, { 'content-type': 'Text/Plain' }],
    ['as JSON under gzip', IMAGE, { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('has a bound of its own, %s', async (_, largest, headers) => {
    expect(await statusOf(largest, headers)).toBe(200)
    expect(await statusOf(largest + 1, headers)).toBe(413)
  })

  test('is sent to one path alone', async () => {
    for (const path of ['/api/v1/track', '/api/v1/track/screenshot/', '/api/v1/track/screenshots'])
      expect(await statusOf(LARGEST + 1, { 'content-type': 'image/png' }, path), path).toBe(413)
  })
})

describe('the API behind the edge', () => {
  test('hears the secret of the edge and the address of the viewer, whatever a viewer says they are', async () => {
    const forged = { 'x-playhead-edge': 'guessed', 'x-playhead-viewer-ip': '203.0.113.9' }
    for (const path of ['/api', '/api/v1/sessions', '/api-docs', '/health']) {
      const { headers } = await askJson(edge.url, path, { headers: forged })
      expect(headers).toMatchObject({ 'x-playhead-edge': SECRET, 'x-playhead-viewer-ip': '127.0.0.1' })
    }
  })

  test('hears the secret when a socket is opened, too', async () => {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'x',
      'x-playhead-edge': 'guessed',
    }
    for (const path of ['/ws', '/ws/sessions/1']) {
      const { status, text } = await ask(edge.url, path, { headers })
      expect(status).toBe(403)
      expect(JSON.parse(text)).toMatchObject({ 'x-playhead-edge': SECRET })
    }
  })

  test('sets cookies and gets them back', async () => {
    const answer = await ask(edge.url, '/api/v1/auth/google', { headers: { cookie: 'a=1; b=2' } })
    expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/api; HttpOnly', 'b=2; Secure'])
    expect(JSON.parse(answer.text).headers).toMatchObject({ cookie: 'a=1; b=2' })
  })

  test('may send a policy of its own for a page; other answers get the one that lets nothing load', async () => {
    const policy = async (path: string) => (await ask(edge.url, path)).headers['content-security-policy']
    expect(await policy('/api-docs')).toBe(OWN_POLICY)
    expect(await policy('/api/v1/sessions')).toBe("default-src 'none'; frame-ancestors 'none'")
  })
})

test('an address that floods gets a problem document until the minute is over', () => {
  const request = { method: 'GET', uri: '/', query: '', headers: {} }
  for (let sent = 0; sent < 12_000; sent += 1) expect(firewall('192.0.2.7', request)).toBeUndefined()
  const blocked = firewall('192.0.2.7', request)
  expect(blocked).toMatchObject({
    status: 429,
    headers: {
      'content-type': ['application/json'],
      'retry-after': ['60'],
      'cache-control': ['no-store'],
      'access-control-expose-headers': ['Retry-After'],
    },
  })
  expect(JSON.parse(String(blocked?.body))).toEqual({
    type: 'urn:playhead:problem:too-many-requests',
    title: 'Too Many Requests',
    status: 429,
    detail: 'This address has sent more than 12000 requests within a minute.',
    code: 'too-many-requests',
    success: false,
  })
})
