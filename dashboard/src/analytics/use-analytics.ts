// What all screens of analytics share: the project, what is asked of it, and how that is changed.
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { withCondition } from './filter/filter-parts.ts'
import type { Condition } from './filter/parse-filter.ts'
import { type AnalyticsSearch, parseAnalyticsSearch } from './search.ts'

export const useAnalytics = () => {
  const { project } = useRouteContext({ from: '/member/project' })
  const inUrl = useSearch({ from: '/member/project/analytics' })
  // Again: the router leaves in it what the screen does not know.
  const search = useMemo(() => parseAnalyticsSearch(inUrl), [inUrl])
  const navigate = useNavigate()
  const change = useCallback(
    (changes: AnalyticsSearch) =>
      void navigate({
        to: '.',
        // What is not there any more must be said, or it would be kept.
        search: (all: Record<string, unknown>) => ({ ...all, ...changes }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  const narrow = (condition: Condition) => change({ filter: withCondition(search.filter, condition) })
  return { project, search, change, narrow }
}

export type Analytics = ReturnType<typeof useAnalytics>
