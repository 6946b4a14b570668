// The OpenAPI 3.1 document, made of the very schemas that requests and answers are checked by.
import * as z from 'zod'
import { type Alias, aliases } from './aliases.ts'
import type { Access, Operation } from './operation.ts'
import { routeOf } from './operation.ts'
import { problemSchema } from './problem.ts'

export type OpenApiOperation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security: Record<string, string[]>[]
  parameters: OpenApiParameter[]
  requestBody?: { required: boolean; content: Record<string, { schema: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>
  'x-role'?: string
  'x-alias-of'?: string
}

export type OpenApiParameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: unknown
}

export type OpenApiDocument = {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, OpenApiOperation>>
  components: { securitySchemes: Record<string, unknown>; schemas: Record<string, unknown> }
}

const DESCRIPTION = `Members send \`Authorization: Bearer <accessToken>\`, servers \`X-API-Key: sk_…\`. Times are milliseconds since 1970. Lists are paged: \`nextCursor\` of one answer is \`cursor\` of the next request. Errors are problem documents (RFC 9457) with \`success: false\`. Answers tell their limits in \`RateLimit\` and \`RateLimit-Policy\`; 429 says in \`Retry-After\` how many seconds to wait. A create takes an \`Idempotency-Key\`: sent again within a day, it answers what it did the first time.`

/** Of the API, as in its paths: what would break a client raises the first number. */
const API_VERSION = '1.0'

export const openApiDocument = (operations: Operation[]): OpenApiDocument => {
  const byRoute = new Map(operations.map((operation) => [routeOf(operation), operation]))
  const paths: OpenApiDocument['paths'] = {}
  const add = (route: string, described: OpenApiOperation) => {
    const [method = '', path = ''] = route.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: described }
  }
  for (const [route, operation] of byRoute) add(route, describe(operation))
  for (const alias of aliases) {
    const operation = byRoute.get(alias.to)
    if (operation) add(alias.route, describeAlias(operation, alias))
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Playhead', version: API_VERSION, description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ chapter }) => chapter))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        member: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
    },
  }
}

const describe = (operation: Operation): OpenApiOperation => ({
  operationId: operation.id,
  tags: [operation.chapter],
  summary: operation.summary,
  ...(operation.description && { description: operation.description }),
  security: securityOf(operation.access),
  ...roleOf(operation.access),
  parameters: [
    ...parametersOf('path', operation.params),
    ...parametersOf('query', operation.query),
    ...parametersOf('header', operation.headers),
    ...(operation.idempotent ? [IDEMPOTENCY_KEY] : []),
  ],
  ...(operation.body && { requestBody: requestBodyOf(operation.body, operation.binary?.types) }),
  responses: responsesOf(operation),
})

const roleOf = (access: Access): { 'x-role'?: string } => {
  const role = 'atLeast' in access ? access.atLeast : access.kind === 'user' ? access.member : undefined
  return role ? { 'x-role': role } : {}
}

const requestBodyOf = (schema: z.ZodType, binaryTypes?: readonly string[]) => ({
  required: true,
  content: { 'application/json': { schema: jsonSchema(schema, 'input') }, ...binaryContent(binaryTypes) },
})

const describeAlias = (operation: Operation, { route, to, rename, as }: Alias): OpenApiOperation => {
  const names = Object.entries({ ...rename?.query, ...rename?.params, ...rename?.body })
  const renamed = names.map(([theirs, ours]) => `\`${theirs}\` stands for \`${ours}\`.`)
  const described = describe(as ? { ...operation, answers: as.answers } : operation)
  const theirsInPath = new Map(Object.entries(rename?.params ?? {}).map(([theirs, ours]) => [ours, theirs]))
  return {
    ...described,
    ...(as?.takes && { requestBody: requestBodyOf(as.takes) }),
    parameters: [
      ...described.parameters.map((parameter) =>
        parameter.in === 'path'
          ? { ...parameter, name: theirsInPath.get(parameter.name) ?? parameter.name }
          : parameter,
      ),
      ...parametersOf('header', as?.headers),
    ],
    operationId: `${operation.id}As${route.replace(/[^A-Za-z]+(.)?/g, (_, next = '') => next.toUpperCase())}`,
    description: [
      as ? `Stands for \`${to}\`. ${as.says}` : `The same as \`${to}\`.`,
      ...new Set(renamed),
    ].join(' '),
    'x-alias-of': to,
  }
}

const IDEMPOTENCY_KEY: OpenApiParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes a second try answer what the first one did.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

const securityOf = (access: Access): Record<string, string[]>[] => {
  if (access.kind === 'open') return []
  if (access.kind === 'ingest' || access.kind === 'server') return [{ key: [] }]
  if (access.kind === 'user') {
    const byKey = access.secretKey || access.visitor
    return [{ user: [] }, ...(access.member ? [{ member: [] }] : []), ...(byKey ? [{ key: [] }] : [])]
  }
  return access.kind === 'project' && access.secretKey ? [{ member: [] }, { key: [] }] : [{ member: [] }]
}

type ObjectSchema = { properties?: Record<string, { description?: string }>; required?: string[] }

const parametersOf = (where: OpenApiParameter['in'], schema: z.ZodType | undefined): OpenApiParameter[] => {
  if (!schema) return []
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as ObjectSchema
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

const TITLES: Record<number, string> = {
  200: 'Done',
  201: 'Made',
  202: 'Accepted',
  204: 'Done; no body',
  302: 'Go there',
  400: 'The request is not what this route takes',
  401: 'No valid login or key',
  403: 'Not allowed',
  404: 'Not there, or not yours',
  409: 'Not as things are now',
  413: 'The body is too large',
  415: 'A content type that this route does not take, or an encoding other than gzip',
  422: 'The Idempotency-Key was used for another request',
  429: 'A limit is reached',
  503: 'Busy; try again',
}

/** Kinds of access that belong to a project or an organisation, which may be gone or another's. */
const NAMES_A_PLACE: Access['kind'][] = ['project', 'organisation', 'server', 'user']

/** Every status that the recipe itself may answer with, beside what the operation names. */
export const problemStatuses = ({
  access,
  body,
  query,
  params,
  headers,
  idempotent,
  problems = [],
}: Operation): number[] =>
  [
    ...new Set([
      // Not by the edge.
      403,
      429,
      ...(body || query || params || headers || idempotent ? [400] : []),
      ...(body ? [413, 415] : []),
      ...(access.kind === 'open' ? [] : [401]),
      ...(NAMES_A_PLACE.includes(access.kind) ? [400, 404] : []),
      ...(idempotent ? [409, 422] : []),
      ...problems,
    ]),
  ].sort((a, b) => a - b)

const responsesOf = (operation: Operation): OpenApiOperation['responses'] => {
  const good = Object.entries(operation.answers).map(([status, schema]) => [
    status,
    {
      description: TITLES[Number(status)] ?? 'An answer',
      ...(schema && { content: { 'application/json': { schema: jsonSchema(schema, 'output') } } }),
      ...(schema === null && operation.answersBinary && { content: binaryContent(operation.answersBinary) }),
    },
  ])
  const bad = problemStatuses(operation)
    .filter((status) => !(status in operation.answers))
    .map((status) => [
      String(status),
      {
        description: TITLES[status] ?? 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ])
  return Object.fromEntries([...good, ...bad])
}

const binaryContent = (types: readonly string[] = []): Record<string, { schema: unknown }> =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]))

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): unknown => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
