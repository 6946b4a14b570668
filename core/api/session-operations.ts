// What is read of sessions.
import * as z from 'zod'
import { canonicalName } from '../events/event-names.ts'
import { PAGE_DEFAULT, SESSION_EVENTS_PAGE_MAX } from '../limits.ts'
import { pageQuerySchema } from '../paging/page.ts'
import { sessionListSchema, sessionSchema } from '../sessions/session.ts'
import { sessionEventListSchema } from '../sessions/session-event.ts'
import { sessionQuerySchema } from '../sessions/session-query.ts'
import { watcherListSchema } from '../sessions/watcher.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Sessions'
const access = { kind: 'project', atLeast: 'viewer', secretKey: true } as const
const sessionInPath = z.object({ sessionId: z.uuid() })

export const listSessions = operation({
  method: 'GET',
  path: '/api/v1/sessions',
  id: 'listSessions',
  chapter,
  summary: 'The sessions of a project, newest start first',
  description:
    'Filters narrow the list together. A request reads at most 2,000 sessions, so a page may be short or empty and still have a `nextCursor`; `searchedTo` says how far back it looked. Another order than by start is an order of the 2,000 newest, the greatest first, and an earlier `to` asks for those before.',
  access,
  query: inProject({ ...pageQuerySchema.shape, ...sessionQuerySchema.shape }),
  answers: { 200: sessionListSchema },
})

export const getSession = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}',
  id: 'getSession',
  chapter,
  summary: 'One session',
  access,
  params: sessionInPath,
  query: inProject(),
  answers: { 200: z.object({ session: sessionSchema }) },
})

export const listSessionEvents = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/events',
  id: 'listSessionEvents',
  chapter,
  summary: 'What happened in a session, oldest first',
  description:
    'A page may be shorter than asked for, where its events are large, and still have a `nextCursor`.',
  access,
  params: sessionInPath,
  query: inProject({
    ...pageQuerySchema.shape,
    limit: z.coerce.number().int().min(1).max(SESSION_EVENTS_PAGE_MAX).default(PAGE_DEFAULT),
    /** Only events of this name, in any spelling. */
    name: z.string().max(100).transform(canonicalName).optional(),
  }),
  answers: { 200: sessionEventListSchema },
})

export const listWatchers = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/watchers',
  id: 'listWatchers',
  chapter,
  summary: 'Who watched a session, who watched last first',
  description: 'Members, and servers by their keys. Who opened a public link is not known.',
  access: { kind: 'project', atLeast: 'admin' },
  params: sessionInPath,
  query: inProject(),
  answers: { 200: watcherListSchema },
})
