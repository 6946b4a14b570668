// What an AWS::CloudFront::Distribution may say here: every property is known, harmless or refused by name.
import { z } from 'zod'

export const flag = z.union([z.boolean(), z.stringbool()])

const switchedOff = (value: unknown): boolean => {
  if (value === undefined || value === false || value === 'false' || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  if (typeof value !== 'object' || value === null) return false
  const { Enabled, Quantity } = value as { Enabled?: unknown; Quantity?: unknown }
  return Enabled === false || Enabled === 'false' || Quantity === 0
}

const unsupported = z.unknown().optional().refine(switchedOff, 'is not supported by the local edge')
/** Nothing a viewer could see on one machine. */
const harmless = z.unknown().optional()

const functionAssociation = z.strictObject({
  EventType: z.enum(['viewer-request', 'viewer-response']),
  FunctionARN: z.string(),
})

const behavior = {
  AllowedMethods: z.array(z.string()).default(['GET', 'HEAD']),
  CachedMethods: harmless,
  CachePolicyId: z.string({ error: 'is missing: the local edge knows no legacy cache settings' }),
  Compress: flag.default(false),
  FieldLevelEncryptionId: unsupported,
  ForwardedValues: unsupported,
  FunctionAssociations: z.array(functionAssociation).default([]),
  GrpcConfig: unsupported,
  LambdaFunctionAssociations: unsupported,
  OriginRequestPolicyId: z.string().optional(),
  RealtimeLogConfigArn: unsupported,
  ResponseHeadersPolicyId: z.string().optional(),
  SmoothStreaming: unsupported,
  TargetOriginId: z.string(),
  TrustedKeyGroups: unsupported,
  TrustedSigners: unsupported,
  // Plain http is taken as it is: there is no certificate for a laptop.
  ViewerProtocolPolicy: harmless,
}

const origin = z.strictObject({
  ConnectionAttempts: harmless,
  ConnectionTimeout: harmless,
  CustomOriginConfig: z.looseObject({ OriginReadTimeout: z.coerce.number().optional() }).optional(),
  DomainName: z.string(),
  Id: z.string(),
  OriginAccessControlId: harmless,
  OriginCustomHeaders: z
    .array(z.strictObject({ HeaderName: z.string(), HeaderValue: z.string() }))
    .default([]),
  OriginPath: z.string().default(''),
  OriginShield: harmless,
  ResponseCompletionTimeout: unsupported,
  S3OriginConfig: harmless,
  VpcOriginConfig: unsupported,
})

const customErrorResponse = z.strictObject({
  ErrorCachingMinTTL: harmless,
  ErrorCode: z.coerce.number(),
  ResponseCode: z.coerce.number().optional(),
  ResponsePagePath: z.string().optional(),
})

const noGeoRestriction = z
  .object({ GeoRestriction: z.object({ RestrictionType: z.literal('none') }) })
  .optional()

const distribution = z.strictObject({
  Aliases: harmless,
  AnycastIpListId: harmless,
  CNAMEs: harmless,
  CacheBehaviors: z.array(z.strictObject({ ...behavior, PathPattern: z.string() })).default([]),
  CacheTagConfig: unsupported,
  Comment: harmless,
  ConnectionFunctionAssociation: unsupported,
  ConnectionMode: unsupported,
  ContinuousDeploymentPolicyId: unsupported,
  CustomErrorResponses: z.array(customErrorResponse).default([]),
  CustomOrigin: unsupported,
  DefaultCacheBehavior: z.strictObject(behavior),
  DefaultRootObject: z.string().default(''),
  Enabled: flag.refine((enabled) => enabled, 'is false: a distribution that is switched off answers nobody'),
  HttpVersion: harmless,
  IPV6Enabled: harmless,
  Logging: harmless,
  OriginGroups: unsupported,
  Origins: z.array(origin),
  PriceClass: harmless,
  Restrictions: noGeoRestriction,
  S3Origin: unsupported,
  Staging: unsupported,
  TenantConfig: unsupported,
  ViewerCertificate: harmless,
  ViewerMtlsConfig: unsupported,
  WebACLId: z.string().default(''),
})

export type DistributionConfig = z.output<typeof distribution>
export type BehaviorConfig = DistributionConfig['DefaultCacheBehavior']
export type OriginConfig = z.output<typeof origin>

/** Throws one sentence a problem, each with the place it is at. */
export const parseAs = <Schema extends z.ZodType>(what: string, schema: Schema, value: unknown) => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data as z.output<Schema>
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`)
  throw new Error(`${what}: ${problems.join('; ')}`)
}

export const parseDistributionConfig = (config: unknown): DistributionConfig =>
  parseAs('CloudFront distribution', distribution, config)
