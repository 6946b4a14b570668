// Reads on before the reader gets there, and through sessions that do not fit, but not through a whole year unasked.
import { useEffect, useEffectEvent, useState } from 'react'
import { PAGE_MAX } from '../../../core/limits.ts'

/** Rows that make a first screen: with fewer, the search goes on by itself. */
const FIRST_SCREEN_ROWS = 30
/** Requests that go on by themselves though they find little: ten thousand sessions looked at. */
const SPARSE_REQUESTS_MAX = 5

type Search = {
  rows: number
  pages: number[]
  hasNextPage: boolean
  isFetching: boolean
  isError: boolean
  fetchNextPage: () => unknown
}

export const useSearchAhead = ({ rows, pages, hasNextPage, isFetching, isError, fetchNextPage }: Search) => {
  const [askedAt, setAskedAt] = useState(0)
  // Since the last page that was worth it, or since somebody asked for more.
  const full = pages.findLastIndex((found) => found >= PAGE_MAX / 2) + 1
  const sparse = pages.length - Math.max(full, askedAt)
  const tired = sparse >= SPARSE_REQUESTS_MAX
  const idle = hasNextPage && !isFetching && !isError
  const next = useEffectEvent(() => void fetchNextPage())
  const wanting = idle && rows < FIRST_SCREEN_ROWS && !tired
  useEffect(() => {
    if (wanting) next()
  }, [wanting])
  return {
    /** It looks for more by itself, or waits for a request to end. */
    searching: isFetching || wanting,
    nearEnd: () => {
      if (idle && !tired) void fetchNextPage()
    },
    further: () => {
      setAskedAt(pages.length)
      void fetchNextPage()
    },
  }
}
