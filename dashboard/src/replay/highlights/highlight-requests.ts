// What the screens ask of highlights: those of a session, and the newest of a project.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  CreateHighlight,
  Highlight,
  HighlightList,
  ProjectHighlights,
  UpdateHighlight,
} from '../../../../core/highlights/highlight.ts'
import { api } from '../../app/services.ts'
import type { Where } from '../fetch/replay-queries.ts'

/** Highlights fetched at a time: a tall screen of cards. */
const PER_PAGE = 24

type Answer = { highlight: Highlight }

const path = ({ sessionId }: Where, ...rest: string[]): string =>
  `/api/v1/sessions/${[sessionId, 'highlights', ...rest].map(encodeURIComponent).join('/')}`

export const highlightsQuery = (where: Where) =>
  queryOptions({
    queryKey: ['highlights', where.projectId, where.sessionId],
    queryFn: ({ signal }) =>
      api.get<HighlightList>(path(where), { query: { projectId: where.projectId }, signal }),
    staleTime: 30_000,
  })

export const projectHighlightsQuery = (projectId: string, { q, tag }: { q?: string; tag?: string }) =>
  infiniteQueryOptions({
    queryKey: ['project-highlights', projectId, q ?? '', tag ?? ''],
    queryFn: ({ pageParam, signal }) =>
      api.get<ProjectHighlights>('/api/v1/highlights', {
        query: { projectId, q, tag, cursor: pageParam, limit: PER_PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 10_000,
  })

export const createHighlight = (where: Where, body: CreateHighlight, idempotencyKey: string) =>
  api.post<Answer>(path(where), { query: { projectId: where.projectId }, body, idempotencyKey })

export const updateHighlight = (where: Where, highlightId: string, body: UpdateHighlight) =>
  api.patch<Answer>(path(where, highlightId), { query: { projectId: where.projectId }, body })

export const deleteHighlight = (where: Where, highlightId: string) =>
  api.delete(path(where, highlightId), { query: { projectId: where.projectId } })
