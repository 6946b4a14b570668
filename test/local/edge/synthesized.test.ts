import { App, Duration, Stack } from 'aws-cdk-lib'
import {
  AllowedMethods,
  CacheHeaderBehavior,
  CachePolicy,
  Distribution,
  Function as EdgeCode,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { afterEach, expect, test } from 'vitest'
import { createDistribution } from '../../../local/edge/distribution.ts'
import { createEdgeFunction, type EdgeFunctionRuntime } from '../../../local/edge/edge-function.ts'
import type { Origin } from '../../../local/edge/origin.ts'
import type { Service } from '../../../local/services/service.ts'
import { ask, askJson, echo } from './edge.ts'

let edge: Service | undefined
afterEach(async () => {
  await edge?.stop()
  edge = undefined
})

const code = `function handler(event) {
  if (event.request.uri.indexOf('.') < 0) event.request.uri = '/index.html'
  return event.request
}`

const synthesize = () => {
  const app = new App()
  const stack = new Stack(app, 'Site')
  const headers = new ResponseHeadersPolicy(stack, 'Headers', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'self'", override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(1), override: true },
      xssProtection: { protection: true, modeBlock: true, override: true },
    },
    corsBehavior: {
      accessControlAllowOrigins: ['*'],
      accessControlAllowMethods: ['GET'],
      accessControlAllowHeaders: ['*'],
      accessControlAllowCredentials: false,
      originOverride: true,
    },
    customHeadersBehavior: {
      customHeaders: [{ header: 'Cache-Control', value: 'no-cache', override: true }],
    },
    removeHeaders: ['Server'],
    serverTimingSamplingRate: 100,
  })
  const rewrite = new EdgeCode(stack, 'Paths', {
    code: FunctionCode.fromInline(code),
    runtime: FunctionRuntime.JS_2_0,
  })
  new Distribution(stack, 'Distribution', {
    comment: 'a site and its API',
    defaultRootObject: 'index.html',
    domainNames: undefined,
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(new Bucket(stack, 'Files')),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      responseHeadersPolicy: headers,
      functionAssociations: [{ eventType: FunctionEventType.VIEWER_REQUEST, function: rewrite }],
    },
    additionalBehaviors: {
      '/api/*': {
        origin: new HttpOrigin('api.example', {
          originPath: '/prod',
          customHeaders: { 'X-Origin-Secret': 'known' },
          readTimeout: Duration.seconds(29),
        }),
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: new CachePolicy(stack, 'Key', {
          headerBehavior: CacheHeaderBehavior.allowList('CloudFront-Viewer-Country'),
        }),
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
    },
    errorResponses: [
      { httpStatus: 403, responseHttpStatus: 404, responsePagePath: '/404.html', ttl: Duration.seconds(1) },
    ],
  })
  const { Resources } = app.synth().getStackByName('Site').template
  return Resources as Record<string, { Type: string; Properties: Record<string, unknown> }>
}

const resolve = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(resolve)
  if (typeof value !== 'object' || value === null) return value
  const [[name, given] = ['', undefined], ...others] = Object.entries(value)
  if (others.length === 0 && name === 'Ref') return given
  if (others.length === 0 && name === 'Fn::GetAtt') return (given as string[]).join('.')
  if (others.length === 0 && name === 'Fn::Join') {
    const [separator, parts] = given as [string, unknown[]]
    return parts.map(resolve).join(separator)
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]))
}

const all = (resources: ReturnType<typeof synthesize>, type: string) =>
  Object.entries(resources)
    .filter(([, { Type }]) => Type === `AWS::CloudFront::${type}`)
    .map(([id, { Properties }]): [string, Record<string, unknown>] => [
      id,
      resolve(Properties) as Record<string, unknown>,
    ])

const policies = (resources: ReturnType<typeof synthesize>, type: string) =>
  new Map(all(resources, type).map(([id, properties]) => [id, properties[`${type}Config`]]))

const files: Origin = {
  request: (request, response) => {
    if (request.url === '/secret.txt') return void response.writeHead(403).end()
    response.writeHead(200, { server: 'files' }).end(`file ${request.url}`)
  },
}

test('what the CDK writes is what the edge reads', async () => {
  const resources = synthesize()
  const functions = all(resources, 'Function').map(([id, { FunctionCode: text, FunctionConfig }]) => {
    const runtime = (FunctionConfig as { Runtime: EdgeFunctionRuntime }).Runtime
    return [`${id}.FunctionARN`, createEdgeFunction({ name: id, code: String(text), runtime })] as const
  })
  edge = await createDistribution({
    config: all(resources, 'Distribution')[0]?.[1]['DistributionConfig'],
    originFor: (domainName) => (domainName === 'api.example' ? echo : files),
    functions: new Map(functions),
    responseHeaderPolicies: policies(resources, 'ResponseHeadersPolicy'),
    cachePolicies: policies(resources, 'CachePolicy'),
    originRequestPolicies: policies(resources, 'OriginRequestPolicy'),
    viewerFacts: () => ({ 'CloudFront-Viewer-Country': 'CH' }),
  }).listen({ host: '127.0.0.1', port: 0 })
  const page = await ask(edge.url, '/some/page', { headers: { origin: 'https://a.example' } })
  expect(page).toMatchObject({ status: 200, text: 'file /index.html' })
  expect(page.headers).toMatchObject({
    'content-security-policy': "default-src 'self'",
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'x-xss-protection': '1; mode=block',
    'strict-transport-security': 'max-age=86400',
    'cache-control': 'no-cache',
    'access-control-allow-origin': '*',
    'server-timing': expect.stringContaining('cdn-cache-miss'),
  })
  expect(page.headers).not.toHaveProperty('server')
  const call = await askJson(edge.url, '/api/v1/things?a=1', { method: 'POST', body: 'body' })
  expect(call).toMatchObject({ method: 'POST', url: '/prod/api/v1/things?a=1', body: 'body' })
  expect(call.headers).toMatchObject({
    host: 'api.example',
    'x-origin-secret': 'known',
    'cloudfront-viewer-country': 'CH',
  })
  expect(await ask(edge.url, '/secret.txt')).toMatchObject({ status: 404, text: 'file /404.html' })
})
