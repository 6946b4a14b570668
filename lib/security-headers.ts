// The headers that CloudFront adds to what it serves, with caching told to the browser by path, not by upload.
import { Duration } from 'aws-cdk-lib'
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront'
import type { Construct } from 'constructs'

export type HeaderOptions = {
  contentSecurityPolicy?: string
  /** Does a policy that the origin sends itself stand? Then ours is for answers without one. */
  originPolicyStands?: boolean
  cacheControl?: string
  /** May a page of another origin put this into a frame? */
  framed?: boolean
  /** May the browser not share a process with other origins of the same site? */
  ownProcess?: boolean
  /** May a page of another origin use this, as every site does with the tracker and the ingest? */
  shared?: boolean
  /** May its script read it, too? The API's routes answer that one by one instead. */
  readable?: boolean
}

export const securityHeaders = (
  scope: Construct,
  id: string,
  options: HeaderOptions,
): ResponseHeadersPolicy => {
  const custom = [
    {
      header: 'Cross-Origin-Resource-Policy',
      value: options.shared || options.framed ? 'cross-origin' : 'same-origin',
      override: true,
    },
    {
      header: 'Permissions-Policy',
      value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      override: true,
    },
    ...(options.ownProcess ? [{ header: 'Origin-Agent-Cluster', value: '?1', override: true }] : []),
    ...(options.cacheControl
      ? [{ header: 'Cache-Control', value: options.cacheControl, override: true }]
      : []),
  ]
  return new ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: {
      ...(options.contentSecurityPolicy && {
        contentSecurityPolicy: {
          contentSecurityPolicy: options.contentSecurityPolicy,
          override: !options.originPolicyStands,
        },
      }),
      ...(!options.framed && { frameOptions: { frameOption: HeadersFrameOption.DENY, override: true } }),
      contentTypeOptions: { override: true },
      referrerPolicy: {
        referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
        override: true,
      },
      strictTransportSecurity: {
        accessControlMaxAge: Duration.days(365),
        includeSubdomains: false,
        override: true,
      },
    },
    ...(options.readable && {
      corsBehavior: {
        accessControlAllowOrigins: ['*'],
        accessControlAllowMethods: ['GET', 'HEAD'],
        accessControlAllowHeaders: ['*'],
        accessControlAllowCredentials: false,
        originOverride: true,
      },
    }),
    customHeadersBehavior: { customHeaders: custom },
  })
}
