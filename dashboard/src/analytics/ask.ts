// Asks the engine: a question, its parameters, and its answer with rows of the question's own kind.
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Figures } from '../../../core/analytics/figures.ts'
import { atMost } from '../api/at-most.ts'
import { api } from '../app/services.ts'

export type Rows = {
  overview: Figures
  timeline: Figures & { start: number }
  breakdown: Figures & { value: string | null }
  events: { name: string; count: number; visitors: number; users: number; sessions: number }
}

export type AnsweredRange = { from: number; to: number; timeZone: string }

export type Answer<Row> = {
  range: AnsweredRange
  rows: Row[]
  compared: { range: AnsweredRange; rows: Row[] } | null
  computedAt: number
  freshAsOf: number
}

/**
 * Questions that are asked at a time: the engine counts each with all it has, and those beyond would only have more of them
 * begin from nothing. The first that a screen asks is the first that is answered.
 */
const inTurn = atMost(3)

/** Milliseconds after which an answer about a range that still runs is asked for again: as long as the API keeps it. */
const ASK_AGAIN_MS = 60_000

export type Asked<Name extends keyof Rows> = {
  projectId: string
  question: Name
  params: Record<string, unknown>
}

export const askQuery = <Name extends keyof Rows>({ projectId, question, params }: Asked<Name>) =>
  queryOptions({
    queryKey: ['analytics', projectId, question, params],
    queryFn: ({ signal }) =>
      inTurn(
        () =>
          api.post<Answer<Rows[Name]>>(`/api/v1/analytics/${question}`, {
            query: { projectId },
            body: params,
            isRead: true,
            signal,
          }),
        signal,
      ),
    staleTime: ASK_AGAIN_MS,
    refetchInterval: ASK_AGAIN_MS,
    // What was shown stays, dimmed, until the new answer is there: nothing jumps.
    placeholderData: keepPreviousData,
  })
