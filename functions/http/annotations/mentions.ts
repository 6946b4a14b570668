// GET /api/v1/mentions, PUT /api/v1/mentions/read: notes that mention the caller, and how far they are read.
import { listMentions, readMentions } from '../../../core/api/note-operations.ts'
import { RETENTION_MAX_DAYS } from '../../../core/limits.ts'
import { done, ok } from '../../runtime/http/answer.ts'
import { route } from '../../runtime/http/route.ts'
import { stores } from './stores.ts'

const { notes, now } = stores

export const listMentionsRoute = route(listMentions, async ({ caller: { projectId, memberId } }) =>
  ok(await notes.mentionsFor(projectId, memberId)),
)

export const readMentionsRoute = route(readMentions, async ({ caller: { projectId, memberId }, body }) => {
  const end = Math.ceil(now() / 1000) + RETENTION_MAX_DAYS * 24 * 60 * 60
  await notes.readMentions(projectId, memberId, Math.min(body.readTo, now()), end)
  return done()
})
