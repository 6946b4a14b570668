// What users of a site do, and that they logged in: told by its server, its apps and its pages.
import { activityAnswerSchema, activityBodySchema } from '../activity/activity.ts'
import { BATCH_MAX_BYTES } from '../limits.ts'
import { notedLoginSchema, noteLoginSchema } from '../users/user-login.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Users'

export const logActivity = operation({
  method: 'POST',
  path: '/api/v1/activity',
  id: 'logActivity',
  chapter,
  summary: 'Log what a user did, or up to 100 such things',
  description:
    'By a server for any user, by a user for itself. 202 means that they are safe on the stream; the log has them seconds later. Of several a bad one is named and costs no other. An `id` makes an activity safe to send again. A `timestamp` of more than a day ago is taken for now.',
  access: { kind: 'user', secretKey: true },
  query: inProject(),
  body: activityBodySchema,
  bodyMaxBytes: BATCH_MAX_BYTES,
  answers: { 202: activityAnswerSchema },
  problems: [403, 503],
  idempotent: true,
  anyOrigin: true,
})

export const noteLogin = operation({
  method: 'POST',
  path: '/api/v1/logins',
  id: 'noteLogin',
  chapter,
  summary: 'Say that a user has logged in',
  description:
    'For a server whose site has logins of its own. The profile shows it at once, and the activity `login` stands in the log.',
  access: { kind: 'server' },
  query: inProject(),
  body: noteLoginSchema,
  answers: { 201: notedLoginSchema },
  problems: [409, 503],
  idempotent: true,
})
