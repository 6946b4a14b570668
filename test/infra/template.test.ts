import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { trackScreenshot } from '../../core/api/screenshot-operations.ts'
import { BATCH_MAX_BYTES, SCREENSHOT_BODY_MAX_BYTES, SCREENSHOT_INLINE_MAX_BYTES } from '../../core/limits.ts'
import { KNOWN_ACTIONS } from './iam-actions.ts'
import { ofType, type Synthesis, synthesize, type Template } from './synthesize.ts'

let synthesis: Synthesis
let template: Template

beforeAll(() => {
  synthesis = synthesize('prod')
  template = synthesis.template()
})

const json = (value: unknown) => JSON.stringify(value)
/** CDK's uploader of sites: its role and runtime are not ours. */
const isOurs = ([logicalId]: [string, unknown]) =>
  !/^Custom(CDKBucketDeployment|S3AutoDelete)/.test(logicalId)

describe('synthesis', () => {
  test.each(['prod', 'dev', 'local', 'bench'])(
    'of %s passes the built-in validator and cdk-nag, without credentials',
    (stage) => {
      const { status, output, directory } = stage === 'prod' ? synthesis : synthesize(stage)
      expect(status, output).toBe(0)
      const report = join(directory, 'validation-report.json')
      // Warnings count too: the validator knows wrong enumeration values only as warnings.
      const reports = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).pluginReports : []
      expect(reports.flatMap(({ violations }: { violations: unknown[] }) => violations)).toEqual([])
    },
  )

  test('of an unknown stage fails with one sentence', () => {
    const { status, output } = synthesize('nowhere')
    expect(status).toBe(1)
    expect(output.trim()).toBe('Stage "nowhere" is unknown; bin/stages.ts has local, bench, dev, prod.')
  })
})

describe('functions', () => {
  type Fn = {
    Runtime: string
    Architectures: string[]
    Handler: string
    Timeout: number
    MemorySize: number
    LoggingConfig: object
    Environment: { Variables: object }
  }

  test('run Node 24 on arm64, each with its own log', () => {
    const functions = ofType<Fn>(template, 'AWS::Lambda::Function').filter(isOurs)
    expect(functions.length).toBeGreaterThanOrEqual(19)
    for (const [logicalId, properties] of functions) {
      expect(properties, logicalId).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
      })
      expect(properties.LoggingConfig, logicalId).toHaveProperty('LogGroup')
    }
  })

  test('behind the HTTP API answer before API Gateway gives up at 30 s', () => {
    const integrated = json(ofType(template, 'AWS::ApiGatewayV2::Integration'))
    for (const [logicalId, { Timeout }] of ofType<Fn>(template, 'AWS::Lambda::Function')) {
      if (integrated.includes(`"${logicalId}"`)) expect(Timeout, logicalId).toBeLessThan(30)
    }
  })

  test('keep their logs for as long as the stage says', () => {
    const groups = ofType<{ RetentionInDays?: number }>(template, 'AWS::Logs::LogGroup')
    expect(groups.length).toBeGreaterThan(19)
    for (const [logicalId, { RetentionInDays }] of groups) expect(RetentionInDays, logicalId).toBe(30)
  })
})

describe('rights', () => {
  type Policy = {
    PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown; Effect: string }[] }
  }
  const statements = () =>
    ofType<Policy>(template, 'AWS::IAM::Policy')
      .filter(isOurs)
      .flatMap(([logicalId, { PolicyDocument }]) =>
        PolicyDocument.Statement.map((statement) => ({ logicalId, ...statement })),
      )

  test('name actions that exist, one by one', () => {
    const unknown = statements().flatMap(({ logicalId, Action }) =>
      [Action]
        .flat()
        .filter((action) => !KNOWN_ACTIONS.has(action))
        .map((action) => `${logicalId}: ${action}`),
    )
    expect(unknown).toEqual([])
  })

  test('never reach every resource', () => {
    const wide = statements().filter(({ Resource }) => [Resource].flat().includes('*'))
    expect(wide.map(({ logicalId }) => logicalId)).toEqual([])
  })

  test('let only reads and writes of items, never a scan or a transaction', () => {
    const actions = statements().flatMap(({ Action }) => Action)
    expect(actions).not.toContain('dynamodb:Scan')
    expect(actions.filter((action) => /Transact/.test(action))).toEqual([])
  })
})

