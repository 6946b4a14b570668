// What an operation of the API is, as data: the recipe enforces it, the OpenAPI document tells it, tests hold both to it.
import type * as z from 'zod'
import type { Role } from '../organisations/role.ts'
import type { Sight } from '../projects/may-see.ts'

/**
 * Who may call:
 * - `open`: anybody.
 * - `ingest`: a project's key, `pk_` from its origins or `sk_` from a server.
 * - `member`: whoever is logged in.
 * - `organisation`: a member of the organisation in the path, with at least this role.
 * - `project`: a member of the project's organisation with at least this role; the project is in the path or
 *   in the query. With `secretKey`, a server with the project's own `sk_` may call it too. With `sight`, only whom the
 *   project's settings let see that.
 * - `server`: a server with the project's `sk_`, and nobody else.
 * - `user`: a user of the site, by the token that its server had made for it. With `secretKey` the server, too; with
 *   `member` a member of the project with at least this role, and with `sight` only those who may see that; with
 *   `visitor` an anonymous visitor by the project's `pk_`, from its origins.
 */
export type Access =
  | { kind: 'open' }
  | { kind: 'ingest' }
  | { kind: 'member' }
  | { kind: 'organisation'; atLeast: Role }
  | { kind: 'project'; atLeast: Role; secretKey?: true; sight?: Sight }
  | { kind: 'server' }
  | { kind: 'user'; secretKey?: true; member?: Role; sight?: Sight; visitor?: true }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The chapter of the document that an operation stands in. */
export type Chapter =
  | 'Ingest'
  | 'Sessions'
  | 'Analytics'
  | 'Views'
  | 'Shares'
  | 'Notes'
  | 'Highlights'
  | 'Pins'
  | 'Login'
  | 'Organisations'
  | 'Projects'
  | 'Keys'
  | 'Live'
  | 'Users'
  | 'Conversations'
  | 'Privacy'
  | 'Quarantine'
  | 'System'

export type Operation<A extends Access = Access, Params = unknown, Query = unknown, Body = unknown> = {
  method: Method
  /** With the names of API Gateway: `/api/v1/sessions/{sessionId}`. */
  path: string
  /** A verb and an object: `listSessions`. */
  id: string
  chapter: Chapter
  summary: string
  /** What a caller must know beyond the summary. */
  description?: string
  access: A
  params?: z.ZodType<Params>
  query?: z.ZodType<Query>
  /** Headers of its own, by their names in lower case. */
  headers?: z.ZodType<Record<string, unknown>>
  body?: z.ZodType<Body>
  /** Other names of members of the body, old name → ours. Ours wins where both are there. */
  bodyNames?: Record<string, string>
  /**
   * Content types of a body that is no JSON, and its bytes at most: what `body` describes is then JSON in the query, in
   * its member `meta`.
   */
  binary?: { types: readonly string[]; maxBytes: number }
  /** Bytes of a decoded body, where it is not the default of `core/limits.ts`. */
  bodyMaxBytes?: number
  /** Schemas of the answers that are not problems, by status; `null` has no body of JSON. */
  answers: Record<number, z.ZodType | null>
  /** Content types of an answer without a schema. */
  answersBinary?: readonly string[]
  /** Statuses of problems beyond those that every operation of its kind may answer with. */
  problems?: number[]
  /** The named limit on its caller; `api` for members and secret keys unless it says otherwise, `ingest` for keys. */
  limit?: 'auth' | 'presence' | 'erasure'
  /** A request that succeeds is given back to its limit: only failures wear it out. */
  forgivesSuccess?: true
  /** What a request takes of that limit; one unless it says otherwise. */
  cost?: (body: Body) => number
  /** A create: an `Idempotency-Key` makes a second try answer what the first one did. */
  idempotent?: true
  /** Names a body by what is in it: sent again within a day it answers what it did the first time, without a key. */
  retryKey?: (body: Body) => string | undefined
  /** Pages of any site may call it and read the answer, without credentials. */
  anyOrigin?: true
}

/** Keeps the types of an operation's parts. */
export const operation = <A extends Access, Params = unknown, Query = unknown, Body = unknown>(
  described: Operation<A, Params, Query, Body>,
): Operation<A, Params, Query, Body> => described

/** As API Gateway names it: `GET /api/v1/sessions/{sessionId}`, or `$default` for whatever has no route. */
export const routeOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  path.startsWith('/') ? `${method} ${path}` : path
