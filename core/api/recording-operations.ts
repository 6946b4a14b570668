// How a recording that was made elsewhere comes in.
import * as z from 'zod'
import {
  beginUploadSchema,
  importedRecordingSchema,
  importRecordingSchema,
  importStateSchema,
  recordingUploadSchema,
} from '../imports/recording-import.ts'
import { BATCH_MAX_BYTES } from '../limits.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Sessions'
const access = { kind: 'project', atLeast: 'analyst', secretKey: true } as const

export const importRecording = operation({
  method: 'POST',
  path: '/api/v1/recordings',
  id: 'importRecording',
  chapter,
  summary: 'Import a recording that was made elsewhere',
  description:
    'A JSON array of rrweb events, or an object with one as `events`, plain or gzip; or, of a file that was uploaded, its `uploadId`. It takes the way of everything that is recorded: 202 means that it is safe, and its session can be read seconds later; of an upload, that its import has begun, and `GET /api/v1/recording-uploads/{uploadId}` says how far it is. The session ends when it is imported, so that retention begins then; its events keep their distances, and the event `recording_imported` says when they were recorded. What of the file is no event that can be played is left out and named with its count. With an `Idempotency-Key` a file that is sent again is the same session.',
  access,
  query: inProject(),
  body: importRecordingSchema,
  bodyMaxBytes: BATCH_MAX_BYTES,
  answers: { 202: z.union([importedRecordingSchema, importStateSchema]) },
  problems: [409, 413],
  idempotent: true,
})

export const beginRecordingUpload = operation({
  method: 'POST',
  path: '/api/v1/recording-uploads',
  id: 'beginRecordingUpload',
  chapter,
  summary: 'The form by which a large recording is uploaded',
  description:
    'Of a file above 1,000,000 bytes, up to 100,000,000 unpacked. Post the file to `url` with the `fields` and then `file`, within an hour, and finish with `POST /api/v1/recordings` and the `uploadId`.',
  access,
  query: inProject(),
  body: beginUploadSchema,
  answers: { 201: recordingUploadSchema },
})

export const getRecordingUpload = operation({
  method: 'GET',
  path: '/api/v1/recording-uploads/{uploadId}',
  id: 'getRecordingUpload',
  chapter,
  summary: 'How far the import of an upload is',
  description:
    'For a day from its begin. `importing` with the share that is safe; `imported` with what `POST /api/v1/recordings` answers of a small one; `failed` with the problem. One that broke off may be begun again.',
  access,
  params: z.object({ uploadId: z.uuid() }),
  query: inProject(),
  answers: { 200: importStateSchema },
})