describe('tables', () => {
  type Key = { AttributeName: string }
  type Table = {
    KeySchema: Key[]
    AttributeDefinitions: Key[]
    GlobalSecondaryIndexes?: { KeySchema: Key[] }[]
    BillingMode: string
  }

  test('define each attribute that a key or an index uses, and no other', () => {
    for (const [logicalId, table] of ofType<Table>(template, 'AWS::DynamoDB::Table')) {
      const used = [
        table.KeySchema,
        ...(table.GlobalSecondaryIndexes ?? []).map((index) => index.KeySchema),
      ].flat()
      const names = [...new Set(used.map(({ AttributeName }) => AttributeName))].sort()
      expect(table.AttributeDefinitions.map(({ AttributeName }) => AttributeName).sort(), logicalId).toEqual(
        names,
      )
      expect(table.BillingMode).toBe('PAY_PER_REQUEST')
    }
  })

  test('and buckets with data outlive a production stack, and go with a stack for trying out', () => {
    const policies = (from: Template) =>
      Object.entries(from.Resources)
        .filter(
          ([id, { Type }]) =>
            Type === 'AWS::DynamoDB::Table' || (Type === 'AWS::S3::Bucket' && id.startsWith('Buckets')),
        )
        .map(([, { DeletionPolicy }]) => DeletionPolicy)
    expect(policies(template).length).toBe(8)
    expect(new Set(policies(template))).toEqual(new Set(['Retain']))
    expect(new Set(policies(synthesize('dev').template()))).toEqual(new Set(['Delete']))
  })
})

describe('consumers', () => {
  type Mapping = Record<string, number | boolean> & {
    FunctionResponseTypes: string[]
    DestinationConfig: object
    FunctionName: { Ref: string }
  }

  test('retry within bounds, bisect, report single failures and keep what they give up', () => {
    const mappings = ofType<Mapping>(template, 'AWS::Lambda::EventSourceMapping')
    expect(mappings).toHaveLength(4)
    for (const [logicalId, mapping] of mappings) {
      expect(mapping['MaximumRetryAttempts'], logicalId).toBeGreaterThanOrEqual(0)
      expect(mapping['MaximumRecordAgeInSeconds'], logicalId).toBeGreaterThan(0)
      expect(mapping['BisectBatchOnFunctionError'], logicalId).toBe(true)
      expect(mapping.FunctionResponseTypes, logicalId).toEqual(['ReportBatchItemFailures'])
      expect(json(mapping.DestinationConfig), logicalId).toContain('BucketsQuarantine')
      expect(mapping['FilterCriteria'], 'a filter drops in silence').toBeUndefined()
    }
  })

  test('may read the stream and write below aws/lambda of the quarantine', () => {
    for (const [, { FunctionName }] of ofType<Mapping>(template, 'AWS::Lambda::EventSourceMapping')) {
      const role = FunctionName.Ref.replace(/Function[0-9A-F]{8}$/, 'Role')
      const policy = json(ofType(template, 'AWS::IAM::Policy').filter(([id]) => id.startsWith(role)))
      for (const right of [
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
        '/aws/lambda/*',
      ]) {
        expect(policy, FunctionName.Ref).toContain(right)
      }
    }
  })
})

describe('claims', () => {
  const policyOf = (role: string) =>
    json(ofType(template, 'AWS::IAM::Policy').filter(([id]) => id.startsWith(role)))

  test('are put by the ingest, and read by every consumer, in their own folder alone', () => {
    const onClaims = (action: string) =>
      `"Action":"${action}","Effect":"Allow","Resource":{"Fn::Join":["",[{"Fn::GetAtt":["BucketsSessionsA480BF82","Arn"]},"/claims/*"]]}`
    expect(policyOf('IngestTrack')).toContain(onClaims('s3:PutObject'))
    const mappings = ofType<{ FunctionName: { Ref: string } }>(template, 'AWS::Lambda::EventSourceMapping')
    for (const [, { FunctionName }] of mappings) {
      const policy = policyOf(FunctionName.Ref.replace(/Function[0-9A-F]{8}$/, 'Role'))
      expect(policy, FunctionName.Ref).toContain(onClaims('s3:GetObject'))
      // Without it S3 calls an object that is gone forbidden, and the consumer would wait for it for ever.
      expect(policy, FunctionName.Ref).toContain(
        '"Action":"s3:ListBucket","Effect":"Allow","Resource":{"Fn::GetAtt":["BucketsSessionsA480BF82","Arn"]}',
      )
    }
  })

  test('outlive every record that may point to them', () => {
    type Rules = { LifecycleConfiguration: { Rules: { Prefix?: string; ExpirationInDays?: number }[] } }
    const daysOf = (stage: Template) =>
      ofType<Rules>(stage, 'AWS::S3::Bucket').flatMap(([, { LifecycleConfiguration }]) =>
        (LifecycleConfiguration?.Rules ?? []).flatMap(({ Prefix, ExpirationInDays }) =>
          Prefix === 'claims/' ? [ExpirationInDays] : [],
        ),
      )
    expect(daysOf(template)).toEqual([2 * 1 + 30 + 1])
  })
})

