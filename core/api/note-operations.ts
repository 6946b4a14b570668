// Notes on moments of sessions, and who is mentioned in them.
import * as z from 'zod'
import {
  createNoteSchema,
  mentionListSchema,
  noteAnswerSchema,
  noteIdSchema,
  noteListSchema,
  readMentionsSchema,
  tagListSchema,
  updateNoteSchema,
} from '../notes/note.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Notes'
const reading = { kind: 'project', atLeast: 'viewer' } as const
const writing = { kind: 'project', atLeast: 'analyst' } as const
const sessionInPath = z.object({ sessionId: z.uuid() })
const noteInPath = sessionInPath.extend({ noteId: noteIdSchema })

export const listNotes = operation({
  method: 'GET',
  path: '/api/v1/sessions/{sessionId}/notes',
  id: 'listNotes',
  chapter,
  summary: 'The notes on a session, by their moments',
  access: { ...reading, secretKey: true },
  params: sessionInPath,
  query: inProject(),
  answers: { 200: noteListSchema },
})

export const createNote = operation({
  method: 'POST',
  path: '/api/v1/sessions/{sessionId}/notes',
  id: 'createNote',
  chapter,
  summary: 'Write a note on a moment of a session',
  description:
    'Every member of the project reads it. Whom it mentions, by their ids, finds it among their mentions. It ends with its session.',
  access: writing,
  params: sessionInPath,
  query: inProject(),
  body: createNoteSchema,
  answers: { 201: noteAnswerSchema },
  problems: [409],
  idempotent: true,
})

export const updateNote = operation({
  method: 'PATCH',
  path: '/api/v1/sessions/{sessionId}/notes/{noteId}',
  id: 'updateNote',
  chapter,
  summary: 'Change a note of your own',
  access: writing,
  params: noteInPath,
  query: inProject(),
  body: updateNoteSchema,
  answers: { 200: noteAnswerSchema },
})

export const deleteNote = operation({
  method: 'DELETE',
  path: '/api/v1/sessions/{sessionId}/notes/{noteId}',
  id: 'deleteNote',
  chapter,
  summary: 'Delete a note',
  description: 'Your own, or as an admin anybody’s, which stands in the audit log.',
  access: writing,
  params: noteInPath,
  query: inProject(),
  answers: { 204: null },
})

export const listTags = operation({
  method: 'GET',
  path: '/api/v1/tags',
  id: 'listTags',
  chapter,
  summary: 'The tags of a project’s notes',
  description:
    'The first hundred in the order of the alphabet. `GET /api/v1/sessions?tag=…` lists the sessions.',
  access: { ...reading, secretKey: true },
  query: inProject(),
  answers: { 200: tagListSchema },
})

export const listMentions = operation({
  method: 'GET',
  path: '/api/v1/mentions',
  id: 'listMentions',
  chapter,
  summary: 'The newest notes of a project that mention you',
  access: reading,
  query: inProject(),
  answers: { 200: mentionListSchema },
})

export const readMentions = operation({
  method: 'PUT',
  path: '/api/v1/mentions/read',
  id: 'readMentions',
  chapter,
  summary: 'Call the mentions read that were written up to a time',
  access: reading,
  query: inProject(),
  body: readMentionsSchema,
  answers: { 204: null },
})
