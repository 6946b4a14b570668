// What members add to a session: notes on its moments, and public links to it.
import { queryOptions } from '@tanstack/react-query'
import type { CreateNote, MentionList, Note, NoteList, UpdateNote } from '../../../../core/notes/note.ts'
import type { CreatedShare, CreateShare, ShareList } from '../../../../core/shares/share.ts'
import { api } from '../../app/services.ts'
import type { Where } from '../fetch/replay-queries.ts'

const path = ({ sessionId }: Where, ...rest: string[]): string =>
  `/api/v1/sessions/${[sessionId, ...rest].map(encodeURIComponent).join('/')}`

export const notesQuery = (where: Where) =>
  queryOptions({
    queryKey: ['notes', where.projectId, where.sessionId],
    queryFn: ({ signal }) =>
      api.get<NoteList>(path(where, 'notes'), { query: { projectId: where.projectId }, signal }),
    staleTime: 30_000,
  })

type NoteAnswer = { note: Note }

export const createNote = (where: Where, body: CreateNote, idempotencyKey: string) =>
  api.post<NoteAnswer>(path(where, 'notes'), { query: { projectId: where.projectId }, body, idempotencyKey })

export const updateNote = (where: Where, noteId: string, body: UpdateNote) =>
  api.patch<NoteAnswer>(path(where, 'notes', noteId), { query: { projectId: where.projectId }, body })

export const deleteNote = (where: Where, noteId: string) =>
  api.delete(path(where, 'notes', noteId), { query: { projectId: where.projectId } })

export const mentionsQuery = (projectId: string) =>
  queryOptions({
    queryKey: ['mentions', projectId],
    queryFn: ({ signal }) => api.get<MentionList>('/api/v1/mentions', { query: { projectId }, signal }),
    staleTime: 60_000,
    refetchInterval: 120_000,
  })

export const readMentions = (projectId: string, readTo: number) =>
  api.put('/api/v1/mentions/read', { query: { projectId }, body: { readTo } })

export const sharesQuery = (where: Where) =>
  queryOptions({
    queryKey: ['shares', where.projectId, where.sessionId],
    queryFn: ({ signal }) =>
      api.get<ShareList>(path(where, 'shares'), { query: { projectId: where.projectId }, signal }),
  })

export const createShare = (where: Where, body: CreateShare, idempotencyKey: string) =>
  api.post<CreatedShare>(path(where, 'shares'), {
    query: { projectId: where.projectId },
    body,
    idempotencyKey,
  })

export const revokeShare = (where: Where, shareId: string) =>
  api.delete(path(where, 'shares', shareId), { query: { projectId: where.projectId } })
