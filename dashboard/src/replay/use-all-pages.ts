// Reads a list to its end, page after page: searching and following a player need all of it.
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'

type Pages = Pick<
  UseInfiniteQueryResult,
  'hasNextPage' | 'isFetchingNextPage' | 'isError' | 'fetchNextPage'
> & { data: unknown }

export const useAllPages = (query: Pages, wanted = true): void => {
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage, data } = query
  const goesOn = wanted && data !== undefined && hasNextPage && !isFetchingNextPage && !isError
  useEffect(() => {
    if (goesOn) void fetchNextPage({ cancelRefetch: false })
  }, [goesOn, fetchNextPage])
}
