// The cache of what the server said. Live frames keep it fresh, so nothing is fetched again without a reason.
import { QueryClient } from '@tanstack/react-query'
import { worthRetrying } from './api-client.ts'

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: worthRetrying,
        retryDelay: (failures) => 500 * 2 ** failures,
        staleTime: 5_000,
        refetchOnWindowFocus: false,
      },
    },
  })
