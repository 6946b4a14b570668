// A distribution's behaviours with everything that they name looked up: an id that is not known stops the start.
import {
  type BehaviorConfig,
  type DistributionConfig,
  type OriginConfig,
  parseDistributionConfig,
} from './distribution-config.ts'
import type { EdgeFunction } from './edge-function.ts'
import type { EdgeLog } from './edge-message.ts'
import type { Firewall } from './firewall.ts'
import {
  managedCachePolicies,
  managedOriginRequestPolicies,
  managedResponseHeadersPolicies,
} from './managed-policies.ts'
import type { Origin } from './origin.ts'
import { type OriginDoor, openDoor } from './origin-door.ts'
import { normalizedForMatching, pathPattern } from './path-pattern.ts'
import {
  type CachePolicy,
  type OriginRequestPolicy,
  parseCachePolicy,
  parseOriginRequestPolicy,
} from './request-policies.ts'
import { parseResponseHeadersPolicy, type ResponseHeadersPolicy } from './response-headers-policy.ts'

export type OriginTarget = {
  id: string
  domainName: string
  /** Put before every path. */
  path: string
  customHeaders: [name: string, value: string][]
  readTimeoutMs: number
  door: OriginDoor
}

export type Behavior = {
  matches: (path: string) => boolean
  methods: ReadonlySet<string>
  origin: OriginTarget
  cachePolicy: CachePolicy
  originRequestPolicy?: OriginRequestPolicy
  responseHeadersPolicy?: ResponseHeadersPolicy
  viewerRequest?: EdgeFunction
  viewerResponse?: EdgeFunction
  compress: boolean
}

export type DistributionParts = {
  /** `DistributionConfig` of an AWS::CloudFront::Distribution, without any Ref or GetAtt left. */
  config: unknown
  originFor: (domainName: string) => Origin | undefined
  /** By ARN. */
  functions: Map<string, EdgeFunction>
  /** By id: the resolved `ResponseHeadersPolicyConfig`, `CachePolicyConfig`, `OriginRequestPolicyConfig`. */
  responseHeaderPolicies: Map<string, unknown>
  cachePolicies: Map<string, unknown>
  originRequestPolicies: Map<string, unknown>
  /** Web ACLs by ARN. */
  firewalls?: ReadonlyMap<string, Firewall>
  log?: EdgeLog
}

const READ_TIMEOUT_SECONDS = 30 // CloudFront's own default for an origin that says nothing

const target = (config: OriginConfig, { originFor, log }: DistributionParts): OriginTarget => {
  const origin = originFor(config.DomainName)
  if (!origin)
    throw new Error(`CloudFront origin ${config.Id}: nothing here answers for ${config.DomainName}`)
  return {
    id: config.Id,
    domainName: config.DomainName,
    path: config.OriginPath.replace(/\/+$/, ''),
    customHeaders: config.OriginCustomHeaders.map((header) => [
      header.HeaderName.toLowerCase(),
      header.HeaderValue,
    ]),
    readTimeoutMs: (config.CustomOriginConfig?.OriginReadTimeout ?? READ_TIMEOUT_SECONDS) * 1_000,
    door: openDoor(origin, (error) =>
      log?.({ message: 'An origin failed', origin: config.Id, error: String(error) }),
    ),
  }
}

const lookUp = <Found>(
  what: string,
  id: string,
  own: ReadonlyMap<string, unknown>,
  managed: Record<string, unknown>,
  parse: (id: string, config: unknown) => Found,
): Found => {
  const config = own.get(id) ?? (Object.hasOwn(managed, id) ? managed[id] : undefined)
  if (config === undefined) throw new Error(`CloudFront ${what} ${id} is not known to the local edge`)
  return parse(id, config)
}

const edgeFunction = (
  config: BehaviorConfig,
  eventType: string,
  functions: DistributionParts['functions'],
): EdgeFunction | undefined => {
  const arn = config.FunctionAssociations.find(({ EventType }) => EventType === eventType)?.FunctionARN
  const found = arn === undefined ? undefined : functions.get(arn)
  if (arn !== undefined && !found)
    throw new Error(`CloudFront function ${arn} is not known to the local edge`)
  return found
}

const behavior = (
  config: BehaviorConfig,
  matches: Behavior['matches'],
  targets: Map<string, OriginTarget>,
  parts: DistributionParts,
): Behavior => {
  const origin = targets.get(config.TargetOriginId)
  if (!origin) throw new Error(`CloudFront behaviour: there is no origin ${config.TargetOriginId}`)
  const { CachePolicyId, OriginRequestPolicyId, ResponseHeadersPolicyId } = config
  const { cachePolicies, originRequestPolicies, responseHeaderPolicies, functions } = parts
  return {
    matches,
    methods: new Set(config.AllowedMethods),
    origin,
    compress: config.Compress,
    cachePolicy: lookUp('cache policy', CachePolicyId, cachePolicies, managedCachePolicies, parseCachePolicy),
    originRequestPolicy: OriginRequestPolicyId
      ? lookUp(
          'origin request policy',
          OriginRequestPolicyId,
          originRequestPolicies,
          managedOriginRequestPolicies,
          parseOriginRequestPolicy,
        )
      : undefined,
    responseHeadersPolicy: ResponseHeadersPolicyId
      ? lookUp(
          'response headers policy',
          ResponseHeadersPolicyId,
          responseHeaderPolicies,
          managedResponseHeadersPolicies,
          parseResponseHeadersPolicy,
        )
      : undefined,
    viewerRequest: edgeFunction(config, 'viewer-request', functions),
    viewerResponse: edgeFunction(config, 'viewer-response', functions),
  }
}

export type Behaviors = {
  config: DistributionConfig
  /** Asked before anything else. */
  firewall: Firewall | undefined
  behaviorFor: (path: string) => Behavior
}

export const compileBehaviors = (parts: DistributionParts): Behaviors => {
  const config = parseDistributionConfig(parts.config)
  const targets = new Map(config.Origins.map((origin) => [origin.Id, target(origin, parts)]))
  const others = config.CacheBehaviors.map(({ PathPattern, ...rest }) =>
    behavior(rest, pathPattern(PathPattern), targets, parts),
  )
  const byDefault = behavior(config.DefaultCacheBehavior, () => true, targets, parts)
  const { WebACLId } = config
  const firewall = parts.firewalls?.get(WebACLId)
  if (WebACLId && !firewall) throw new Error(`CloudFront WebACLId ${WebACLId} is not known to the local edge`)
  return {
    config,
    firewall,
    behaviorFor: (path) => {
      const normalized = normalizedForMatching(path)
      return others.find(({ matches }) => matches(normalized)) ?? byDefault
    },
  }
}
