import { afterEach, expect, test } from 'vitest'
import type { Service } from '../../../local/services/service.ts'
import {
  ALL_VIEWER,
  ALL_VIEWER_EXCEPT_HOST,
  askJson,
  behavior,
  CACHING_OPTIMIZED,
  config,
  customOrigin,
  echo,
  startEdge,
} from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

const start = (more: object, options: object = {}) =>
  startEdge({ app: echo }, { config: config({ DefaultCacheBehavior: behavior('app', more) }), ...options })

const viewer = {
  host: 'www.viewer.example',
  authorization: 'Bearer token',
  cookie: 'a=1; b=2; c=3',
  'user-agent': 'browser',
  'x-own': 'mine',
  'accept-language': 'de',
  'x-forwarded-for': '203.0.113.9',
}

test('without an origin request policy an origin learns the path and little else', async () => {
  edge = await start({})
  const { url, headers } = await askJson(edge.url, '/path?q=1', { headers: viewer })
  expect(url).toBe('/path')
  expect(headers).toMatchObject({ host: 'app.example', 'user-agent': 'Amazon CloudFront' })
  for (const name of ['authorization', 'cookie', 'x-own', 'accept-language', 'accept-encoding']) {
    expect(headers).not.toHaveProperty(name)
  }
})

test('the way of a request is written into it', async () => {
  edge = await start({}, { requestId: () => 'request-1', domainName: 'd1.cloudfront.net' })
  const { headers } = await askJson(edge.url, '/', { headers: { ...viewer, via: '1.1 proxy' } })
  expect(headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1')
  expect(headers['via']).toBe('1.1 proxy, 1.1 d1.cloudfront.net (CloudFront)')
  expect(headers['x-amz-cf-id']).toBe('request-1')
})

test('AllViewerExceptHostHeader passes on everything but the host', async () => {
  edge = await start({ OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST })
  const { url, headers } = await askJson(edge.url, '/path?b=2&a=1&flag&a=%20', { headers: viewer })
  expect(url).toBe('/path?b=2&a=1&flag&a=%20')
  expect(headers).toMatchObject({
    host: 'app.example',
    authorization: 'Bearer token',
    cookie: 'a=1; b=2; c=3',
    'user-agent': 'browser',
    'x-own': 'mine',
  })
})

test('AllViewer passes on the host as well', async () => {
  edge = await start({ OriginRequestPolicyId: ALL_VIEWER })
  expect((await askJson(edge.url, '/', { headers: viewer })).headers['host']).toBe('www.viewer.example')
})

test('a body travels with its type and length whatever the policies say', async () => {
  edge = await start({ AllowedMethods: ['GET', 'HEAD', 'POST'] })
  const sent = { method: 'POST', body: '{"a":"ä"}', headers: { 'content-type': 'application/json' } }
  const { body, headers } = await askJson(edge.url, '/', sent)
  expect(body).toBe('{"a":"ä"}')
  expect(headers['content-type']).toBe('application/json')
  const chunked = { method: 'POST', body: 'x'.repeat(300_000), headers: { 'transfer-encoding': 'chunked' } }
  expect((await askJson(edge.url, '/', chunked)).body).toHaveLength(300_000)
})

const cachePolicy = {
  MinTTL: 0,
  DefaultTTL: 0,
  MaxTTL: 1,
  Name: 'key',
  ParametersInCacheKeyAndForwardedToOrigin: {
    CookiesConfig: { CookieBehavior: 'whitelist', Cookies: ['a'] },
    EnableAcceptEncodingGzip: false,
    HeadersConfig: {
      HeaderBehavior: 'whitelist',
      Headers: ['Authorization', 'CloudFront-Viewer-Country', 'CloudFront-Viewer-City'],
    },
    QueryStringsConfig: { QueryStringBehavior: 'allExcept', QueryStrings: ['secret'] },
  },
}
const requestPolicy = {
  Name: 'rest',
  CookiesConfig: { CookieBehavior: 'whitelist', Cookies: ['c'] },
  HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['X-Own', 'CloudFront-Viewer-Address'] },
  QueryStringsConfig: { QueryStringBehavior: 'none' },
}

test('what both policies list is forwarded, and nothing else', async () => {
  edge = await start(
    { CachePolicyId: 'key', OriginRequestPolicyId: 'rest' },
    {
      cachePolicies: new Map([['key', cachePolicy]]),
      originRequestPolicies: new Map([['rest', requestPolicy]]),
      viewerFacts: () => ({ 'CloudFront-Viewer-Country': 'CH', 'CloudFront-Viewer-Latitude': '47' }),
    },
  )
  const forged = {
    ...viewer,
    'cloudfront-viewer-country': 'XX',
    'cloudfront-viewer-city': 'Nowhere',
    'cloudfront-viewer-latitude': '0',
  }
  const { url, headers } = await askJson(edge.url, '/?a=1&secret=2&b=3', { headers: forged })
  expect(url).toBe('/?a=1&b=3')
  expect(headers).toMatchObject({
    authorization: 'Bearer token',
    cookie: 'a=1; c=3',
    'x-own': 'mine',
    'cloudfront-viewer-country': 'CH',
  })
  expect(headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:\d+$/)
  for (const name of ['accept-language', 'cloudfront-viewer-city', 'cloudfront-viewer-latitude']) {
    expect(headers).not.toHaveProperty(name)
  }
})

test('a viewer cannot pass off a CloudFront header where all its headers are forwarded', async () => {
  edge = await start(
    { OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST },
    { viewerFacts: () => ({ 'CloudFront-Viewer-Country': 'CH' }) },
  )
  const { headers } = await askJson(edge.url, '/', { headers: { 'CloudFront-Viewer-Country': 'XX' } })
  expect(headers).not.toHaveProperty('cloudfront-viewer-country')
})

test('an origin gets the headers that are its own, and a viewer cannot send them in their place', async () => {
  const own = [
    { HeaderName: 'X-Origin-Secret', HeaderValue: 'known' },
    { HeaderName: 'X-Empty', HeaderValue: '' },
  ]
  edge = await startEdge(
    { app: echo },
    {
      config: config({
        DefaultCacheBehavior: behavior('app', { OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST }),
        Origins: [customOrigin('app', { OriginCustomHeaders: own })],
      }),
    },
  )
  const forged = { 'x-origin-secret': ['guessed', 'twice'], 'x-empty': 'filled' }
  const { headers } = await askJson(edge.url, '/', { headers: forged })
  expect(headers).toMatchObject({ 'x-origin-secret': 'known', 'x-empty': '' })
})

test('a compressing policy forwards only the encodings that it knows', async () => {
  edge = await start({ CachePolicyId: CACHING_OPTIMIZED })
  const asking = (encodings: string) => ({ headers: { 'accept-encoding': encodings } })
  const { headers } = await askJson(edge.url, '/', asking('gzip, deflate, br, zstd'))
  expect(headers['accept-encoding']).toBe('br,gzip')
  expect((await askJson(edge.url, '/', asking('deflate, br;q=0'))).headers).not.toHaveProperty(
    'accept-encoding',
  )
})
