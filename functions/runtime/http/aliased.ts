// Brings a request under an alias to the operation it stands for.
import { type Alias, aliases } from '../../../core/api/aliases.ts'
import type { IncomingRequest } from './incoming-request.ts'

const byRoute = new Map(aliases.map((alias) => [alias.route, alias]))

export type Aliased = { request: IncomingRequest; renameBody(body: unknown): unknown }

export const aliased = (request: IncomingRequest): Aliased => {
  const alias: Alias | undefined = byRoute.get(request.route)
  if (!alias) return { request, renameBody: (body) => body }
  const { query, body, params } = alias.rename ?? {}
  return {
    request: {
      ...request,
      route: alias.to,
      query: renamed(request.query, query),
      params: renamed(request.params, params),
    },
    renameBody: (given) =>
      typeof given === 'object' && given !== null && !Array.isArray(given)
        ? renamed(given as Record<string, unknown>, body)
        : given,
  }
}

/** Our own name wins where both are there. */
const renamed = <T>(entries: Record<string, T>, names: Record<string, string> = {}): Record<string, T> =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) => {
      const ours = Object.hasOwn(names, name) ? names[name] : undefined
      if (ours === undefined) return [[name, value]]
      return Object.hasOwn(entries, ours) ? [] : [[ours, value]]
    }),
  )
