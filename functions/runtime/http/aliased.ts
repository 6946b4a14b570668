// Brings a request under an alias to the operation it stands for, and the answer back.
import type { AliasShape } from '../../../core/api/alias-shape.ts'
import { type Alias, aliases } from '../../../core/api/aliases.ts'
import type { Operation } from '../../../core/api/operation.ts'
import type { HttpAnswer } from './answer.ts'
import type { IncomingRequest } from './incoming-request.ts'
import { validate } from './validate.ts'

const byRoute = new Map(aliases.map((alias) => [alias.route, alias]))

export type Aliased = {
  request: IncomingRequest
  /** As the operation calls things, whatever the client calls them. */
  adaptBody(body: unknown): unknown
  adaptAnswer(answer: HttpAnswer): HttpAnswer
}

export const aliased = (request: IncomingRequest, { bodyNames }: Pick<Operation, 'bodyNames'>): Aliased => {
  const alias: Alias | undefined = byRoute.get(request.route)
  const { query, body, params } = alias?.rename ?? {}
  const names = { ...bodyNames, ...body }
  return {
    request: alias
      ? {
          ...request,
          route: alias.to,
          query: renamed(request.query, query),
          params: renamed(request.params, params),
        }
      : request,
    adaptBody: (given) => (alias?.as ? adapted(alias.as, given, request) : renamedBody(given, names)),
    adaptAnswer: (answer) => {
      if (!alias?.as) return answer
      const { status, body } = alias.as.answer({ status: answer.status, body: answer.body })
      return { ...answer, status, body }
    },
  }
}

const adapted = (shape: AliasShape, given: unknown, { headers }: IncomingRequest): unknown => {
  const own = shape.headers && validate('headers', shape.headers, headers)
  const body = shape.takes ? validate('body', shape.takes, given) : given
  return shape.adapt ? shape.adapt(body, own) : body
}

const renamedBody = (given: unknown, names: Record<string, string>): unknown =>
  typeof given === 'object' && given !== null && !Array.isArray(given)
    ? renamed(given as Record<string, unknown>, names)
    : given

/** Our own name wins where both are there. */
const renamed = <T>(entries: Record<string, T>, names: Record<string, string> = {}): Record<string, T> =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([name, value]) => {
      const ours = Object.hasOwn(names, name) ? names[name] : undefined
      if (ours === undefined) return [[name, value]]
      return Object.hasOwn(entries, ours) ? [] : [[ours, value]]
    }),
  )
