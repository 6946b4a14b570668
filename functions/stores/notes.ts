// Notes on sessions, and the way to each from the members whom it mentions.
import { MENTIONS_SHOWN } from '../../core/limits.ts'
import { type MentionList, type Note, noteSchema } from '../../core/notes/note.ts'
import type { AnnotationStore } from './annotations.ts'
import { tagLeads } from './tags.ts'

type Session = { projectId: string; sessionId: string }

export type NoteStore = ReturnType<typeof notes>

export const notes = (rows: AnnotationStore) => ({
  /** By their moments. */
  list: async (session: Session): Promise<Note[]> =>
    (await rows.list(session, 'note'))
      .map((row) => noteSchema.parse(row))
      .sort((a, b) => a.at - b.at || a.createdAt - b.createdAt),

  find: async (session: Session, noteId: string): Promise<Note | undefined> => {
    const row = await rows.find(session, 'note', noteId)
    return row && noteSchema.parse(row)
  },

  /** `expiresAt` is when its session ends. */
  put: (projectId: string, note: Note, expiresAt: number): Promise<void> =>
    rows.put({
      projectId,
      sessionId: note.sessionId,
      kind: 'note',
      id: note.noteId,
      value: note,
      expiresAt,
      leads: [
        ...note.mentions
          // Who mentions themselves knows.
          .filter((memberId) => memberId !== note.author.memberId)
          .map((memberId) => ({
            pk: mentionsOf(projectId, memberId),
            sk: `${MENTION}${String(note.createdAt).padStart(13, '0')}#${note.noteId}`,
            sessionId: note.sessionId,
            noteId: note.noteId,
          })),
        ...tagLeads({ projectId, sessionId: note.sessionId }, note.noteId, note.tags),
      ],
    }),

  remove: (session: Session, noteId: string): Promise<void> => rows.remove(session, 'note', noteId),

  /** The newest. A mention that was taken back while something died is not among them. */
  mentionsFor: async (projectId: string, memberId: string): Promise<MentionList> => {
    const pk = mentionsOf(projectId, memberId)
    const [leads, read] = await Promise.all([rows.leadsIn(pk, MENTION), rows.lead({ pk, sk: READ })])
    const newest = leads.slice(-MENTIONS_SHOWN).reverse()
    const found = await Promise.all(
      newest.map(({ sessionId, noteId }) =>
        rows.find({ projectId, sessionId: String(sessionId) }, 'note', String(noteId)),
      ),
    )
    const readTo = Number(read?.['readTo'] ?? 0)
    const mentions = found
      .flatMap((row) => (row ? [noteSchema.parse(row)] : []))
      .filter((note) => note.mentions.includes(memberId))
      .map((note) => ({ note, unread: note.createdAt > readTo }))
    return { mentions, unread: mentions.filter(({ unread }) => unread).length }
  },

  /** Kept for as long as any mention may be. */
  readMentions: (projectId: string, memberId: string, readTo: number, expiresAt: number): Promise<void> =>
    rows.keep({ pk: mentionsOf(projectId, memberId), sk: READ, readTo, expiresAt }),
})

const MENTION = 'mention#'
const READ = 'read'

const mentionsOf = (projectId: string, memberId: string): string => `mentions#${projectId}#${memberId}`
