// What members add to sessions: one function for routes that are seldom asked.
import { gate } from '../gate/gate.ts'
import { http } from '../runtime/http/http.ts'
import { createNoteRoute } from './annotations/create-note.ts'
import { createShareRoute } from './annotations/create-share.ts'
import { deleteNoteRoute } from './annotations/delete-note.ts'
import { listNotesRoute } from './annotations/list-notes.ts'
import { listSharesRoute } from './annotations/list-shares.ts'
import { listTagsRoute } from './annotations/list-tags.ts'
import { listWatchersRoute } from './annotations/list-watchers.ts'
import { listMentionsRoute, readMentionsRoute } from './annotations/mentions.ts'
import { revokeShareRoute } from './annotations/revoke-share.ts'
import { updateNoteRoute } from './annotations/update-note.ts'

export const handler = http(
  gate,
  listNotesRoute,
  createNoteRoute,
  updateNoteRoute,
  deleteNoteRoute,
  listTagsRoute,
  listWatchersRoute,
  listMentionsRoute,
  readMentionsRoute,
  listSharesRoute,
  createShareRoute,
  revokeShareRoute,
)
