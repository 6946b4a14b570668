// What lives as long as the page: the login, the API client and the cache.
import { createApiClient } from '../api/api-client.ts'
import { createMemberLogin } from '../api/member-login.ts'
import { createQueryClient } from '../api/query-client.ts'
import { refreshTokenStorage } from '../api/refresh-token-storage.ts'

// `fetch` insists on being called on the window.
const fetcher: typeof fetch = (...request) => fetch(...request)

export const login = createMemberLogin({
  fetch: fetcher,
  storage: refreshTokenStorage(localStorage, sessionStorage),
  now: Date.now,
})
export const api = createApiClient({ fetch: fetcher, login })
export const queryClient = createQueryClient()
