// A route: an operation of the API and the handler that does it.
import type { Access, Operation } from '../../../core/api/operation.ts'
import type { Cursors } from '../../../core/paging/cursor.ts'
import type { HttpAnswer } from './answer.ts'
import type { CallerOf } from './callers.ts'
import type { IncomingRequest } from './incoming-request.ts'

export type HttpRequest<A extends Access, Params, Query, Body> = Pick<
  IncomingRequest,
  'method' | 'path' | 'headers' | 'cookies' | 'sourceIp' | 'requestId'
> & {
  caller: CallerOf<A>
  params: Params
  query: Query
  body: Body
  /** Of an operation that takes them, when that is what came. */
  bytes: Uint8Array | undefined
  /** Of this very list: the operation's, in the caller's project or organisation. */
  cursors: Cursors
}

/** The request of an operation, as its handler is given it. */
export type RequestOf<O> =
  O extends Operation<infer A, infer Params, infer Query, infer Body>
    ? HttpRequest<A, Params, Query, Body>
    : never

export type Route = {
  operation: Operation
  handle(request: HttpRequest<Access, unknown, unknown, unknown>): Promise<HttpAnswer>
}

export const route = <A extends Access, Params, Query, Body>(
  operation: Operation<A, Params, Query, Body>,
  handle: (request: HttpRequest<A, Params, Query, Body>) => Promise<HttpAnswer>,
): Route => ({ operation: operation as Operation, handle: handle as Route['handle'] })
