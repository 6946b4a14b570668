// Public links to a session: how members make and revoke them, and what is shown to whoever has one.
import * as z from 'zod'
import { CURSOR_MAX_CHARS, SIDE_PAGE_DEFAULT, SIDE_PAGE_MAX } from '../limits.ts'
import { segmentNameSchema, sideEventListSchema } from '../replay/replay.ts'
import {
  createdShareSchema,
  createShareSchema,
  sharedReplaySchema,
  shareIdSchema,
  shareListSchema,
  shareTokenSchema,
} from '../shares/share.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Shares'
const access = { kind: 'project', atLeast: 'analyst' } as const
const sessionInPath = z.object({ sessionId: z.uuid() })

export const listShares = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/shares',
  id: 'listShares',
  chapter,
  summary: 'The public links of a session that are good, newest first',
  access,
  params: sessionInPath,
  query: inProject(),
  answers: { 200: shareListSchema },
})

export const createShare = operation({
  method: 'POST',
  path: '/api/v1/sessions/{sessionId}/shares',
  id: 'createShare',
  chapter,
  summary: 'Make a public link to a session',
  description:
    'Whoever has the `token` plays the session, or the part between `from` and `to`, without a login, until the link expires or is revoked. It is answered this once: only its hash is kept. With the mask `all_text`, which is the default, no text, picture or address of the page leaves us; what it draws itself in SVG stays, as icons are. The link is `/shared/<token>` on the host of the dashboard. That it was made stands in the audit log.',
  access,
  params: sessionInPath,
  query: inProject(),
  body: createShareSchema,
  answers: { 201: createdShareSchema },
  problems: [404, 409],
  idempotent: true,
})

export const revokeShare = operation({
  method: 'DELETE',
  path: '/api/v1/sessions/{sessionId}/shares/{shareId}',
  id: 'revokeShare',
  chapter,
  summary: 'Revoke a public link',
  description: 'From then on it looks like one that never was.',
  access,
  params: sessionInPath.extend({ shareId: shareIdSchema }),
  query: inProject(),
  answers: { 204: null },
})

const open = { kind: 'open' } as const
const tokenInPath = z.object({ token: shareTokenSchema })

export const getSharedReplay = operation({
  method: 'GET',
  path: '/api/v1/shared/{token}/replay',
  id: 'getSharedReplay',
  chapter,
  summary: 'What a public link lets anybody play',
  description:
    'Without ids of users, visitors and sessions, and only what lies between the bounds of the link. An expired or revoked link is answered like an unknown one: 404.',
  access: open,
  params: tokenInPath,
  answers: { 200: sharedReplaySchema },
  problems: [404],
})

export const getSharedSegment = operation({
  method: 'GET',
  path: '/api/v1/shared/{token}/segments/{name}',
  id: 'getSharedSegment',
  chapter,
  summary: 'A segment of what a public link lets anybody play',
  description:
    'As `getReplaySegment`, cut at the bounds of the link and masked as it says. At most 4 MiB in one answer; `X-Total-Bytes` says how many there are: ask again with `from`, the bytes that you have.',
  access: open,
  params: tokenInPath.extend({ name: segmentNameSchema }),
  query: z.object({ from: z.coerce.number().int().min(0).max(1_000_000_000).default(0) }),
  answers: { 200: null },
  answersBinary: ['application/gzip'],
  problems: [404],
})

export const listSharedSideEvents = operation({
  method: 'GET',
  path: '/api/v1/shared/{token}/side-events',
  id: 'listSharedSideEvents',
  chapter,
  summary: 'Console and requests of what a public link shows',
  description: 'Empty unless the link was made with the inspector.',
  access: open,
  params: tokenInPath,
  query: z.object({
    cursor: z.string().max(CURSOR_MAX_CHARS).optional(),
    limit: z.coerce.number().int().min(1).max(SIDE_PAGE_MAX).default(SIDE_PAGE_DEFAULT),
  }),
  answers: { 200: sideEventListSchema },
  problems: [404],
})
