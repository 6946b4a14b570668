// POST /api/v1/recordings: imports a recording that was made elsewhere; 202 only when the stream has all of it.
import { importRecording as operation } from '../../../core/api/recording-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { importBatches } from '../../../core/imports/import-batches.ts'
import { startMaskingRecorded } from '../../../core/imports/mask-recorded.ts'
import {
  eventsIn,
  notARecording,
  type Rejected,
  readRecording,
} from '../../../core/imports/read-recording.ts'
import { REJECTIONS } from '../../../core/imports/recorded-event.ts'
import type {
  ImportedRecording,
  ImportRecording,
  SaidOfRecording,
} from '../../../core/imports/recording-import.ts'
import { stampBatch } from '../../../core/ingest/stamp-batch.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import { IMPORT_MAX_BYTES } from '../../../core/limits.ts'
import { batchRulesOf } from '../../../core/projects/batch-rules.ts'
import type { Project } from '../../../core/projects/project.ts'
import { accepted, type HttpAnswer } from '../../runtime/http/answer.ts'
import { clientFacts } from '../../runtime/http/client-facts.ts'
import { decodeFile } from '../../runtime/http/decode-body.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { uuidOf } from '../../runtime/uuid-of.ts'
import type { recordChange } from '../../stores/record-change.ts'
import type { RecordingUploads } from '../../stores/recording-uploads.ts'
import { type ImportName, sessionOfImport } from './import-name.ts'

type Deps = {
  uploads: Pick<RecordingUploads, 'read' | 'remove'>
  projects: { find(projectId: string): Promise<Project | undefined> }
  stream: { put(batches: StampedBatch[]): Promise<void> }
  record: ReturnType<typeof recordChange>
  newId: () => string
  now: () => number
}
type Request = RequestOf<typeof operation>

export const importRecording = (deps: Deps) =>
  route(operation, async ({ caller, body, headers }: Request): Promise<HttpAnswer> => {
    const { uploads, projects, stream, record, newId, now } = deps
    const { projectId } = caller
    const project = await projects.find(projectId)
    if (!project?.ingest)
      throw new AppError('ingest-off', 409, 'The project takes nothing at the moment: its ingest is off.')
    const { uploadId, userAgent, ...said } = saidOf(body)
    const name = nameOf(caller, uploadId, headers['idempotency-key'] ?? newId())
    const place = { projectId, sessionId: sessionOfImport(name) }
    const recording = readRecording(
      eventsIn(uploadId === undefined ? body : await uploadedFile(uploads, place)),
    )
    const { batches, pageViews, tooLarge, ...counts } = importBatches(recording, {
      said,
      name,
      uuidOf,
      mask: startMaskingRecorded(project.masking),
    })
    await record(caller, caller.organisationId, {
      action: 'recording.imported',
      target: { id: place.sessionId, name: null },
      projectId,
    })
    const stamp = {
      projectId,
      receivedAt: now(),
      // Nothing is known of who was recorded: not who imports it.
      client: clientFacts({ 'user-agent': userAgent ?? '' }, ''),
      maskText: project.masking.text,
      rules: batchRulesOf(project),
      metadata: {
        recordedFrom: new Date(recording.from).toISOString(),
        recordedTo: new Date(recording.to).toISOString(),
      },
      over: true,
    }
    // One behind the other: of a tab the stream must have them in their order.
    for (const batch of batches) await stream.put([stampBatch(batch, stamp)])
    // Left there it goes within two days, and is seen by nobody.
    if (uploadId !== undefined) await uploads.remove(place).catch(() => {})
    return accepted({
      sessionId: place.sessionId,
      accepted: counts.accepted,
      rejected: [...recording.rejected, ...(tooLarge > 0 ? [asRejected(tooLarge)] : [])].map((one) => ({
        ...one,
        text: REJECTIONS[one.reason],
      })),
      pageViews,
      durationMs: Math.round(recording.to - recording.from),
      recordedFrom: recording.from,
      recordedTo: recording.to,
    } satisfies ImportedRecording)
  })

type Said = SaidOfRecording & { uploadId?: string; userAgent?: string | undefined }

/** A bare array says nothing but its events. */
const saidOf = (body: ImportRecording): Said => {
  if (Array.isArray(body)) return {}
  const { userId, title, url, userAgent } = body
  return { userId, title, url, userAgent, ...('uploadId' in body && { uploadId: body.uploadId }) }
}

const nameOf = (caller: Request['caller'], uploadId: string | undefined, key: string): ImportName =>
  uploadId === undefined
    ? [caller.projectId, 'memberId' in caller ? caller.memberId : caller.keyId, key]
    : [caller.projectId, 'upload', uploadId]

const uploadedFile = async (
  uploads: Deps['uploads'],
  place: { projectId: string; sessionId: string },
): Promise<unknown> => {
  const bytes = await uploads.read(place)
  if (!bytes)
    throw new AppError(
      'upload-not-found',
      404,
      'Nothing was uploaded under this id, or it was imported already.',
    )
  try {
    return decodeFile(bytes, IMPORT_MAX_BYTES)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await uploads.remove(place)
    throw error.status === 413
      ? new AppError('recording-too-large', 413, `A recording may take ${IMPORT_MAX_BYTES} bytes, unpacked.`)
      : notARecording(error.message.replace('The body', 'The file'))
  }
}

const asRejected = (count: number): Rejected => ({ reason: 'too_large', count, first: 0 })
