// Requests for every operation, from whole to hopeless.
import fc from 'fast-check'
import { type Alias, aliases } from '../../../core/api/aliases.ts'
import { type Operation, routeOf } from '../../../core/api/operation.ts'
import type { HttpEvent } from '../../../functions/runtime/http/incoming-request.ts'
import { EDGE_SECRET, httpEvent } from '../invocations.ts'
import type { Credentials } from './callers.ts'
import { type Known, valuesOf } from './schema-values.ts'
import { bodiesOf, type RawBody } from './spoiled-bodies.ts'

const RUBBISH = [
  '',
  '0',
  '-1',
  'NaN',
  '1e9',
  '999999999999999999999',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%00',
  '\u0000',
  '\ud800',
  'a,b',
  'prj_0000000000000000',
  'org_0000000000000000',
  'key_0000000000000000',
  'inv_0000000000000000',
  '00000000-0000-4000-8000-000000000000',
  'x'.repeat(9_000),
  'planted-in-a-query',
]

const HEADERS: Record<string, string[]> = {
  'content-type': [
    'application/json',
    'text/plain;charset=UTF-8',
    'application/json, text/html',
    'multipart/form-data',
    'text/html',
    'APPLICATION/JSON',
    ';',
    'x'.repeat(5_000),
  ],
  'content-encoding': ['gzip', 'identity', 'br', 'gzip, gzip', 'deflate', '', 'GZIP'],
  'x-session-id': ['', 'planted-session', '\u0000', 'x'.repeat(5_000)],
  'idempotency-key': ['planted-idempotency-key', 'a', 'a, a', '', 'x'.repeat(300), '\u0000', 'é'],
  origin: [
    'https://shop.example',
    'https://dashboard.example',
    'null',
    '',
    'https://a, https://b',
    'x'.repeat(9_000),
  ],
  'user-agent': ['', 'Mozilla/5.0 '.repeat(2_000), '\u0000', '(((((((((('],
  'x-playhead-viewer-ip': [
    '',
    '::1',
    '::ffff:1.2.3.4',
    'not an address',
    '1.2.3.4, 5.6.7.8',
    'x'.repeat(5_000),
  ],
  'cloudfront-viewer-country': ['NO', '', 'x'.repeat(5_000)],
  'cloudfront-viewer-city': ['Oslo', '%C3%85s', '\ud800'],
  'sec-fetch-site': ['same-origin', 'cross-site', ''],
  'access-control-request-method': ['POST', 'planted'],
  'x-playhead-edge': ['', 'planted-edge-secret', `${EDGE_SECRET}, ${EDGE_SECRET}`],
  __proto__: ['planted'],
  'content-length': ['-1', '99999999999'],
}

const COOKIES = [
  '__Secure-playhead-google=planted-cookie',
  '__Secure-playhead-login=planted-cookie',
  '__Secure-playhead-login=',
  `__Secure-playhead-login=${'A'.repeat(4_000)}`,
  '__proto__=planted',
  '=',
  'no-equals-sign',
  '\ud800=1',
]

const someHeaders = fc
  .array(
    fc
      .constantFrom(...Object.keys(HEADERS))
      .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(HEADERS[name] ?? [''])))),
    { maxLength: 3 },
  )
  .map((pairs) => Object.fromEntries(pairs))

/** Any of them may be left out. */
const partsOf = (parts: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<Record<string, string>> =>
  fc.record(parts, { requiredKeys: [] }) as fc.Arbitrary<Record<string, string>>

/** Most of them there, some not, some that nobody asked for. */
const entriesOf = (names: string[], known: Known): fc.Arbitrary<Record<string, string>> => {
  const textFor = (name: string): fc.Arbitrary<string> => {
    const there = known[name] ?? []
    const rubbish = fc.oneof(fc.constantFrom(...RUBBISH), fc.string({ unit: 'binary', maxLength: 30 }))
    return there.length === 0
      ? rubbish
      : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...there) }, { weight: 1, arbitrary: rubbish })
  }
  const own = partsOf(Object.fromEntries(names.map((name) => [name, textFor(name)])))
  const more = fc.dictionary(
    fc.constantFrom('__proto__', 'constructor', 'planted', 'k', 'appId'),
    textFor('k'),
    {
      maxKeys: 1,
    },
  )
  return fc.tuple(own, more).map(([a, b]) => ({ ...a, ...b }))
}

