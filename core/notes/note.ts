// A note: what a member says of a moment of a session, to all members of its project.
import * as z from 'zod'
import { NOTE_MAX_MENTIONS, NOTE_MAX_TAGS, NOTE_TAG_MAX_CHARS, NOTE_TEXT_MAX_CHARS } from '../limits.ts'
import { memberIdSchema } from '../organisations/membership.ts'
import { projectIdSchema } from '../projects/project-id.ts'

export const noteIdSchema = z.string().regex(/^note_[0-9A-Za-z]{16}$/, 'is not the id of a note')

const time = z.number().int()
const text = z.string().trim().min(1).max(NOTE_TEXT_MAX_CHARS)
/** In lower case, so that one tag has one spelling. */
export const tagSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(NOTE_TAG_MAX_CHARS)
  .regex(/^[^\s,#]+(?: [^\s,#]+)*$/, 'must be words without commas and number signs')
const once = <T>(values: T[]): T[] => [...new Set(values)]
/** Of notes, and of whatever else members tag. */
export const tagsSchema = z.array(tagSchema).max(NOTE_MAX_TAGS).transform(once)
const mentions = z.array(memberIdSchema).max(NOTE_MAX_MENTIONS).transform(once)

export const noteSchema = z.object({
  noteId: noteIdSchema,
  sessionId: z.uuid(),
  /** The moment, milliseconds since 1970. */
  at: time,
  text: z.string(),
  tags: z.array(z.string()),
  /** Ids of members who are told of it. */
  mentions: z.array(memberIdSchema),
  author: z.object({ memberId: memberIdSchema, email: z.string() }),
  createdAt: time,
  /** Null as long as it stands as it was written. */
  editedAt: time.nullable(),
})

export const createNoteSchema = z.strictObject({
  /** Needed unless the query names the project. */
  projectId: projectIdSchema.optional(),
  at: time.min(0),
  text,
  tags: tagsSchema.default([]),
  mentions: mentions.default([]),
})

export const updateNoteSchema = z
  .strictObject({ at: time.min(0), text, tags: tagsSchema, mentions })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, { message: 'names nothing to change' })

/** Answer of `GET /api/v1/sessions/{sessionId}/notes`, by their moments. */
export const noteListSchema = z.object({ notes: z.array(noteSchema) })
export const noteAnswerSchema = z.object({ note: noteSchema })

/** Answer of `GET /api/v1/tags`: those that notes of the project have, in the order of the alphabet. */
export const tagListSchema = z.object({ tags: z.array(z.string()) })

/** Answer of `GET /api/v1/mentions`: notes that mention the caller, newest first. */
export const mentionListSchema = z.object({
  mentions: z.array(z.object({ note: noteSchema, unread: z.boolean() })),
  unread: z.number().int(),
})

/** All that were written up to then are read. */
export const readMentionsSchema = z.strictObject({
  projectId: projectIdSchema.optional(),
  readTo: time.min(0),
})

export type Note = z.infer<typeof noteSchema>
export type CreateNote = z.input<typeof createNoteSchema>
export type UpdateNote = z.input<typeof updateNoteSchema>
export type NoteList = z.infer<typeof noteListSchema>
export type TagList = z.infer<typeof tagListSchema>
export type MentionList = z.infer<typeof mentionListSchema>
