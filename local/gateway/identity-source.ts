// Reads where a caller's identity stands, by the expressions of API Gateway.

export type IdentityCarrier = {
  headers: Record<string, string>
  queryStringParameters?: Record<string, string>
  requestContext: Record<string, unknown>
}

export type IdentityReader = (carrier: IdentityCarrier) => string | undefined

const REQUEST = /^(?:\$request|route\.request)\.(header|querystring)\.(.+)$/
const CONTEXT = /^(?:\$context|context)\.(.+)$/

/** HTTP APIs name what is in `requestContext.http` without saying so. */
const CONTEXT_PATHS: Record<string, string> = {
  httpMethod: 'http.method',
  path: 'http.path',
  'identity.sourceIp': 'http.sourceIp',
}

const dig = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined,
      value,
    )

const own = (values: Record<string, string> | undefined, name: string) =>
  Object.entries(values ?? {}).find(([key]) => key === name)?.[1]

const contextReader =
  (path: string): IdentityReader =>
  ({ requestContext }) => {
    const value = dig(requestContext, path) ?? dig(requestContext, CONTEXT_PATHS[path] ?? path)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }

export const identityReader = (expression: string): IdentityReader => {
  const [, place, name] = REQUEST.exec(expression) ?? []
  if (place === 'querystring' && name) return (carrier) => own(carrier.queryStringParameters, name)
  if (place === 'header' && name) {
    return ({ headers }) =>
      Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  }
  const [, path] = CONTEXT.exec(expression) ?? []
  if (path) return contextReader(path)
  throw new Error(`'${expression}' is not an identity source that is known here.`)
}

/** Undefined as soon as one is missing or empty: the caller is then not asked about any further. */
export const readIdentity = (readers: readonly IdentityReader[], carrier: IdentityCarrier) => {
  const values = readers.map((read) => read(carrier))
  return values.every((value) => Boolean(value)) ? values.map(String) : undefined
}