const namesIn = (schema: unknown): string[] =>
  Object.keys((schema as { shape?: object } | undefined)?.shape ?? {})

type Part = {
  route: string
  query: Record<string, string>
  params: Record<string, string>
  headers: object
  cookies: readonly string[]
  raw: RawBody
}

/** A path is decoded before a function sees it: it holds no half of a surrogate pair. */
const wellFormed = (params: Record<string, string>) =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value.toWellFormed()]))

const toEvent = ({ raw, headers, params, cookies, ...parts }: Part): HttpEvent =>
  httpEvent(parts.route, {
    ...parts,
    cookies: [...cookies],
    params: wellFormed(params),
    headers: headers as Record<string, string>,
    ...(raw !== undefined && { raw }),
  })

/** Of an operation, under its own path or another one. */
export const requestsOf = (
  operation: Operation,
  known: Known,
  credentials: Credentials,
): fc.Arbitrary<HttpEvent> => {
  const others = aliases.filter(({ to }) => to === routeOf(operation))
  return fc.oneof(
    ...[{ route: routeOf(operation) }, ...others].map((way: Pick<Alias, 'route' | 'as'>) =>
      fc
        .record({
          route: fc.constant(way.route),
          query: entriesOf(namesIn(operation.query), known),
          params: fc.oneof(
            { weight: 6, arbitrary: trueParams(operation, known) },
            { weight: 1, arbitrary: entriesOf(namesIn(operation.params), known) },
          ),
          headers: fc
            .tuple(credentials.arbitrary, fc.oneof(fc.constant({}), someHeaders), sessionHeaders(known))
            .map(([who, more, session]) => ({ ...who, ...session, ...more })),
          cookies: fc.oneof(
            { weight: 4, arbitrary: fc.constant([]) },
            fc.array(fc.constantFrom(...COOKIES), { maxLength: 3 }),
          ),
          raw: bodiesOf(bodiesFor(operation, way, known)),
        })
        .map(toEvent),
    ),
  )
}

const bodiesFor = (operation: Operation, { as }: Pick<Alias, 'as'>, known: Known) => {
  const schema = as?.takes ?? operation.body
  return schema && valuesOf(schema, known)
}

const sessionHeaders = ({ sessionId = [] }: Known) =>
  fc.constantFrom({}, ...sessionId.map((id) => ({ 'x-session-id': id })))

const trueParams = (operation: Operation, known: Known) =>
  fc.record(
    Object.fromEntries(
      namesIn(operation.params).map((name) => [name, fc.constantFrom(...(known[name] ?? RUBBISH))]),
    ),
  )

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'get', '']

/** Whatever has no route: other methods of known paths, and paths that nobody knows. */
export const strayRequests = (routes: string[], credentials: Credentials): fc.Arbitrary<HttpEvent> => {
  const paths = routes.map((route) => route.split(' ')[1] ?? '')
  const path = fc.oneof(
    fc.constantFrom(...paths),
    fc.constantFrom(
      '/',
      '',
      '//',
      '/api/v1/',
      '/api/v1/keys/',
      '/api/v1/../keys',
      '/%2e%2e',
      '/__proto__',
      '/\u0000',
      '/a'.repeat(4_000),
    ),
    fc.webPath(),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )
  return fc
    .record({
      method: fc.constantFrom(...METHODS),
      path,
      headers: fc.tuple(credentials.arbitrary, someHeaders),
      raw: bodiesOf(undefined),
    })
    .map(({ method, path: at, headers: [who, more], raw }) => {
      const event = httpEvent(
        '$default',
        { headers: { ...who, ...more }, ...(raw !== undefined && { raw }) },
        `${method} /`,
      )
      const { http } = event.requestContext
      return {
        ...event,
        rawPath: at,
        requestContext: { ...event.requestContext, http: { ...http, path: at } },
      }
    })
}
