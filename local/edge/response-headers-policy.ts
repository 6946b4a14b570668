// A response headers policy: what CloudFront removes from an answer and adds to it.
import { z } from 'zod'
import { flag, parseAs } from './distribution-config.ts'
import { addToVary, type EdgeRequest, first, type Headers } from './edge-message.ts'

const items = z.object({ Items: z.array(z.string()) })
const overridable = { Override: flag }

const cors = z.strictObject({
  AccessControlAllowCredentials: flag,
  AccessControlAllowHeaders: items,
  AccessControlAllowMethods: items,
  AccessControlAllowOrigins: items,
  AccessControlExposeHeaders: items.optional(),
  AccessControlMaxAgeSec: z.coerce.number().optional(),
  OriginOverride: flag,
})

const security = z.strictObject({
  ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), ...overridable }).optional(),
  ContentTypeOptions: z.strictObject(overridable).optional(),
  FrameOptions: z.strictObject({ FrameOption: z.string(), ...overridable }).optional(),
  ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), ...overridable }).optional(),
  StrictTransportSecurity: z
    .strictObject({
      AccessControlMaxAgeSec: z.coerce.number(),
      IncludeSubdomains: flag.default(false),
      Preload: flag.default(false),
      ...overridable,
    })
    .optional(),
  XSSProtection: z
    .strictObject({
      Protection: flag,
      ModeBlock: flag.default(false),
      ReportUri: z.string().optional(),
      ...overridable,
    })
    .optional(),
})

const policySchema = z.strictObject({
  Comment: z.unknown().optional(),
  Name: z.unknown().optional(),
  CorsConfig: cors.optional(),
  CustomHeadersConfig: z
    .object({ Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), ...overridable })) })
    .optional(),
  RemoveHeadersConfig: z.object({ Items: z.array(z.object({ Header: z.string() })) }).optional(),
  SecurityHeadersConfig: security.optional(),
  ServerTimingHeadersConfig: z
    .strictObject({ Enabled: flag, SamplingRate: z.coerce.number().default(0) })
    .optional(),
})

type Policy = z.output<typeof policySchema>
type Cors = z.output<typeof cors>
type Addition = { name: string; value: string; override: boolean }

export type ResponseHeadersPolicy = (headers: Headers, request: EdgeRequest, requestId: string) => void

const securityAdditions = (config: z.output<typeof security>): Addition[] => {
  const additions: Addition[] = []
  const add = (name: string, value: string, override: boolean) => additions.push({ name, value, override })
  const { ContentSecurityPolicy: csp, FrameOptions: frame, ReferrerPolicy: referrer } = config
  const { StrictTransportSecurity: hsts, XSSProtection: xss, ContentTypeOptions: type } = config
  if (csp) add('content-security-policy', csp.ContentSecurityPolicy, csp.Override)
  if (type) add('x-content-type-options', 'nosniff', type.Override)
  if (frame) add('x-frame-options', frame.FrameOption, frame.Override)
  if (referrer) add('referrer-policy', referrer.ReferrerPolicy, referrer.Override)
  if (hsts) {
    const subdomains = hsts.IncludeSubdomains ? '; includeSubDomains' : ''
    const preload = hsts.Preload ? '; preload' : ''
    // Browsers do not heed it over plain http, so it may stay as the template has it.
    const value = `max-age=${hsts.AccessControlMaxAgeSec}${subdomains}${preload}`
    add('strict-transport-security', value, hsts.Override)
  }
  if (xss) {
    const mode = xss.ModeBlock ? '; mode=block' : ''
    const report = xss.ReportUri ? `; report=${xss.ReportUri}` : ''
    add('x-xss-protection', xss.Protection ? `1${mode}${report}` : '0', xss.Override)
  }
  return additions
}

const EVERY_METHOD = 'GET, DELETE, HEAD, OPTIONS, PATCH, POST, PUT'

const allowsOrigin = (patterns: string[], origin: string): boolean =>
  patterns.some((pattern) => {
    const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')
    return (
      pattern === '*' ||
      new RegExp(`^${pattern.includes('://') ? '' : 'https?://'}${source}$`, 'i').test(origin)
    )
  })

const applyCors = (config: Cors, headers: Headers, request: EdgeRequest): void => {
  const origin = first(request.headers, 'origin')
  const allowed = config.AccessControlAllowOrigins.Items
  if (!origin || !allowsOrigin(allowed, origin)) return
  const present = Object.keys(headers).filter((name) => name.startsWith('access-control-'))
  if (present.length > 0 && !config.OriginOverride) return
  for (const name of present) delete headers[name]
  const everyone = allowed.includes('*') && !config.AccessControlAllowCredentials
  headers['access-control-allow-origin'] = [everyone ? '*' : origin]
  if (!everyone) addToVary(headers, 'Origin')
  if (config.AccessControlAllowCredentials) headers['access-control-allow-credentials'] = ['true']
  const exposed = config.AccessControlExposeHeaders?.Items ?? []
  if (exposed.length > 0) headers['access-control-expose-headers'] = [exposed.join(', ')]
  if (request.method !== 'OPTIONS' || !first(request.headers, 'access-control-request-method')) return
  const methods = config.AccessControlAllowMethods.Items
  headers['access-control-allow-methods'] = [methods.includes('ALL') ? EVERY_METHOD : methods.join(', ')]
  headers['access-control-allow-headers'] = [config.AccessControlAllowHeaders.Items.join(', ')]
  const seconds = config.AccessControlMaxAgeSec
  if (seconds !== undefined) headers['access-control-max-age'] = [String(seconds)]
}

const additionsOf = (policy: Policy): Addition[] => [
  ...(policy.SecurityHeadersConfig ? securityAdditions(policy.SecurityHeadersConfig) : []),
  ...(policy.CustomHeadersConfig?.Items ?? []).map(({ Header, Value, Override }) => ({
    name: Header.toLowerCase(),
    value: Value,
    override: Override,
  })),
]

export const parseResponseHeadersPolicy = (
  id: string,
  config: unknown,
  random: () => number = Math.random,
): ResponseHeadersPolicy => {
  const policy = parseAs(`Response headers policy ${id}`, policySchema, config)
  const additions = additionsOf(policy)
  const removed = (policy.RemoveHeadersConfig?.Items ?? []).map(({ Header }) => Header.toLowerCase())
  const timing = policy.ServerTimingHeadersConfig
  return (headers, request, requestId) => {
    for (const name of removed) delete headers[name]
    for (const { name, value, override } of additions) {
      if (override || !headers[name]) headers[name] = [value]
    }
    if (policy.CorsConfig) applyCors(policy.CorsConfig, headers, request)
    const asked = first(request.headers, 'pragma')?.toLowerCase() === 'server-timing'
    if (timing?.Enabled && (asked || random() * 100 < timing.SamplingRate)) {
      const metrics = `cdn-cache-miss, cdn-pop;desc="LOCAL", cdn-rid;desc="${requestId}"`
      headers['server-timing'] = [...(headers['server-timing'] ?? []), metrics]
    }
  }
}