describe('APIs', () => {
  type Route = { RouteKey: string; AuthorizationType?: string; ApiId: { Ref: string }; Target: unknown }

  const httpRoutes = () => {
    const http = ofType<{ ProtocolType: string }>(template, 'AWS::ApiGatewayV2::Api').filter(
      ([, api]) => api.ProtocolType === 'HTTP',
    )
    return ofType<Route>(template, 'AWS::ApiGatewayV2::Route').filter(([, { ApiId }]) =>
      http.some(([id]) => id === ApiId.Ref),
    )
  }

  test('leave to the gate of each function who may call', () => {
    const gated = ofType<{ Environment?: { Variables: object } }>(template, 'AWS::Lambda::Function').filter(
      ([, { Environment }]) => 'EDGE_SECRET_ID' in (Environment?.Variables ?? {}),
    )
    const integrations = ofType<{ IntegrationUri: unknown }>(template, 'AWS::ApiGatewayV2::Integration')
    const routed = json(httpRoutes())
    for (const [logicalId, { IntegrationUri }] of integrations) {
      if (!routed.includes(logicalId)) continue
      const target = /"Fn::GetAtt":\["([^"]+)","Arn"\]/.exec(json(IntegrationUri))?.[1]
      expect(
        gated.map(([id]) => id),
        logicalId,
      ).toContain(target)
    }
  })

  test('speak payload format 2.0 to their functions', () => {
    const routes = json(httpRoutes())
    for (const [logicalId, integration] of ofType<{ PayloadFormatVersion?: string }>(
      template,
      'AWS::ApiGatewayV2::Integration',
    )) {
      if (routes.includes(logicalId)) expect(integration.PayloadFormatVersion, logicalId).toBe('2.0')
    }
  })

  test('may call every function behind a route', () => {
    const permitted = json(ofType(template, 'AWS::Lambda::Permission'))
    for (const [logicalId, { IntegrationUri }] of ofType<{ IntegrationUri: unknown }>(
      template,
      'AWS::ApiGatewayV2::Integration',
    )) {
      const target = /"Fn::GetAtt":\["([^"]+)","Arn"\]/.exec(json(IntegrationUri))?.[1]
      expect(permitted, logicalId).toContain(`"FunctionName":{"Fn::GetAtt":["${target}","Arn"]}`)
    }
  })

  test('have no CORS beyond the ingest route', () => {
    expect(json(ofType(template, 'AWS::ApiGatewayV2::Api'))).not.toContain('CorsConfiguration')
  })
})

