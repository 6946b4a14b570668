import { afterEach, expect, test } from 'vitest'
import type { Origin } from '../../../local/edge/origin.ts'
import type { Service } from '../../../local/services/service.ts'
import {
  ask,
  askJson,
  behavior,
  config,
  customOrigin,
  distribution,
  echo,
  nobody,
  startEdge,
} from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

const named = (name: string): Origin => ({
  request: (request, response) => void response.end(`${name} ${request.url}`),
})

const two = (more: object = {}) =>
  config({ Origins: [customOrigin('app'), customOrigin('files'), customOrigin('api')], ...more })
const origins = { app: named('app'), files: named('files'), api: named('api') }

test('the first behaviour whose pattern fits takes a path, with or without a leading slash, minding case', async () => {
  const CacheBehaviors = [
    behavior('api', { PathPattern: '/api/*' }),
    behavior('files', { PathPattern: '*.js' }),
    behavior('files', { PathPattern: 'doc?' }),
  ]
  edge = await startEdge(origins, { config: two({ CacheBehaviors }) })
  const answers = ['/api/v1/a.js', '/deep/a.js', '/docs', '/doc', '/API/v1', '/api', '/'].map(
    async (path) => (await ask(edge?.url ?? '', path)).text,
  )
  expect(await Promise.all(answers)).toEqual([
    'api /api/v1/a.js',
    'files /deep/a.js',
    'files /docs',
    'app /doc',
    'app /API/v1',
    'app /api',
    'app /',
  ])
})

test('a path is matched as it resolves but forwarded as it was sent', async () => {
  const CacheBehaviors = [behavior('api', { PathPattern: '/api/*' })]
  edge = await startEdge(origins, { config: two({ CacheBehaviors }) })
  const { url } = edge
  expect((await ask(url, '/api/../secret')).text).toBe('app /api/../secret')
  expect((await ask(url, '//api//x')).text).toBe('api //api//x')
  expect((await ask(url, '/%61pi/%2e%2e/%2E./x')).text).toBe('app /%61pi/%2e%2e/%2E./x')
  expect((await ask(url, '/api/%zz/%00/%E4')).text).toBe('api /api/%zz/%00/%E4')
  expect((await ask(url, '/../../../etc/passwd')).text).toBe('app /../../../etc/passwd')
})

test('a request line that names a whole URL is read, one that names no path is refused', async () => {
  edge = await startEdge({ app: named('app') }, { config: config() })
  expect((await ask(edge.url, 'http://elsewhere.example/there')).text).toBe('app /there')
  expect((await ask(edge.url, '*', { method: 'OPTIONS' })).status).toBe(400)
})

test('a method that a behaviour does not allow gets 403 and never reaches the origin', async () => {
  const CacheBehaviors = [
    behavior('app', {
      PathPattern: '/all',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
    }),
  ]
  edge = await startEdge({ app: echo }, { config: config({ CacheBehaviors }) })
  const refused = await ask(edge.url, '/one?<script>', { method: 'POST', body: 'x' })
  expect(refused.status).toBe(403)
  expect(refused.headers['x-cache']).toBe('Error from cloudfront')
  expect(refused.text).toContain('POST /one')
  const taken = await askJson(edge.url, '/all', { method: 'POST', body: 'x' })
  expect(taken).toMatchObject({ method: 'POST', body: 'x' })
  expect(await askJson(edge.url, '/all', { method: 'DELETE' })).toMatchObject({ method: 'DELETE', body: '' })
})

test('the default root object stands for the root alone', async () => {
  edge = await startEdge({ app: named('app') }, { config: config({ DefaultRootObject: 'index.html' }) })
  expect((await ask(edge.url, '/')).text).toBe('app /index.html')
  expect((await ask(edge.url, '/folder/')).text).toBe('app /folder/')
})

