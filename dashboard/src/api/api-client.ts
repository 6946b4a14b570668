// One request to the API: bearer token, JSON both ways, a refused token renewed and the request sent once more.
import type { MemberLogin } from './member-login.ts'
import { ApiProblem, readProblem, unreachable } from './problem.ts'

type Query = Record<string, string | number | null | undefined>
type Options = { query?: Query; body?: unknown; signal?: AbortSignal }
type Deps = { fetch: typeof fetch; login: Pick<MemberLogin, 'accessToken' | 'signOut'> }

const address = (path: string, query: Query = {}): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value))
  }
  return params.size > 0 ? `${path}?${params}` : path
}

export const createApiClient = ({ fetch: fetcher, login }: Deps) => {
  const send = (method: string, path: string, { query, body, signal }: Options, token: string) =>
    fetcher(address(path, query), {
      method,
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch((cause: unknown) => {
      throw signal?.aborted ? cause : unreachable(cause)
    })

  const request = async <T>(method: string, path: string, options: Options = {}): Promise<T> => {
    const token = await login.accessToken()
    let response = await send(method, path, options, token)
    if (response.status === 401) {
      response = await send(method, path, options, await login.accessToken(token))
    }
    if (response.ok) return (await response.json()) as T
    const problem = await readProblem(response)
    // A brand-new token was refused too: this login is worth nothing any more.
    if (problem.status === 401) login.signOut()
    throw problem
  }

  return {
    get: <T>(path: string, options?: Options) => request<T>('GET', path, options),
    post: <T>(path: string, options?: Options) => request<T>('POST', path, options),
  }
}

export type ApiClient = ReturnType<typeof createApiClient>

/** For queries: ask again only what may succeed, and not for ever. */
export const worthRetrying = (failures: number, error: unknown): boolean =>
  failures < 2 && error instanceof ApiProblem && error.passing
