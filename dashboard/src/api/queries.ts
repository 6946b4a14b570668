// Every question the screens ask the API, each with its key, so that a live frame finds what it changes.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AuditLog } from '../../../core/audit/audit-entry.ts'
import type { ErasureList } from '../../../core/erasure/erasure.ts'
import type { ProjectKey } from '../../../core/keys/project-key.ts'
import { PAGE_MAX, SESSION_EVENTS_PAGE_MAX, SESSION_MAX_MS } from '../../../core/limits.ts'
import type { TagList } from '../../../core/notes/note.ts'
import type { Invitation, InvitationPreview } from '../../../core/organisations/invitation.ts'
import type { Membership } from '../../../core/organisations/membership.ts'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { ProjectList } from '../../../core/projects/project.ts'
import type { QuarantineAnswer, QuarantineList } from '../../../core/quarantine/quarantine-list.ts'
import type { Session, SessionList } from '../../../core/sessions/session.ts'
import type { SessionEventList } from '../../../core/sessions/session-event.ts'
import type { Usage } from '../../../core/usage/usage.ts'
import type { ViewList } from '../../../core/views/saved-view.ts'
import {
  ACTIVITIES_MAX_OFFSET,
  type ActivityAnswer,
  type ActivityFilters,
  toActivityQuery,
} from '../activity/activity-filters.ts'
import { api, open } from '../app/services.ts'
import type { OnlineList } from '../people-online/online-people.ts'
import { filtersKey, type SessionFilters, toQuery } from '../sessions/session-filters.ts'
import type { AuditSearch } from '../settings/audit/audit-search.ts'
import { loadConfig } from './runtime-config.ts'

/** Sessions fetched first: fills a tall screen, and the answer stays well under 50 kB. What follows comes by the hundred. */
export const SESSIONS_PER_PAGE = 50
/** Events fetched at a time: as many as the API gives. */
const EVENTS_PER_PAGE = SESSION_EVENTS_PAGE_MAX
/** Entries of the audit log fetched at a time: a month or so of a busy team. */
const ENTRIES_PER_PAGE = 50
/** Entries of the quarantine fetched at a time. */
const QUARANTINED_PER_PAGE = 50
/** Activities fetched at a time: two screens of them. */
const ACTIVITIES_PER_PAGE = 50
/** Receipts of erasures fetched at a time. */
const RECEIPTS_PER_PAGE = 20

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

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: ({ signal }) =>
    api.get<{ organisations: MemberOrganisation[] }>('/api/v1/organisations', { signal }),
  staleTime: 60_000,
})

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) =>
    api.get<{ member: { memberId: string; email: string; name: string | null } }>('/api/v1/auth/me', {
      signal,
    }),
  staleTime: Number.POSITIVE_INFINITY,
})

const organisationPath = (organisationId: string): string =>
  `/api/v1/organisations/${encodeURIComponent(organisationId)}`

export const membersQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['members', organisationId],
    queryFn: ({ signal }) =>
      api.get<{ members: Membership[] }>(`${organisationPath(organisationId)}/members`, { signal }),
  })

export const invitationsQuery = (organisationId: string) =>
  queryOptions({
    queryKey: ['invitations', organisationId],
    queryFn: ({ signal }) =>
      api.get<{ invitations: Invitation[] }>(`${organisationPath(organisationId)}/invitations`, { signal }),
  })

