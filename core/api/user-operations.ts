// The users of a site: their profiles, and whether they are here.
import * as z from 'zod'
import { PRESENCE_MAX_USERS } from '../limits.ts'
import { pageQuerySchema } from '../paging/page.ts'
import { usernameSchema } from '../presence/user-token.ts'
import { listedPresenceSchema, presenceAnswerSchema, userViewAnswerSchema } from '../users/shown-presence.ts'
import { givenUserIdSchema, toldUserIdSchema, userIdSchema } from '../users/user-id.ts'
import { putUserSchema, userRecordAnswerSchema } from '../users/user-profile.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Users'
const anybodyKnown = { kind: 'user', secretKey: true, member: 'viewer', sight: 'personal' } as const
const theSite = { kind: 'project', atLeast: 'viewer', secretKey: true, sight: 'personal' } as const

const count = z.number().int().nonnegative()
const byName = z.object({ username: z.string().min(1).max(255) })
/** `id` where the path names a user by its id. */
const how = inProject({ by: z.enum(['username', 'id']).default('username') })

export const putUser = operation({
  method: 'PUT',
  path: '/api/v1/users/{userId}',
  id: 'putUser',
  chapter,
  summary: 'Say what a user of the site is called and looks like',
  description:
    'For a server. What the body does not name stays as it is; null takes it back. A username is another name of one user, whatever its capitals. A user may call this for itself with `hidden` and `hideLastSeen`, and nothing else.',
  access: { kind: 'user', secretKey: true },
  params: z.object({ userId: userIdSchema }),
  query: inProject(),
  body: putUserSchema,
  answers: { 200: userRecordAnswerSchema },
  problems: [403, 409],
  anyOrigin: true,
})

export const getUserRecord = operation({
  method: 'GET',
  path: '/api/v1/users/{username}/profile',
  id: 'getUserRecord',
  chapter,
  summary: 'All that is known of a user: its fields, what it hides, and its traits with where each came from',
  access: theSite,
  params: byName,
  query: how,
  answers: { 200: userRecordAnswerSchema },
})

export const getUser = operation({
  method: 'GET',
  path: '/api/v1/users/{username}',
  id: 'getUser',
  chapter,
  summary: 'A user as a profile page shows it',
  description: 'What the user hides is null to other users. `?by=id` where the path names it by its id.',
  access: anybodyKnown,
  params: byName,
  query: how,
  answers: { 200: userViewAnswerSchema },
  anyOrigin: true,
})

export const getUserPresence = operation({
  method: 'GET',
  path: '/api/v1/users/{username}/presence',
  id: 'getUserPresence',
  chapter,
  summary: 'Whether a user is here, and since when not',
  description:
    'Ten a minute for each caller: what follows comes over the socket, and many at once by `POST /api/v1/users/presence`.',
  access: anybodyKnown,
  params: byName,
  query: how,
  answers: { 200: presenceAnswerSchema },
  limit: 'presence',
  anyOrigin: true,
})

export const readPresences = operation({
  method: 'POST',
  path: '/api/v1/users/presence',
  id: 'readPresences',
  chapter,
  summary: `Whether up to ${PRESENCE_MAX_USERS} users are here, for a list`,
  description: 'In the order asked for, by ids first; whoever was never seen is in `unknown`.',
  access: anybodyKnown,
  query: inProject(),
  body: z
    .strictObject({
      userIds: z.array(givenUserIdSchema).max(PRESENCE_MAX_USERS).default([]),
      usernames: z.array(usernameSchema).max(PRESENCE_MAX_USERS).default([]),
    })
    .refine(({ userIds, usernames }) => userIds.length + usernames.length > 0, { message: 'names nobody' })
    .refine(({ userIds, usernames }) => userIds.length + usernames.length <= PRESENCE_MAX_USERS, {
      message: `names more than ${PRESENCE_MAX_USERS} users`,
    }),
  answers: {
    200: z.object({
      success: z.literal(true),
      data: z.object({
        presences: z.array(listedPresenceSchema),
        /** As they were asked for. */
        unknown: z.array(toldUserIdSchema),
      }),
    }),
  },
  anyOrigin: true,
})

export const listOnline = operation({
  method: 'GET',
  path: '/api/v1/presence/online',
  id: 'listOnline',
  chapter,
  summary: 'Who is here now',
  description: 'For the site itself: it sees hidden users, too.',
  access: theSite,
  query: inProject(pageQuerySchema.shape),
  answers: {
    200: z.object({ presences: z.array(listedPresenceSchema), nextCursor: z.string().nullable() }),
  },
})

export const countOnline = operation({
  method: 'GET',
  path: '/api/v1/presence/count',
  id: 'countOnline',
  chapter,
  summary: 'How many users are here now, and how many visitors without a name',
  description: 'Ten seconds old at most.',
  access: { ...anybodyKnown, sight: 'live' },
  query: inProject(),
  answers: { 200: z.object({ online: count, visitors: count }) },
  anyOrigin: true,
})
