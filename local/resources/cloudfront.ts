// AWS::CloudFront::*: distributions, each on a port of its own, and the policies and functions they name.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Context, Provider } from '../context.ts'
import { createBucketOrigin } from '../edge/bucket-origin.ts'
import { createDistribution } from '../edge/distribution.ts'
import { createEdgeFunction, type EdgeFunction, type EdgeFunctionRuntime } from '../edge/edge-function.ts'
import type { Firewall } from '../edge/firewall.ts'
import type { Origin } from '../edge/origin.ts'

type DistributionOptions = Parameters<typeof createDistribution>[0]

/** What the distributions of one assembly name, and where each listens. */
export type EdgeParts = {
  functions: Map<string, EdgeFunction>
  responseHeaderPolicies: Map<string, unknown>
  cachePolicies: Map<string, unknown>
  originRequestPolicies: Map<string, unknown>
  firewalls: Map<string, Firewall>
  urls: Map<string, string>
}

export const createEdgeParts = (): EdgeParts => ({
  functions: new Map(),
  responseHeaderPolicies: new Map(),
  cachePolicies: new Map(),
  originRequestPolicies: new Map(),
  firewalls: new Map(),
  urls: new Map(),
})

const originOf = (domainName: string, context: Context): Origin | undefined => {
  const known = context.origins.get(domainName)
  if (known) return known
  const bucket = /^([a-z0-9-]+)\.s3\./.exec(domainName)?.[1]
  if (!bucket) return undefined
  const origin = createBucketOrigin({
    bucket,
    open: (key, options) => context.services.openObject(bucket, key, options?.range),
    readable: () => context.bucketsForCloudFront.has(bucket),
  })
  context.origins.set(domainName, origin)
  return origin
}

const distribution =
  (parts: EdgeParts): Provider =>
  async ({ logicalId, properties }, context) => {
    // It listens at once, because its address is part of what other resources are made of.
    const server = createServer((_request, response) => response.writeHead(503, { 'retry-after': '1' }).end())
    server.listen(context.portOf(logicalId), '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const host = `localhost:${port}`
    parts.urls.set(logicalId, `http://${host}`)
    context.onStop(
      () =>
        new Promise<void>((done) => {
          server.close(() => done())
          server.closeAllConnections()
        }),
    )
    context.afterAll(() => {
      const edge = createDistribution({
        config: properties['DistributionConfig'] as DistributionOptions['config'],
        originFor: (domainName) => originOf(domainName, context),
        ...parts,
        log: (line) => context.log('edge', `${JSON.stringify(line)}\n`),
      })
      server.removeAllListeners('request')
      server.on('request', edge.handler)
      server.on('upgrade', edge.upgrade)
    })
    return { ref: logicalId, attributes: { Id: logicalId, DomainName: host } }
  }

export const cloudFrontProviders = (parts: EdgeParts): Record<string, Provider> => ({
  'AWS::CloudFront::Distribution': distribution(parts),
  'AWS::CloudFront::OriginAccessControl': ({ logicalId }) => ({
    ref: logicalId,
    attributes: { Id: logicalId },
  }),
  'AWS::CloudFront::CachePolicy': ({ logicalId, properties }) => {
    parts.cachePolicies.set(logicalId, properties['CachePolicyConfig'])
    return { ref: logicalId, attributes: { Id: logicalId } }
  },
  'AWS::CloudFront::OriginRequestPolicy': ({ logicalId, properties }) => {
    parts.originRequestPolicies.set(logicalId, properties['OriginRequestPolicyConfig'])
    return { ref: logicalId, attributes: { Id: logicalId } }
  },
  'AWS::CloudFront::ResponseHeadersPolicy': ({ logicalId, properties }) => {
    parts.responseHeaderPolicies.set(logicalId, properties['ResponseHeadersPolicyConfig'])
    return { ref: logicalId, attributes: { Id: logicalId } }
  },
  'AWS::CloudFront::Function': ({ logicalId, properties }, { partition, accountId, log }) => {
    const arn = `arn:${partition}:cloudfront::${accountId}:function/${logicalId}`
    const { Runtime } = properties['FunctionConfig'] as { Runtime: EdgeFunctionRuntime }
    parts.functions.set(
      arn,
      createEdgeFunction({
        name: logicalId,
        code: String(properties['FunctionCode']),
        runtime: Runtime,
        log: (line) =>
          log(
            'edge',
            `${line}
`,
          ),
      }),
    )
    return { ref: arn, attributes: { FunctionARN: arn, 'FunctionMetadata.FunctionARN': arn } }
  },
})