describe('edge', () => {
  type Behavior = {
    PathPattern?: string
    TargetOriginId: string
    ViewerProtocolPolicy: string
    ResponseHeadersPolicyId?: { Ref: string }
    CachePolicyId: unknown
  }
  type Config = {
    DistributionConfig: {
      Origins: { Id: string; OriginAccessControlId?: unknown }[]
      DefaultCacheBehavior: Behavior
      CacheBehaviors?: Behavior[]
      CustomErrorResponses?: { ErrorCode: number; ErrorCachingMinTTL: number }[]
    }
  }
  const distributions = () =>
    ofType<Config>(template, 'AWS::CloudFront::Distribution').map(
      ([, { DistributionConfig }]) => DistributionConfig,
    )
  const behaviors = () =>
    distributions().flatMap((config) => [config.DefaultCacheBehavior, ...(config.CacheBehaviors ?? [])])

  test('sends each behaviour to an origin that its distribution has', () => {
    for (const config of distributions()) {
      const origins = config.Origins.map(({ Id }) => Id)
      for (const { TargetOriginId } of [config.DefaultCacheBehavior, ...(config.CacheBehaviors ?? [])]) {
        expect(origins).toContain(TargetOriginId)
      }
    }
  })

  test('serves tracker, API, health, socket and dashboard from one host', () => {
    const patterns = distributions().flatMap(({ CacheBehaviors = [] }) =>
      CacheBehaviors.map(({ PathPattern }) => PathPattern),
    )
    expect(patterns).toEqual(
      expect.arrayContaining([
        '/assets/*',
        '/tracker/*',
        '/tracker*',
        '/api',
        '/api/*',
        '/api-docs',
        '/health',
        '/ws',
        '/ws/*',
      ]),
    )
    // The first that matches holds.
    expect(patterns.indexOf('/tracker/*')).toBeLessThan(patterns.indexOf('/tracker*'))
  })

  test('keeps only files with hashed names for long, and no error at all', () => {
    const policies = Object.fromEntries(
      ofType<{ CachePolicyConfig: { MaxTTL: number } }>(template, 'AWS::CloudFront::CachePolicy').map(
        ([id, policy]) => [id, policy.CachePolicyConfig.MaxTTL],
      ),
    )
    for (const { PathPattern, CachePolicyId } of behaviors()) {
      if (PathPattern === '/assets/*' || PathPattern === '/tracker/*') continue
      const own = (CachePolicyId as { Ref?: string }).Ref
      const disabled = CachePolicyId === '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
      expect(disabled ? 0 : policies[own ?? ''], PathPattern ?? 'default').toBeLessThanOrEqual(60)
    }
    for (const { CustomErrorResponses = [] } of distributions()) {
      const kept = CustomErrorResponses.filter(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL !== 0)
      expect(kept).toEqual([])
      expect(CustomErrorResponses.map(({ ErrorCode }) => ErrorCode)).toEqual(
        expect.arrayContaining([403, 404, 503]),
      )
    }
  })

  test('never speaks plain HTTP', () => {
    for (const { ViewerProtocolPolicy } of behaviors())
      expect(['redirect-to-https', 'https-only']).toContain(ViewerProtocolPolicy)
  })

  test('reads buckets with an origin access control, and nobody else reads them', () => {
    const buckets = ofType<{ PublicAccessBlockConfiguration: object }>(template, 'AWS::S3::Bucket')
    for (const [logicalId, { PublicAccessBlockConfiguration }] of buckets) {
      expect(PublicAccessBlockConfiguration, logicalId).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      })
    }
    expect(json(distributions()).match(/OriginAccessControlId/g)?.length).toBeGreaterThanOrEqual(2)
  })

  type Headers = {
    ResponseHeadersPolicyConfig: {
      Name: string
      SecurityHeadersConfig?: { ContentSecurityPolicy?: { ContentSecurityPolicy: unknown } }
    }
  }
  const policyOf = (name: string) => {
    const found = ofType<Headers>(template, 'AWS::CloudFront::ResponseHeadersPolicy').find(([id]) =>
      id.startsWith(name),
    )
    return json(
      found?.[1].ResponseHeadersPolicyConfig.SecurityHeadersConfig?.ContentSecurityPolicy
        ?.ContentSecurityPolicy,
    )
  }

  test('lets the dashboard run its own scripts only, and frame the player only', () => {
    const policy = policyOf('EdgePageHeaders')
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).not.toContain('unsafe')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain('frame-src ')
  })

  test('lets the player load nothing from anywhere', () => {
    const policy = policyOf('PlayerOriginHeaders')
    expect(policy).toContain("default-src 'none'")
    for (const what of ['connect', 'frame', 'object', 'worker'])
      expect(policy).toContain(`${what}-src 'none'`)
    expect(policy).toContain("form-action 'none'")
    expect(policy).not.toMatch(/(img|font|media)-src [^;]*(https?:|\*|'self')/)
  })
})

