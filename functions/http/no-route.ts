// Whatever has no route: a browser's preflight of one that has, another method of a known path (405), or a 404.
import { operationsAt } from '../../core/api/match-path.ts'
import { type Operation, operation } from '../../core/api/operation.ts'
import { operations } from '../../core/api/operations.ts'
import { AppError } from '../../core/errors.ts'
import { gate } from '../gate/gate.ts'
import type { HttpAnswer } from '../runtime/http/answer.ts'
import { crossOriginHeaders, preflightHeaders } from '../runtime/http/cross-origin.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'

const everythingElse = operation({
  method: 'GET',
  path: '$default',
  id: 'noRoute',
  chapter: 'System',
  summary: 'Whatever has no route',
  access: { kind: 'open' },
  answers: { 204: null },
})

type Deps = { operations: Operation[]; origins: string[] }

export const noRoute =
  ({ operations, origins }: Deps) =>
  async ({ method, path, headers }: RequestOf<typeof everythingElse>): Promise<HttpAnswer> => {
    const there = operationsAt(operations, path)
    if (there.length === 0) throw new AppError('route-not-found', 404, 'There is no such route.')
    if (method === 'OPTIONS') {
      const wanted = there.find((known) => known.method === headers['access-control-request-method'])
      const allowed = crossOriginHeaders(wanted?.operation, headers['origin'], origins)
      return { status: 204, headers: { ...allowed, ...preflightHeaders() } }
    }
    const methods = [...new Set(there.map((known) => known.method)), 'OPTIONS'].join(', ')
    throw new AppError('method-not-allowed', 405, `This path takes ${methods}.`, {
      headers: { allow: methods },
    })
  }

export const handler = http(gate, route(everythingElse, noRoute({ operations, origins: gate.origins })))
