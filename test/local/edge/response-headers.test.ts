import { afterEach, expect, test } from 'vitest'
import type { Origin } from '../../../local/edge/origin.ts'
import { parseResponseHeadersPolicy } from '../../../local/edge/response-headers-policy.ts'
import type { Service } from '../../../local/services/service.ts'
import { ask, behavior, config, startEdge } from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

const start = (policy: object | string, origin: Origin) => {
  const ResponseHeadersPolicyId = typeof policy === 'string' ? policy : 'own'
  const AllowedMethods = ['GET', 'HEAD', 'OPTIONS']
  const DefaultCacheBehavior = behavior('app', { ResponseHeadersPolicyId, AllowedMethods })
  const responseHeaderPolicies = new Map([['own', policy]])
  return startEdge({ app: origin }, { config: config({ DefaultCacheBehavior }), responseHeaderPolicies })
}

const answering = (headers: Record<string, string> = {}, status = 200): Origin => ({
  request: (_request, response) => void response.writeHead(status, headers).end('body'),
})

test('security headers are written as the policy has them', async () => {
  const SecurityHeadersConfig = {
    ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'none'", Override: true },
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY', Override: true },
    ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    StrictTransportSecurity: {
      AccessControlMaxAgeSec: 600,
      IncludeSubdomains: true,
      Preload: true,
      Override: true,
    },
    XSSProtection: { Protection: true, ModeBlock: true, Override: true },
  }
  edge = await start({ Name: 'own', SecurityHeadersConfig }, answering())
  expect((await ask(edge.url, '/')).headers).toMatchObject({
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=600; includeSubDomains; preload',
    'x-xss-protection': '1; mode=block',
  })
})

test('a header gives way to the origin’s only where the policy says so', async () => {
  const CustomHeadersConfig = {
    Items: [
      { Header: 'Cache-Control', Value: 'no-cache', Override: true },
      { Header: 'X-Kept', Value: 'policy', Override: false },
      { Header: 'X-Added', Value: 'policy', Override: false },
    ],
  }
  const RemoveHeadersConfig = { Items: [{ Header: 'Server' }] }
  const origin = answering({ 'cache-control': 'max-age=60', 'x-kept': 'origin', server: 'thing' })
  edge = await start({ Name: 'own', CustomHeadersConfig, RemoveHeadersConfig }, origin)
  const { headers } = await ask(edge.url, '/')
  expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'x-kept': 'origin', 'x-added': 'policy' })
  expect(headers).not.toHaveProperty('server')
})

test('errors get the headers too', async () => {
  edge = await start('67f7725c-6f97-4210-82d7-5512b31e9d03', answering({}, 500))
  const { status, headers } = await ask(edge.url, '/')
  expect(status).toBe(500)
  expect(headers['x-frame-options']).toBe('SAMEORIGIN')
})

const cors = (more: object = {}) => ({
  Name: 'own',
  CorsConfig: {
    AccessControlAllowCredentials: false,
    AccessControlAllowHeaders: { Items: ['X-Own'] },
    AccessControlAllowMethods: { Items: ['ALL'] },
    AccessControlAllowOrigins: { Items: ['https://*.shop.example'] },
    AccessControlMaxAgeSec: 60,
    OriginOverride: true,
    ...more,
  },
})
const from = (origin: string, more: object = {}) => ({ headers: { origin, ...more } })

test('only a page of an allowed origin is told that it may read', async () => {
  edge = await start(cors(), answering())
  const { headers } = await ask(edge.url, '/', from('https://www.shop.example'))
  expect(headers).toMatchObject({ 'access-control-allow-origin': 'https://www.shop.example', vary: 'Origin' })
  for (const origin of [
    'https://evil.example',
    'https://evil.example/.shop.example',
    'http://www.shop.example',
  ]) {
    expect((await ask(edge.url, '/', from(origin))).headers).not.toHaveProperty('access-control-allow-origin')
  }
  expect((await ask(edge.url, '/')).headers).not.toHaveProperty('access-control-allow-origin')
})

test('a preflight is told methods, headers and for how long', async () => {
  edge = await start(cors({ AccessControlAllowOrigins: { Items: ['*'] } }), answering())
  const asked = from('https://any.example', { 'access-control-request-method': 'PUT' })
  expect((await ask(edge.url, '/', { method: 'OPTIONS', ...asked })).headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, DELETE, HEAD, OPTIONS, PATCH, POST, PUT',
    'access-control-allow-headers': 'X-Own',
    'access-control-max-age': '60',
  })
})

test('the origin’s own CORS answer stands unless the policy overrides it', async () => {
  const own = answering({ 'access-control-allow-origin': 'https://own.example' })
  edge = await start(cors({ OriginOverride: false }), own)
  const { headers } = await ask(edge.url, '/', from('https://www.shop.example'))
  expect(headers['access-control-allow-origin']).toBe('https://own.example')
})

test('server timing is told to as many viewers as the policy samples, and to who asks', () => {
  const config = { ServerTimingHeadersConfig: { Enabled: true, SamplingRate: 50 } }
  const told = (random: number, headers: Record<string, string[]> = {}) => {
    const answer: Record<string, string[]> = {}
    const policy = parseResponseHeadersPolicy('own', config, () => random)
    policy(answer, { method: 'GET', uri: '/', query: '', headers }, 'r1')
    return 'server-timing' in answer
  }
  expect([told(0.4), told(0.6), told(0.6, { pragma: ['server-timing'] })]).toEqual([true, false, true])
})

test('a setting that is not known is refused by name', () => {
  expect(() => parseResponseHeadersPolicy('own', { SomethingNew: {} })).toThrow('SomethingNew')
})
