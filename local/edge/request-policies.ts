// Cache and origin request policies: which of a viewer's headers, cookies and query strings reach the origin.
import { z } from 'zod'
import { flag, parseAs } from './distribution-config.ts'

/** Says of a name whether it is forwarded. */
export type Choice = (name: string) => boolean

const names = z.array(z.string()).default([])
const query = z.strictObject({
  QueryStringBehavior: z.enum(['none', 'whitelist', 'allExcept', 'all']),
  QueryStrings: names,
})
const cookies = z.strictObject({
  CookieBehavior: z.enum(['none', 'whitelist', 'allExcept', 'all']),
  Cookies: names,
})

const cachePolicy = z.looseObject({
  MaxTTL: z.coerce.number(),
  ParametersInCacheKeyAndForwardedToOrigin: z.strictObject({
    CookiesConfig: cookies,
    EnableAcceptEncodingBrotli: flag.default(false),
    EnableAcceptEncodingGzip: flag,
    HeadersConfig: z.strictObject({ HeaderBehavior: z.enum(['none', 'whitelist']), Headers: names }),
    QueryStringsConfig: query,
  }),
})

const originRequestPolicy = z.looseObject({
  CookiesConfig: cookies,
  HeadersConfig: z.strictObject({
    HeaderBehavior: z.enum([
      'none',
      'whitelist',
      'allViewer',
      'allViewerAndWhitelistCloudFront',
      'allExcept',
    ]),
    Headers: names,
  }),
  QueryStringsConfig: query,
})

export type CachePolicy = {
  header: Choice
  query: Choice
  cookie: Choice
  /** In the order of preference; empty where CloudFront would not compress. */
  encodings: ('br' | 'gzip')[]
  acceptsBrotli: boolean
  acceptsGzip: boolean
}

export type OriginRequestPolicy = { header: Choice; query: Choice; cookie: Choice }

const choice = (behavior: string, listed: string[]): Choice => {
  const set = new Set(listed)
  if (behavior === 'all') return () => true
  if (behavior === 'allExcept') return (name) => !set.has(name)
  return (name) => behavior === 'whitelist' && set.has(name)
}

const headerChoice = (behavior: string, listed: string[]): Choice => {
  const set = new Set(listed.map((name) => name.toLowerCase()))
  // What CloudFront itself says of a viewer is no viewer header: only a list can ask for it.
  const fromViewer: Choice = (name) => !name.startsWith('cloudfront-')
  if (behavior === 'allViewer') return fromViewer
  if (behavior === 'allViewerAndWhitelistCloudFront') return (name) => fromViewer(name) || set.has(name)
  if (behavior === 'allExcept') return (name) => fromViewer(name) && !set.has(name)
  return (name) => behavior === 'whitelist' && set.has(name)
}

export const parseCachePolicy = (id: string, config: unknown): CachePolicy => {
  const { MaxTTL, ParametersInCacheKeyAndForwardedToOrigin: key } = parseAs(
    `Cache policy ${id}`,
    cachePolicy,
    config,
  )
  const acceptsBrotli = key.EnableAcceptEncodingBrotli
  const acceptsGzip = key.EnableAcceptEncodingGzip
  return {
    header: headerChoice(key.HeadersConfig.HeaderBehavior, key.HeadersConfig.Headers),
    query: choice(key.QueryStringsConfig.QueryStringBehavior, key.QueryStringsConfig.QueryStrings),
    cookie: choice(key.CookiesConfig.CookieBehavior, key.CookiesConfig.Cookies),
    // CloudFront compresses only what it may also keep.
    encodings:
      MaxTTL > 0
        ? [...(acceptsBrotli ? ['br' as const] : []), ...(acceptsGzip ? ['gzip' as const] : [])]
        : [],
    acceptsBrotli,
    acceptsGzip,
  }
}

export const parseOriginRequestPolicy = (id: string, config: unknown): OriginRequestPolicy => {
  const policy = parseAs(`Origin request policy ${id}`, originRequestPolicy, config)
  return {
    header: headerChoice(policy.HeadersConfig.HeaderBehavior, policy.HeadersConfig.Headers),
    query: choice(policy.QueryStringsConfig.QueryStringBehavior, policy.QueryStringsConfig.QueryStrings),
    cookie: choice(policy.CookiesConfig.CookieBehavior, policy.CookiesConfig.Cookies),
  }
}
