// The event a CloudFront function is called with, and what may come back of it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { z } from 'zod'
import { type EdgeRequest, type EdgeResponse, type Headers, isHopByHop } from './edge-message.ts'

const value = z.object({
  value: z.string(),
  attributes: z.string().optional(),
  multiValue: z.array(z.object({ value: z.string(), attributes: z.string().optional() })).optional(),
})
const values = z.record(z.string(), value).default({})
type Value = z.output<typeof value>
type Values = Record<string, Value>

const requestSchema = z.object({
  uri: z.string().startsWith('/'),
  querystring: values,
  headers: values,
  cookies: values,
})

const responseSchema = z.object({
  statusCode: z.int().min(200).max(599),
  statusDescription: z.string().optional(),
  headers: values,
  cookies: values,
  body: z
    .union([z.string(), z.object({ encoding: z.enum(['text', 'base64']).default('text'), data: z.string() })])
    .optional(),
})

/** Never shown to a function, and never taken from one. */
const isHidden = (name: string): boolean =>
  isHopByHop(name) ||
  /^(x-accel-|x-amz-cf-|x-edge-)/.test(name) ||
  ['expect', 'x-cache', 'x-forwarded-proto', 'x-real-ip', 'cookie', 'set-cookie'].includes(name)

/** Shown to a function, which may not change them. */
const READ_ONLY_IN_REQUEST = ['content-length', 'host', 'via']
const READ_ONLY_IN_RESPONSE = ['content-encoding', 'content-length', 'via', 'warning']

const group = (pairs: Iterable<[name: string, value: string, attributes?: string]>): Values => {
  const grouped = new Map<string, Value>()
  for (const [name, text, attributes] of pairs) {
    const one = attributes === undefined ? { value: text } : { value: text, attributes }
    const present = grouped.get(name)
    if (!present) grouped.set(name, { ...one })
    else {
      present.multiValue ??= [{ value: present.value, attributes: present.attributes }]
      present.multiValue.push(one)
    }
  }
  return Object.fromEntries(grouped)
}

const listed = (entry: Value) => (entry.multiValue?.length ? entry.multiValue : [entry])