describe('firewall', () => {
  type Rule = { Name: string; Priority: number; Action?: { Block?: object }; VisibilityConfig: object }
  type WebAcl = { Scope: string; DefaultAction: object; Rules: Rule[] }
  type Config = { DistributionConfig: { WebACLId?: { 'Fn::GetAtt': [string, string] } } }
  const webAcls = () => ofType<WebAcl>(template, 'AWS::WAFv2::WebACL')

  test('stands before dashboard and API', () => {
    const [[aclId, { Scope, DefaultAction }] = ['', {} as WebAcl], ...others] = webAcls()
    expect(others).toEqual([])
    expect(Scope).toBe('CLOUDFRONT')
    expect(DefaultAction).toEqual({ Allow: {} })
    const guarded = ofType<Config>(template, 'AWS::CloudFront::Distribution').map(
      ([id, { DistributionConfig }]) => [id.slice(0, 4), DistributionConfig.WebACLId],
    )
    expect(Object.fromEntries(guarded)).toEqual({
      Edge: { 'Fn::GetAtt': [aclId, 'Arn'] },
      Play: undefined,
    })
  })

  test('has rules of different priorities, which block and keep no sample of what they saw', () => {
    for (const [logicalId, { Rules }] of webAcls()) {
      expect(Rules.length, logicalId).toBeGreaterThan(0)
      expect(new Set(Rules.map(({ Priority }) => Priority)).size, logicalId).toBe(Rules.length)
      for (const { Action, VisibilityConfig, Name } of Rules) {
        expect(Action, Name).toHaveProperty('Block')
        expect(VisibilityConfig, Name).toMatchObject({ SampledRequestsEnabled: false })
      }
    }
  })

  test('is refused by CloudFormation in a region where it cannot be, with the setting that helps', () => {
    const [, rule] = Object.entries(template.Rules).find(([id]) => id.startsWith('Firewall')) ?? []
    expect(rule?.Assertions).toEqual([
      {
        Assert: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
        AssertDescription: expect.stringContaining('firewall: { webAclArn }'),
      },
    ])
  })
})

describe('the door of the API', () => {
  test('lets pass what the functions take, and no more', () => {
    const doors = ofType<{ FunctionCode: string }>(template, 'AWS::CloudFront::Function')
    const code = doors.find(([id]) => id.startsWith('EdgeApiDoor'))?.[1].FunctionCode
    expect(code).toContain(`var BODY_MAX_BYTES = ${BATCH_MAX_BYTES}\n`)
    // A byte may become six in the JSON that Lambda is called with, beside 10,240 bytes of headers as often.
    expect(BATCH_MAX_BYTES * 6 + 10_240 * 6).toBeLessThan(6_291_456)
    expect(code).toContain(`var IMAGE_MAX_BYTES = ${SCREENSHOT_INLINE_MAX_BYTES}\n`)
    expect(code).toContain(`var JSON_MAX_BYTES = ${SCREENSHOT_BODY_MAX_BYTES}\n`)
    expect(code).toContain(`'${trackScreenshot.path}'`)
    // An image becomes base64, be it by API Gateway or in JSON, of which no byte grows.
    const base64 = (SCREENSHOT_INLINE_MAX_BYTES / 3) * 4
    expect(base64 + 8_000).toBeLessThan(SCREENSHOT_BODY_MAX_BYTES)
    expect(SCREENSHOT_BODY_MAX_BYTES + 10_240 * 6).toBeLessThan(6_291_456)
  })
})

describe('secrets', () => {
  test('are shown by the edge to every API, by reference and never in clear', () => {
    type Origin = {
      DomainName: unknown
      OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[]
    }
    type Config = { DistributionConfig: { Origins: Origin[] } }
    const origins = ofType<Config>(template, 'AWS::CloudFront::Distribution')
      .flatMap(([, { DistributionConfig }]) => DistributionConfig.Origins)
      .filter(({ DomainName }) => json(DomainName).includes('execute-api'))
    expect(origins).toHaveLength(2)
    const [secretId] =
      ofType(template, 'AWS::SecretsManager::Secret').find(([id]) => id.startsWith('EdgeSecret')) ?? []
    const reference = ['{{resolve:secretsmanager:', { Ref: secretId }, ':SecretString:::}}']
    for (const { OriginCustomHeaders } of origins) {
      expect(OriginCustomHeaders).toEqual([
        { HeaderName: 'x-playhead-edge', HeaderValue: { 'Fn::Join': ['', reference] } },
      ])
    }
  })

  test('are in no output and in no environment variable', () => {
    const environments = ofType<{ Environment?: unknown }>(template, 'AWS::Lambda::Function').map(([, fn]) =>
      json(fn.Environment),
    )
    expect([json(template.Outputs), ...environments].join()).not.toContain('resolve:secretsmanager')
  })
})