export const auditLogQuery = (organisationId: string, { action, session }: AuditSearch = {}) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', organisationId, action ?? null, session ?? null],
    queryFn: ({ pageParam, signal }) =>
      api.get<AuditLog>(`${organisationPath(organisationId)}/audit-log`, {
        query: { action, session, cursor: pageParam, limit: ENTRIES_PER_PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

export const invitationPreviewQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation-preview', token],
    queryFn: () => open<InvitationPreview>('/api/v1/invitations/preview', { token }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const keysQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['keys', projectId],
    queryFn: ({ signal }) =>
      api.get<{ keys: ProjectKey[] }>('/api/v1/keys', { query: { projectId }, signal }),
  })

export const erasuresQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: ['erasures', projectId],
    queryFn: ({ pageParam, signal }) =>
      api.get<ErasureList>('/api/v1/erasures', {
        query: { projectId, cursor: pageParam, limit: RECEIPTS_PER_PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

export const quarantineQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: ['quarantine', projectId],
    queryFn: ({ pageParam, signal }) =>
      api.get<QuarantineList>('/api/v1/quarantine', {
        query: { projectId, cursor: pageParam, limit: QUARANTINED_PER_PAGE },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

/** Each look is written into the audit log: what was seen is not asked for again. */
export const quarantinedQuery = (projectId: string, recordId: string) =>
  queryOptions({
    queryKey: ['quarantined', projectId, recordId],
    queryFn: ({ signal }) =>
      api.get<QuarantineAnswer>(`/api/v1/quarantine/${encodeURIComponent(recordId)}`, {
        query: { projectId },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const usageQuery = (projectId: string, days: number) =>
  queryOptions({
    queryKey: ['usage', projectId, days],
    queryFn: ({ signal }) =>
      api.get<Usage>(`/api/v1/projects/${encodeURIComponent(projectId)}/usage`, { query: { days }, signal }),
  })

export const sessionsPage = (
  projectId: string,
  filters: SessionFilters,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  api.get<SessionList>('/api/v1/sessions', {
    query: {
      projectId,
      cursor,
      limit: cursor === null ? SESSIONS_PER_PAGE : PAGE_MAX,
      ...toQuery(filters, Date.now()),
    },
    signal,
  })

export const sessionsQuery = (projectId: string, filters: SessionFilters) =>
  infiniteQueryOptions({
    queryKey: ['sessions', projectId, filtersKey(filters)],
    queryFn: ({ pageParam, signal }) => sessionsPage(projectId, filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    // The socket keeps it fresh; an order that it cannot keep grows old. Read again, it is read as far as it was.
    staleTime: filters.sort === undefined ? Number.POSITIVE_INFINITY : 30_000,
    // As long as somebody may look at one session and then come back to their place.
    gcTime: 60 * 60_000,
  })

/** Who is there now. A request looks through the newest two thousand sessions: beyond them only a board asks. */
export const liveSessionsQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: ['live-sessions', projectId],
    queryFn: ({ pageParam, signal }) =>
      api.get<SessionList>('/api/v1/sessions', {
        query: { projectId, cursor: pageParam, limit: PAGE_MAX, live: true },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 60_000,
  })

/** The site's users who are online now. */
export const peopleOnlineQuery = (projectId: string) =>
  infiniteQueryOptions({
    queryKey: ['people-online', projectId],
    queryFn: ({ pageParam, signal }) =>
      api.get<OnlineList>('/api/v1/presence/online', {
        query: { projectId, cursor: pageParam, limit: PAGE_MAX },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    staleTime: 60_000,
  })

export const activitiesQuery = (projectId: string, filters: ActivityFilters) =>
  infiniteQueryOptions({
    queryKey: ['activities', projectId, filters],
    queryFn: async ({ pageParam, signal }) => {
      const { data } = await api.get<ActivityAnswer>('/api/v1/admin/analytics/user-activity', {
        query: { projectId, ...toActivityQuery(filters), limit: ACTIVITIES_PER_PAGE, offset: pageParam },
        signal,
      })
      return data
    },
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const read = pages.reduce((sum, page) => sum + page.activities.length, 0)
      const isMore = last.activities.length > 0 && read < last.total && read <= ACTIVITIES_MAX_OFFSET
      return isMore ? read : null
    },
    staleTime: 60_000,
  })

/** The visit of a user in which a moment fell: their newest that had begun by then. */
export const sessionAtQuery = (projectId: string, user: string, at: number) =>
  queryOptions({
    queryKey: ['session-at', projectId, user, at],
    queryFn: ({ signal }) =>
      api.get<SessionList>('/api/v1/sessions', {
        query: { projectId, user, from: at - SESSION_MAX_MS, to: at + 1, limit: 1 },
        signal,
      }),
    staleTime: 60_000,
  })

export const viewsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['views', projectId],
    queryFn: ({ signal }) => api.get<ViewList>('/api/v1/views', { query: { projectId }, signal }),
    staleTime: 60_000,
  })

export const tagsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['tags', projectId],
    queryFn: ({ signal }) => api.get<TagList>('/api/v1/tags', { query: { projectId }, signal }),
    staleTime: 30_000,
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
