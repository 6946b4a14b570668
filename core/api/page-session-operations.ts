// What a page does with its own session, which it names by an id that only it knows.
import * as z from 'zod'
import { LATEST_EVENTS } from '../limits.ts'
import {
  latestEventsSchema,
  pageSessionSchema,
  sessionUserSchema,
  touchSessionSchema,
} from '../sessions/page-session.ts'
import { operation } from './operation.ts'

const chapter = 'Sessions'
const access = { kind: 'ingest' } as const
const k = z.string().max(200).optional()
const sessionInPath = z.object({ sessionId: z.uuid() })
const headers = z.object({ 'x-session-id': z.uuid().optional() })

const WHO_MAY = 'A publishable key needs the same id in `X-Session-ID`; a secret key does not.'

export const touchSession = operation({
  method: 'POST',
  path: '/api/v1/sessions',
  id: 'touchSession',
  chapter,
  summary: 'Begin a session, or say that it goes on',
  description:
    'For pages without the tracker. The `sessionId` is that of a session of the tracker, or one that the browser keeps for its visitor, who then has one session a day. What `metadata` says is kept with the session; `userAgent` and `ip` in it count only with a secret key.',
  access,
  query: z.object({ k }),
  body: touchSessionSchema,
  answers: { 200: z.object({ session: pageSessionSchema }) },
  problems: [503],
  anyOrigin: true,
})

export const showSessionUser = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/user',
  id: 'showSessionUser',
  chapter,
  summary: 'Who the visitor of a session turned out to be',
  description: `${WHO_MAY} \`userData\` is null in this version.`,
  access,
  params: sessionInPath,
  query: z.object({ k }),
  headers,
  answers: { 200: z.object({ session: sessionUserSchema }) },
  anyOrigin: true,
})

export const listLatestEvents = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/latest-events',
  id: 'listLatestEvents',
  chapter,
  summary: 'The newest events of a session or of its visitor, oldest first',
  description: `${WHO_MAY} Of a visitor the sessions of 30 days are looked through.`,
  access,
  params: sessionInPath,
  query: z.object({
    k,
    limit: z.coerce.number().int().min(1).max(LATEST_EVENTS.max).default(LATEST_EVENTS.usual),
  }),
  headers,
  answers: { 200: latestEventsSchema },
  anyOrigin: true,
})
