// What lives as long as the page: the login, the API client and the cache.
import { createApiClient } from '../api/api-client.ts'
import { createMemberLogin } from '../api/member-login.ts'
import { postOpen } from '../api/open-request.ts'
import { createQueryClient } from '../api/query-client.ts'
import { refreshTokenStorage } from '../api/refresh-token-storage.ts'

// `fetch` insists on being called on the window.
const fetcher: typeof fetch = (...request) => fetch(...request)

/** Browsers give locks to secure pages only; elsewhere two tabs take their chance. */
const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? navigator.locks.request('playhead.refresh', work) : work()

export const login = createMemberLogin({
  fetch: fetcher,
  storage: refreshTokenStorage(localStorage, sessionStorage),
  now: Date.now,
  inTurn,
})
export const api = createApiClient({
  fetch: fetcher,
  login,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})
/** For what needs no login. */
export const open = <T>(path: string, body?: unknown): Promise<T> => postOpen<T>(fetcher, path, body)
export const queryClient = createQueryClient()