test('an origin has its path put before the request and its own headers written over the viewer’s', async () => {
  const Origins = [
    customOrigin('app', {
      OriginPath: '/prod',
      OriginCustomHeaders: [{ HeaderName: 'X-Origin-Secret', HeaderValue: 'right' }],
    }),
  ]
  edge = await startEdge({ app: echo }, { config: config({ Origins }) })
  const seen = await askJson(edge.url, '/a%20b', { headers: { 'x-origin-secret': 'forged' } })
  expect(seen.url).toBe('/prod/a%20b')
  expect(seen.headers['x-origin-secret']).toBe('right')
})

test('a custom error response shows its page from the behaviour of that page', async () => {
  const app: Origin = { request: (_request, response) => void response.writeHead(403).end('denied') }
  const files: Origin = { request: (request, response) => void response.end(`page ${request.url}`) }
  const CustomErrorResponses = [{ ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/pages/home.html' }]
  const CacheBehaviors = [behavior('files', { PathPattern: '/pages/*' })]
  edge = await startEdge(
    { app, files, api: nobody },
    { config: two({ CustomErrorResponses, CacheBehaviors }) },
  )
  const shown = await ask(edge.url, '/missing')
  expect(shown).toMatchObject({ status: 200, text: 'page /pages/home.html' })
  expect(shown.headers['x-cache']).toBe('Error from cloudfront')
  expect((await ask(edge.url, '/missing', { method: 'HEAD' })).status).toBe(200)
})

test('when the error page is missing as well, the error itself is shown', async () => {
  const app: Origin = { request: (_request, response) => void response.writeHead(404).end('nothing') }
  const CustomErrorResponses = [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/404.html' }]
  edge = await startEdge({ app }, { config: config({ CustomErrorResponses }) })
  expect(await ask(edge.url, '/missing')).toMatchObject({ status: 404, text: 'nothing' })
})

test.each([
  ['LambdaFunctionAssociations', [{ EventType: 'viewer-request', LambdaFunctionARN: 'arn' }]],
  ['TrustedSigners', ['self']],
  ['TrustedKeyGroups', ['group']],
  ['FieldLevelEncryptionId', 'id'],
  ['RealtimeLogConfigArn', 'arn'],
  ['GrpcConfig', { Enabled: true }],
  ['ForwardedValues', { QueryString: true }],
  ['SomethingNew', 1],
])('a behaviour with %s is refused by name', (name, value) => {
  const DefaultCacheBehavior = behavior('app', { [name]: value })
  expect(() => distribution({ app: nobody }, { config: config({ DefaultCacheBehavior }) })).toThrow(name)
})

test.each([
  ['OriginGroups', { Quantity: 1, Items: [{ Id: 'group' }] }],
  ['WebACLId', 'arn:aws:wafv2:us-east-1:1:global/webacl/x'],
  ['Restrictions', { GeoRestriction: { RestrictionType: 'whitelist', Locations: ['CH'] } }],
  ['Enabled', false],
])('a distribution with %s is refused by name', (name, value) => {
  expect(() => distribution({ app: nobody }, { config: config({ [name]: value }) })).toThrow(name)
})

test('features that are written down but switched off are no obstacle', () => {
  const DefaultCacheBehavior = behavior('app', { GrpcConfig: { Enabled: false }, TrustedSigners: [] })
  const OriginGroups = { Quantity: 0 }
  expect(() =>
    distribution({ app: nobody }, { config: config({ DefaultCacheBehavior, OriginGroups }) }),
  ).not.toThrow()
})

test.each([
  ['CachePolicyId', 'no-cache-policy'],
  ['OriginRequestPolicyId', 'no-request-policy'],
  ['ResponseHeadersPolicyId', 'no-headers-policy'],
  ['TargetOriginId', 'no-origin'],
  ['FunctionAssociations', [{ EventType: 'viewer-request', FunctionARN: 'no-function' }]],
])('an id in %s that nobody knows is refused by name', (name, value) => {
  const DefaultCacheBehavior = behavior('app', { [name]: value })
  const id = typeof value === 'string' ? value : 'no-function'
  expect(() => distribution({ app: nobody }, { config: config({ DefaultCacheBehavior }) })).toThrow(id)
})

test('an origin that nothing here answers for is refused by its domain name', () => {
  expect(() => distribution({}, { config: config() })).toThrow('app.example')
})
