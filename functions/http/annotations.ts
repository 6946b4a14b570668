// What members add to sessions: one function for routes that are seldom asked.
import { gate } from '../gate/gate.ts'
import { http } from '../runtime/http/http.ts'
import { createHighlightRoute } from './annotations/create-highlight.ts'
import { createNoteRoute } from './annotations/create-note.ts'
import { createShareRoute } from './annotations/create-share.ts'
import { deleteHighlightRoute } from './annotations/delete-highlight.ts'
import { deleteNoteRoute } from './annotations/delete-note.ts'
import { listHighlightsRoute } from './annotations/list-highlights.ts'
import { listNotesRoute } from './annotations/list-notes.ts'
import { listProjectHighlightsRoute } from './annotations/list-project-highlights.ts'
import { listSharesRoute } from './annotations/list-shares.ts'
import { listTagsRoute } from './annotations/list-tags.ts'
import { listWatchersRoute } from './annotations/list-watchers.ts'
import { listMentionsRoute, readMentionsRoute } from './annotations/mentions.ts'
import { pinSessionRoute } from './annotations/pin-session.ts'
import { revokeShareRoute } from './annotations/revoke-share.ts'
import { unpinSessionRoute } from './annotations/unpin-session.ts'
import { updateHighlightRoute } from './annotations/update-highlight.ts'
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
  listProjectHighlightsRoute,
  listHighlightsRoute,
  createHighlightRoute,
  updateHighlightRoute,
  deleteHighlightRoute,
  pinSessionRoute,
  unpinSessionRoute,
)
