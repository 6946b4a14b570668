// Which route of an HTTP API answers a request: the most specific path, and its method before ANY.

type Segment = { kind: 'exact'; text: string } | { kind: 'one' | 'rest'; name: string }

export type RoutePattern = { routeKey: string; method: string; segments: Segment[] | '$default' }

const toSegment = (text: string): Segment => {
  const variable = /^\{([\w.:-]+)(\+?)\}$/.exec(text)
  if (!variable) return { kind: 'exact', text }
  return { kind: variable[2] ? 'rest' : 'one', name: String(variable[1]) }
}

export const toRoutePattern = (routeKey: string): RoutePattern => {
  if (routeKey === '$default') return { routeKey, method: 'ANY', segments: '$default' }
  const [, method, path] = /^([A-Z]+) \/(\S*)$/.exec(routeKey) ?? []
  if (method === undefined || path === undefined) throw new Error(`'${routeKey}' is not the key of a route.`)
  const segments = path.split('/').map(toSegment)
  if (segments.slice(0, -1).some(({ kind }) => kind === 'rest')) {
    throw new Error(`'${routeKey}': a greedy variable must be the last part of a path.`)
  }
  return { routeKey, method, segments }
}

const RANK = { exact: 0, one: 1, rest: 2 }

/** Smaller is more specific. Any full match beats any greedy one, which beats $default. */
const specificity = ({ method, segments }: RoutePattern): string => {
  if (segments === '$default') return '9'
  const greedy = segments.at(-1)?.kind === 'rest' ? '1' : '0'
  return `${greedy}${segments.map(({ kind }) => RANK[kind]).join('')}${method === 'ANY' ? '8' : '7'}`
}

export const bySpecificity = (left: RoutePattern, right: RoutePattern): number => {
  const [one, other] = [specificity(left), specificity(right)]
  return one === other ? 0 : one < other ? -1 : 1
}

const variablesOf = (segments: Segment[], path: string): Map<string, string> | undefined => {
  const parts = path.slice(1).split('/')
  const variables = new Map<string, string>()
  for (const [at, segment] of segments.entries()) {
    const part = segment.kind === 'rest' ? parts.slice(at).join('/') : parts[at]
    if (segment.kind === 'exact' ? part !== segment.text : !part) return undefined
    if (segment.kind !== 'exact') variables.set(segment.name, String(part))
    if (segment.kind === 'rest') return variables
  }
  return parts.length === segments.length ? variables : undefined
}

/** `patterns` stand in order of specificity; `path` is decoded and begins with a slash. */
export const matchRoute = <Pattern extends RoutePattern>(
  patterns: readonly Pattern[],
  method: string,
  path: string,
): { route: Pattern; pathParameters: Map<string, string> } | undefined => {
  for (const route of patterns) {
    if (route.method !== 'ANY' && route.method !== method) continue
    const pathParameters = route.segments === '$default' ? new Map() : variablesOf(route.segments, path)
    if (pathParameters) return { route, pathParameters }
  }
  return undefined
}
