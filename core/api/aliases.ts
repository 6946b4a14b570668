// Other paths under which an operation answers, for clients that were written for the documents Playhead grew from.
// Declarative: the template makes a route of each row, the recipe brings its request to the operation it stands for.
import type { AliasShape } from './alias-shape.ts'
import { logOne, trackMany, trackOne } from './event-shapes.ts'
import { createOrRefresh, eventsOfSession, userOfSession } from './session-shapes.ts'

export type Alias = {
  /** As API Gateway names it. */
  route: string
  /** The operation's own route. */
  to: string
  /** What the alias calls differently, old name → ours. Our own names go on working. */
  rename?: { query?: Record<string, string>; body?: Record<string, string>; params?: Record<string, string> }
  /** Where bodies or answers differ in more than names. */
  as?: AliasShape
}

const appInQuery = { query: { appId: 'projectId' } }

export const aliases: Alias[] = [
  { route: 'POST /api/events/track', to: 'POST /api/v1/events', as: trackOne },
  { route: 'POST /api/events/track/batch', to: 'POST /api/v1/events', as: trackMany },
  { route: 'POST /api/events', to: 'POST /api/v1/events', as: logOne },
  { route: 'POST /api/sessions', to: 'POST /api/v1/sessions', as: createOrRefresh },
  {
    route: 'GET /api/sessions/{sessionId}/user',
    to: 'GET /api/v1/sessions/{sessionId}/user',
    as: userOfSession,
  },
  {
    route: 'GET /api/sessions/{sessionId}/events',
    to: 'GET /api/v1/sessions/{sessionId}/latest-events',
    as: eventsOfSession,
  },
  { route: 'POST /api/auth/register', to: 'POST /api/v1/auth/register' },
  { route: 'POST /api/auth/login', to: 'POST /api/v1/auth/login' },
  { route: 'POST /api/auth/refresh', to: 'POST /api/v1/auth/refresh' },
  { route: 'GET /api/auth/google', to: 'GET /api/v1/auth/google' },
  { route: 'GET /api/auth/google/callback', to: 'GET /api/v1/auth/google/callback' },
  {
    route: 'POST /api/keys',
    to: 'POST /api/v1/keys',
    rename: { ...appInQuery, body: { appId: 'projectId' } },
  },
  { route: 'GET /api/keys', to: 'GET /api/v1/keys', rename: appInQuery },
  { route: 'GET /api/keys/{keyId}', to: 'GET /api/v1/keys/{keyId}', rename: appInQuery },
  { route: 'DELETE /api/keys/{keyId}', to: 'DELETE /api/v1/keys/{keyId}', rename: appInQuery },
  {
    route: 'POST /api/keys/{keyId}/regenerate',
    to: 'POST /api/v1/keys/{keyId}/regenerate',
    rename: appInQuery,
  },
  {
    route: 'DELETE /api/v1/persons/{personId}',
    to: 'DELETE /api/v1/people/{personId}',
    rename: appInQuery,
  },
  { route: 'GET /api/users/{username}', to: 'GET /api/v1/users/{username}' },
  { route: 'GET /api/users/{username}/presence', to: 'GET /api/v1/users/{username}/presence' },
  ...['/api/v1', '/api'].flatMap((base) => [
    { route: `GET ${base}/messages/conversations`, to: 'GET /api/v1/conversations' },
    {
      route: `GET ${base}/messages/conversations/{conversationId}`,
      to: 'GET /api/v1/conversations/{conversationId}',
    },
    { route: `POST ${base}/auth/signup`, to: 'POST /api/v1/users/auth/signup' },
    { route: `POST ${base}/auth/signin`, to: 'POST /api/v1/users/auth/signin' },
    { route: `POST ${base}/auth/social-verified`, to: 'POST /api/v1/users/auth/social-verified' },
  ]),
  {
    route: 'GET /api/analytics/events/summary',
    to: 'GET /api/v1/analytics/events/summary',
    rename: appInQuery,
  },
  {
    route: 'GET /api/analytics/events/timeline',
    to: 'GET /api/v1/analytics/events/timeline',
    rename: appInQuery,
  },
  {
    route: 'GET /api/analytics/users/{userId}',
    to: 'GET /api/v1/analytics/users/{userId}',
    rename: appInQuery,
  },
  {
    route: 'GET /api/analytics/apps/{appId}/overview',
    to: 'GET /api/v1/analytics/apps/{projectId}/overview',
    rename: { params: { appId: 'projectId' } },
  },
  {
    route: 'GET /api/admin/analytics/user-activity',
    to: 'GET /api/v1/admin/analytics/user-activity',
    rename: appInQuery,
  },
  {
    route: 'GET /api/admin/analytics/user-sessions',
    to: 'GET /api/v1/admin/analytics/user-sessions',
    rename: appInQuery,
  },
  { route: 'GET /api', to: 'GET /api-docs' },
  // Monitors like to ask for the head alone.
  { route: 'HEAD /health', to: 'GET /health' },
]