const pair = (text: string): [string, string] => {
  const at = text.indexOf('=')
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

const split = (text: string, separator: string) =>
  text
    .split(separator)
    .map((part) => part.trim())
    .filter(Boolean)
    .map(pair)

const shownHeaders = (headers: Headers): Values =>
  group(
    Object.entries(headers)
      .filter(([name]) => !isHidden(name))
      .flatMap(([name, texts]) => texts.map((text): [string, string] => [name, text])),
  )

const cookiesOf = ({ cookie = [] }: Headers): Values => group(split(cookie.join('; '), ';'))

const setCookiesOf = (headers: Headers): Values =>
  group(
    (headers['set-cookie'] ?? []).map((line): [string, string, string?] => {
      const [first = '', ...attributes] = line.split(';').map((part) => part.trim())
      return [...pair(first), attributes.length > 0 ? attributes.join('; ') : undefined]
    }),
  )

/** Keeps what a function may not touch, and takes the rest from what it returned. */
const mergeHeaders = (before: Headers, returned: Values, readOnly: string[]): Headers => {
  const merged: Headers = {}
  for (const [name, texts] of Object.entries(before)) {
    if (isHidden(name) || readOnly.includes(name)) merged[name] = texts
  }
  for (const [name, entry] of Object.entries(returned)) {
    const lower = name.toLowerCase()
    if (readOnly.includes(lower)) continue
    if (isHidden(lower) || lower.startsWith('cloudfront-')) {
      if (lower.startsWith('cloudfront-') && before[lower]) merged[lower] = before[lower]
      else throw new Error(`set the header ${lower}, which CloudFront keeps to itself`)
      continue
    }
    validateHeaderName(lower)
    const texts = listed(entry).map(({ value: text }) => text)
    for (const text of texts) validateHeaderValue(lower, text)
    merged[lower] = texts
  }
  return merged
}

export type EventContext = {
  distributionDomainName: string
  distributionId: string
  requestId: string
  ip: string
}

const requestPart = (request: EdgeRequest) => ({
  method: request.method,
  uri: request.uri,
  querystring: group(split(request.query, '&')),
  headers: shownHeaders(request.headers),
  cookies: cookiesOf(request.headers),
})

const event = (eventType: string, { ip, ...context }: EventContext, request: EdgeRequest) => ({
  version: '1.0',
  context: { ...context, endpoint: context.distributionDomainName, eventType },
  viewer: { ip },
  request: requestPart(request),
})

export const viewerRequestEvent = (context: EventContext, request: EdgeRequest) =>
  event('viewer-request', context, request)

export const viewerResponseEvent = (
  context: EventContext,
  request: EdgeRequest,
  { status, statusText = '', headers }: EdgeResponse,
) => ({
  ...event('viewer-response', context, request),
  response: {
    statusCode: status,
    statusDescription: statusText,
    headers: shownHeaders(headers),
    cookies: setCookiesOf(headers),
  },
})

/** A path is written into a request line: what may not stand there is encoded, never passed on raw. */
const encodedUri = (uri: string) =>
  uri.replace(/[^\x21-\x7e]+/gu, safelyEncoded).replace(/[?#]/g, encodeURIComponent)
const safelyEncoded = (text: string) => encodeURIComponent(text.toWellFormed())

const queryOf = (querystring: Values) =>
  Object.entries(querystring)
    .flatMap(([name, entry]) => listed(entry).map(({ value: text }) => `${name}=${text}`))
    .join('&')
    .replace(/[^\x21-\x7e]+/gu, safelyEncoded)
    .replaceAll('#', '%23')

const readRequest = (request: EdgeRequest, returned: unknown): EdgeRequest => {
  const { uri, querystring, headers, cookies } = requestSchema.parse(returned)
  const merged = mergeHeaders(request.headers, headers, READ_ONLY_IN_REQUEST)
  const pairs = Object.entries(cookies).flatMap(([name, entry]) =>
    listed(entry).map(({ value: text }) => `${name}=${text}`),
  )
  delete merged['cookie']
  if (pairs.length > 0) {
    const line = pairs.join('; ')
    validateHeaderValue('cookie', line)
    merged['cookie'] = [line]
  }
  const unchanged = queryOf(querystring) === queryOf(group(split(request.query, '&')))
  return {
    method: request.method,
    uri: encodedUri(uri),
    query: unchanged ? request.query : queryOf(querystring),
    headers: merged,
  }
}

const readResponse = (before: EdgeResponse | undefined, returned: unknown): EdgeResponse => {
  const { statusCode, statusDescription, headers, cookies, body } = responseSchema.parse(returned)
  const merged = mergeHeaders(
    before?.headers ?? {},
    headers,
    before ? READ_ONLY_IN_RESPONSE : ['content-length'],
  )
  const lines = Object.entries(cookies).flatMap(([name, entry]) =>
    listed(entry).map(
      ({ value: text, attributes }) => `${name}=${text}${attributes ? `; ${attributes}` : ''}`,
    ),
  )
  delete merged['set-cookie']
  for (const line of lines) validateHeaderValue('set-cookie', line)
  if (lines.length > 0) merged['set-cookie'] = lines
  const answer = { status: statusCode, statusText: statusDescription || undefined, headers: merged }
  if (before && body === undefined) return { ...answer, body: before.body }
  const { encoding, data } = typeof body === 'object' ? body : { encoding: 'text', data: body ?? '' }
  const bytes = Buffer.from(data, encoding === 'base64' ? 'base64' : 'utf8')
  delete merged['content-encoding']
  merged['content-length'] = [String(bytes.length)]
  return { ...answer, body: bytes }
}

export type ViewerRequestResult = { request: EdgeRequest } | { response: EdgeResponse }

export const readViewerRequestResult = (request: EdgeRequest, returned: unknown): ViewerRequestResult =>
  typeof returned === 'object' && returned !== null && 'statusCode' in returned
    ? { response: readResponse(undefined, returned) }
    : { request: readRequest(request, returned) }

export const readViewerResponseResult = (response: EdgeResponse, returned: unknown): EdgeResponse =>
  readResponse(response, returned)
