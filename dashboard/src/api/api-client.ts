// One request to the API: bearer token, JSON both ways, a refused token renewed and the request sent once more.
import type { MemberLogin } from './member-login.ts'
import { ApiProblem, readProblem, readRetryAfter, unreachable } from './problem.ts'

type Query = Record<string, string | number | boolean | null | undefined>
type Options = {
  query?: Query
  body?: unknown
  signal?: AbortSignal
  /** Of a create: the same again makes it once. */
  idempotencyKey?: string
  /** A question that needs a body: sent again as freely as any that needs none. */
  isRead?: boolean
}
type Deps = {
  fetch: typeof fetch
  login: Pick<MemberLogin, 'accessToken' | 'signOut'>
  wait: (ms: number) => Promise<void>
}

/** Seconds for which a read waits by itself when a limit turned it down; a longer wait is told instead. */
const PATIENCE_SECONDS = 5

const address = (path: string, query: Query = {}): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value))
  }
  return params.size > 0 ? `${path}?${params}` : path
}

const isWorthWaiting = (isRead: boolean, response: Response): boolean =>
  isRead && response.status === 429 && (readRetryAfter(response) ?? 60) <= PATIENCE_SECONDS

export const createApiClient = ({ fetch: fetcher, login, wait }: Deps) => {
  const send = (
    method: string,
    path: string,
    { query, body, signal, idempotencyKey }: Options,
    token: string,
  ) =>
    fetcher(address(path, query), {
      method,
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch((cause: unknown) => {
      throw signal?.aborted ? cause : unreachable(cause)
    })

  const sendAsMember = async (method: string, path: string, options: Options): Promise<Response> => {
    const token = await login.accessToken()
    const response = await send(method, path, options, token)
    return response.status === 401 ? send(method, path, options, await login.accessToken(token)) : response
  }

  const answer = async (method: string, path: string, options: Options = {}): Promise<Response> => {
    let response = await sendAsMember(method, path, options)
    if (isWorthWaiting(options.isRead ?? method === 'GET', response)) {
      await wait((readRetryAfter(response) ?? 0) * 1_000)
      response = await sendAsMember(method, path, options)
    }
    if (response.ok) return response
    const problem = await readProblem(response)
    // A brand-new token was refused too: this login is worth nothing any more.
    if (problem.status === 401) login.signOut()
    throw problem
  }

  const request = async <T>(method: string, path: string, options?: Options): Promise<T> => {
    const response = await answer(method, path, options)
    return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
  }

  return {
    get: <T>(path: string, options?: Options) => request<T>('GET', path, options),
    /** What is no JSON: an image, a piece of a recording. */
    getBytes: async (path: string, options?: Options): Promise<ArrayBuffer> =>
      (await answer('GET', path, options)).arrayBuffer(),
    /** The same of what comes in parts: with its bytes in all, where the answer says so itself. */
    getPart: async (
      path: string,
      options?: Options,
    ): Promise<{ part: ArrayBuffer; total: number | null }> => {
      const response = await answer('GET', path, options)
      const total = Number(response.headers.get('x-total-bytes'))
      return { part: await response.arrayBuffer(), total: total > 0 ? total : null }
    },
    post: <T>(path: string, options?: Options) => request<T>('POST', path, options),
    put: <T = void>(path: string, options?: Options) => request<T>('PUT', path, options),
    patch: <T>(path: string, options?: Options) => request<T>('PATCH', path, options),
    delete: <T = void>(path: string, options?: Options) => request<T>('DELETE', path, options),
  }
}

export type ApiClient = ReturnType<typeof createApiClient>

/** For queries: ask again only what may succeed, and not for ever. A limit is waited for, not tried against. */
export const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && error instanceof ApiProblem && error.passing && error.status !== 429
