// An import of a recording: what a caller sends with it, and what it is answered.
import * as z from 'zod'
import { IMPORT_MAX_BYTES, PAGE_TITLE_MAX_CHARS, URL_MAX_CHARS, USER_ID_MAX_CHARS } from '../limits.ts'
import { projectIdSchema } from '../projects/project-id.ts'
import { REJECTIONS, type Rejection } from './recorded-event.ts'

/** What is said of a recording beside its events: files know nothing of who it was. */
const said = {
  projectId: projectIdSchema.optional(),
  userId: z.string().min(1).max(USER_ID_MAX_CHARS).optional(),
  /** Of the page that it begins with. */
  title: z.string().max(PAGE_TITLE_MAX_CHARS).optional(),
  url: z.string().max(URL_MAX_CHARS).optional(),
  /** Of the browser that was recorded. */
  userAgent: z.string().max(500).optional(),
}

const recorded = z.array(z.unknown())

export const importRecordingSchema = z.union([
  recorded,
  z.object({ ...said, events: recorded }),
  /** The file was uploaded by the form of this upload. */
  z.object({ ...said, uploadId: z.uuid() }),
])

export const beginUploadSchema = z.strictObject({
  projectId: projectIdSchema.optional(),
  /** Of the file as it is, plain or gzip. */
  bytes: z.number().int().min(1).max(IMPORT_MAX_BYTES),
})

export const recordingUploadSchema = z.object({
  uploadId: z.uuid(),
  /** Post the file to `url` as a form with these fields and then `file`. */
  upload: z.object({
    url: z.string(),
    fields: z.record(z.string(), z.string()),
    expiresAt: z.number().int(),
  }),
})

const reasons = Object.keys(REJECTIONS) as [Rejection, ...Rejection[]]

export const importedRecordingSchema = z.object({
  /** The session is there when the pipeline has it, some seconds later. */
  sessionId: z.uuid(),
  accepted: z.number().int(),
  rejected: z.array(
    z.object({
      reason: z.enum(reasons),
      count: z.number().int(),
      /** Where the first of them stands in the file, counted from 0. */
      first: z.number().int(),
      text: z.string(),
    }),
  ),
  pageViews: z.number().int(),
  durationMs: z.number().int(),
  /** When it was recorded, by the clock that recorded it. */
  recordedFrom: z.number(),
  recordedTo: z.number(),
})

/** How far the import of an upload is. Kept for a day. */
export const importStateSchema = z.object({
  uploadId: z.uuid(),
  sessionId: z.uuid(),
  status: z.enum(['importing', 'imported', 'failed']),
  /** How much of it is safe, from 0 to 1; 0 while it is read. */
  share: z.number().min(0).max(1),
  changedAt: z.number().int(),
  /** Once it is imported. */
  imported: importedRecordingSchema.nullable(),
  /** Why it failed. */
  problem: z.object({ code: z.string(), status: z.number().int(), detail: z.string() }).nullable(),
})

export type ImportState = z.infer<typeof importStateSchema>
export type ImportRecording = z.infer<typeof importRecordingSchema>
export type RecordingUpload = z.infer<typeof recordingUploadSchema>
export type ImportedRecording = z.infer<typeof importedRecordingSchema>
export type SaidOfRecording = {
  userId?: string | undefined
  title?: string | undefined
  url?: string | undefined
  userAgent?: string | undefined
}
