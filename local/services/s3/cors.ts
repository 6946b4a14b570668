// The cross-origin rules of a bucket, and the headers that follow from them.
import { S3Error } from './s3-error.ts'
import { childrenOf, textOf, type XmlElement } from './xml.ts'

export type CorsRule = {
  origins: string[]
  methods: string[]
  headers: string[]
  exposed: string[]
  maxAge: string | undefined
}

const METHODS = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])
const MAX_RULES = 100

const texts = (rule: XmlElement, name: string) => childrenOf(rule, name).map(({ text }) => text.trim())

export const readCorsRules = (configuration: XmlElement): CorsRule[] => {
  const rules = childrenOf(configuration, 'CORSRule').map((rule) => ({
    origins: texts(rule, 'AllowedOrigin'),
    methods: texts(rule, 'AllowedMethod'),
    headers: texts(rule, 'AllowedHeader'),
    exposed: texts(rule, 'ExposeHeader'),
    maxAge: textOf(rule, 'MaxAgeSeconds'),
  }))
  if (rules.length === 0 || rules.length > MAX_RULES) throw new S3Error('MalformedXML')
  for (const { origins, methods, headers } of rules) {
    if (origins.length === 0 || methods.length === 0) throw new S3Error('MalformedXML')
    const unknown = methods.find((method) => !METHODS.has(method))
    if (unknown !== undefined) {
      throw new S3Error(
        'InvalidRequest',
        `Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`,
      )
    }
    if ([...origins, ...headers].some((pattern) => pattern.split('*').length > 2)) {
      throw new S3Error('InvalidRequest', 'An allowed origin or header can not have more than one wildcard.')
    }
  }
  return rules
}

const matches = (pattern: string, value: string) => {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === value
  return (
    value.length >= pattern.length - 1 &&
    value.startsWith(pattern.slice(0, star)) &&
    value.endsWith(pattern.slice(star + 1))
  )
}

export type CrossOriginRequest = {
  origin: string
  method: string
  /** Those that a preflight asks for, in lower case. */
  headers: string[]
}

export const matchCors = (rules: CorsRule[], { origin, method, headers }: CrossOriginRequest) =>
  rules.find(
    (rule) =>
      rule.methods.includes(method) &&
      rule.origins.some((pattern) => matches(pattern, origin)) &&
      headers.every((header) => rule.headers.some((pattern) => matches(pattern.toLowerCase(), header))),
  )

export const corsHeaders = (
  rule: CorsRule,
  { origin, headers }: CrossOriginRequest,
): Record<string, string> => ({
  ...(rule.origins.includes('*')
    ? { 'access-control-allow-origin': '*' }
    : { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' }),
  'access-control-allow-methods': rule.methods.join(', '),
  ...(headers.length > 0 && { 'access-control-allow-headers': headers.join(', ') }),
  ...(rule.exposed.length > 0 && { 'access-control-expose-headers': rule.exposed.join(', ') }),
  ...(rule.maxAge !== undefined && { 'access-control-max-age': rule.maxAge }),
  vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
})
