// The policies that every AWS account has, in the shape CloudFormation would give them.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html

const YEAR_SECONDS = 31_536_000

const cachePolicy = (options: {
  maxTtl?: number
  compressed?: boolean
  headers?: string[]
  all?: string[]
}) => ({
  MaxTTL: options.maxTtl ?? YEAR_SECONDS,
  ParametersInCacheKeyAndForwardedToOrigin: {
    CookiesConfig: { CookieBehavior: options.all?.includes('cookies') ? 'all' : 'none' },
    EnableAcceptEncodingBrotli: options.compressed ?? false,
    EnableAcceptEncodingGzip: options.compressed ?? false,
    HeadersConfig: options.headers
      ? { HeaderBehavior: 'whitelist', Headers: options.headers }
      : { HeaderBehavior: 'none' },
    QueryStringsConfig: { QueryStringBehavior: options.all?.includes('query') ? 'all' : 'none' },
  },
})

const ORIGIN_CACHE_CONTROL_HEADERS = [
  'Host',
  'Origin',
  'X-HTTP-Method-Override',
  'X-HTTP-Method',
  'X-Method-Override',
]

export const managedCachePolicies: Record<string, unknown> = {
  // CachingOptimized
  '658327ea-f89d-4fab-a63d-7e88639e58f6': cachePolicy({ compressed: true }),
  // CachingOptimizedForUncompressedObjects
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': cachePolicy({}),
  // CachingDisabled
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': cachePolicy({ maxTtl: 0 }),
  // UseOriginCacheControlHeaders
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': cachePolicy({
    compressed: true,
    headers: ORIGIN_CACHE_CONTROL_HEADERS,
    all: ['cookies'],
  }),
  // UseOriginCacheControlHeaders-QueryStrings
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': cachePolicy({
    compressed: true,
    headers: ORIGIN_CACHE_CONTROL_HEADERS,
    all: ['cookies', 'query'],
  }),
}

const originRequestPolicy = (
  HeaderBehavior: string,
  Headers: string[] = [],
  rest: 'all' | 'none' = 'none',
) => ({
  CookiesConfig: { CookieBehavior: rest },
  HeadersConfig: { HeaderBehavior, Headers },
  QueryStringsConfig: { QueryStringBehavior: rest },
})

const CLOUDFRONT_HEADERS_2022 = [
  'CloudFront-Forwarded-Proto',
  'CloudFront-Is-Android-Viewer',
  'CloudFront-Is-Desktop-Viewer',
  'CloudFront-Is-IOS-Viewer',
  'CloudFront-Is-Mobile-Viewer',
  'CloudFront-Is-SmartTV-Viewer',
  'CloudFront-Is-Tablet-Viewer',
  'CloudFront-Viewer-Address',
  'CloudFront-Viewer-ASN',
  'CloudFront-Viewer-City',
  'CloudFront-Viewer-Country',
  'CloudFront-Viewer-Country-Name',
  'CloudFront-Viewer-Country-Region',
  'CloudFront-Viewer-Country-Region-Name',
  'CloudFront-Viewer-Http-Version',
  'CloudFront-Viewer-Latitude',
  'CloudFront-Viewer-Longitude',
  'CloudFront-Viewer-Metro-Code',
  'CloudFront-Viewer-Postal-Code',
  'CloudFront-Viewer-Time-Zone',
  'CloudFront-Viewer-TLS',
]

export const managedOriginRequestPolicies: Record<string, unknown> = {
  // AllViewer
  '216adef6-5c7f-47e4-b989-5492eafa07d3': originRequestPolicy('allViewer', [], 'all'),
  // AllViewerExceptHostHeader
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': originRequestPolicy('allExcept', ['Host'], 'all'),
  // AllViewerAndCloudFrontHeaders-2022-06
  '33f36d7e-f396-46d9-90e0-52428a34d9dc': originRequestPolicy(
    'allViewerAndWhitelistCloudFront',
    CLOUDFRONT_HEADERS_2022,
    'all',
  ),
  // CORS-CustomOrigin
  '59781a5b-3903-41f3-afcb-af62929ccde1': originRequestPolicy('whitelist', ['Origin']),
  // CORS-S3Origin
  '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf': originRequestPolicy('whitelist', [
    'Origin',
    'Access-Control-Request-Headers',
    'Access-Control-Request-Method',
  ]),
  // UserAgentRefererHeaders
  'acba4595-bd28-49b8-b9fe-13317c0390fa': originRequestPolicy('whitelist', ['User-Agent', 'Referer']),
  // HostHeaderOnly
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': originRequestPolicy('whitelist', ['Host']),
}

const anyOrigin = {
  AccessControlAllowCredentials: false,
  AccessControlAllowHeaders: { Items: ['*'] },
  AccessControlAllowMethods: { Items: ['GET', 'HEAD'] },
  AccessControlAllowOrigins: { Items: ['*'] },
  OriginOverride: false,
}
const anyOriginWithPreflight = {
  ...anyOrigin,
  AccessControlAllowMethods: { Items: ['ALL'] },
  AccessControlExposeHeaders: { Items: ['*'] },
}
const security = {
  ContentTypeOptions: { Override: true },
  FrameOptions: { FrameOption: 'SAMEORIGIN', Override: false },
  ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: false },
  StrictTransportSecurity: { AccessControlMaxAgeSec: YEAR_SECONDS, Override: false },
  XSSProtection: { Protection: true, ModeBlock: true, Override: false },
}

export const managedResponseHeadersPolicies: Record<string, unknown> = {
  // SimpleCORS
  '60669652-455b-4ae9-85a4-c4c02393f86c': { CorsConfig: anyOrigin },
  // CORS-With-Preflight
  '5cc3b908-e619-4b99-88e5-2cf7f45965bd': { CorsConfig: anyOriginWithPreflight },
  // SecurityHeadersPolicy
  '67f7725c-6f97-4210-82d7-5512b31e9d03': { SecurityHeadersConfig: security },
  // CORS-and-SecurityHeadersPolicy
  'e61eb60c-9c35-4d20-a928-2b84e02af89c': { CorsConfig: anyOrigin, SecurityHeadersConfig: security },
  // CORS-with-preflight-and-SecurityHeadersPolicy
  'eaab4381-ed33-4a86-88ca-d9558dc6cd63': {
    CorsConfig: anyOriginWithPreflight,
    SecurityHeadersConfig: security,
  },
}
