// Every question the screens ask the API, each with its key, so that a live frame finds what it changes.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { PAGE_MAX } from '../../../core/limits.ts'
import type { ProjectList } from '../../../core/projects/project.ts'
import type { Session, SessionList } from '../../../core/sessions/session.ts'
import type { SessionEventList } from '../../../core/sessions/session-event.ts'
import { api } from '../app/services.ts'
import { loadConfig } from './runtime-config.ts'

/** Sessions fetched at a time: fills a tall screen, and one answer stays well under 50 kB. */
export const SESSIONS_PER_PAGE = 50
/** Events fetched at a time: as many as the API gives. */
const EVENTS_PER_PAGE = PAGE_MAX

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: loadConfig,
  staleTime: Number.POSITIVE_INFINITY,
})

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => api.get<ProjectList>('/api/v1/projects', { signal }),
  staleTime: 60_000,
})

export const sessionsPage = (projectId: string, cursor: string | null, signal?: AbortSignal) =>
  api.get<SessionList>('/api/v1/sessions', {
    query: { projectId, cursor, limit: SESSIONS_PER_PAGE },
    signal,
  })

export const sessionsQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: ['sessions', projectId],
    queryFn: ({ pageParam, signal }) => sessionsPage(projectId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

export const firstSessionQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['first-session', projectId],
    queryFn: ({ signal }) =>
      api.get<SessionList>('/api/v1/sessions', { query: { projectId, limit: 1 }, signal }),
  })

export const sessionQuery = (projectId: string, sessionId: string) =>
  queryOptions({
    queryKey: ['session', projectId, sessionId],
    queryFn: ({ signal }) =>
      api.get<{ session: Session }>(`/api/v1/sessions/${encodeURIComponent(sessionId)}`, {
        query: { projectId },
        signal,
      }),
  })

export const sessionEventsPage = (
  projectId: string,
  sessionId: string,
  name: string | undefined,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  api.get<SessionEventList>(`/api/v1/sessions/${encodeURIComponent(sessionId)}/events`, {
    query: { projectId, name, cursor, limit: EVENTS_PER_PAGE },
    signal,
  })

export const sessionEventsQuery = (projectId: string, sessionId: string, name?: string) =>
  infiniteQueryOptions({
    queryKey: ['session-events', projectId, sessionId, name ?? null],
    queryFn: ({ pageParam, signal }) => sessionEventsPage(projectId, sessionId, name, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })
