// POST /api/v1/recordings: imports what is in the request, or begins the import of what was uploaded.
import { importRecording as operation } from '../../../core/api/recording-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { hasBrokenOff, type ImportTask } from '../../../core/imports/import-task.ts'
import { eventsIn } from '../../../core/imports/read-recording.ts'
import type { ImportState, SaidOfRecording } from '../../../core/imports/recording-import.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import type { Project } from '../../../core/projects/project.ts'
import { accepted, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { bringIn } from '../../runtime/imports/bring-in.ts'
import { type ImportName, nameOfUpload, sessionOfImport } from '../../runtime/imports/import-name.ts'
import type { recordChange } from '../../stores/record-change.ts'
import type { RecordingUploads } from '../../stores/recording-uploads.ts'

type Deps = {
  uploads: Pick<RecordingUploads, 'isThere' | 'state' | 'setState' | 'forgetState'>
  projects: { find(projectId: string): Promise<Project | undefined> }
  stream: { put(batches: StampedBatch[]): Promise<void> }
  record: ReturnType<typeof recordChange>
  beginImport(task: ImportTask): Promise<void>
  newId: () => string
  now: () => number
}
type Request = RequestOf<typeof operation>

export const importRecording = (deps: Deps) =>
  route(operation, async ({ caller, body, headers }: Request): Promise<HttpAnswer> => {
    const project = await deps.projects.find(caller.projectId)
    if (!project?.ingest)
      throw new AppError('ingest-off', 409, 'The project takes nothing at the moment: its ingest is off.')
    const said = saidOf(body)
    if (!Array.isArray(body) && 'uploadId' in body)
      return accepted(await beginOnce(deps, caller, body.uploadId, said))
    const imported = await bringIn(
      {
        ...deps,
        record: (sessionId) => deps.record(caller, caller.organisationId, importOf(caller, sessionId)),
      },
      {
        project,
        said,
        name: nameOf(caller, headers['idempotency-key'] ?? deps.newId()),
        events: eventsIn(body),
      },
    )
    return accepted(imported)
  })

const importOf = ({ projectId }: Request['caller'], sessionId: string) =>
  ({ action: 'recording.imported', target: { id: sessionId, name: null }, projectId }) as const

/** A bare array says nothing but its events. */
const saidOf = (body: Request['body']): SaidOfRecording => {
  if (Array.isArray(body)) return {}
  const { userId, title, url, userAgent } = body
  return { userId, title, url, userAgent }
}

const nameOf = (caller: Request['caller'], key: string): ImportName => [
  caller.projectId,
  'memberId' in caller ? caller.memberId : caller.keyId,
  key,
]

/** What takes longer than a request may is done by a function of its own, which says how far it is. */
const beginOnce = async (
  { uploads, beginImport, now }: Deps,
  caller: Request['caller'],
  uploadId: string,
  said: SaidOfRecording,
): Promise<ImportState> => {
  const { projectId, organisationId } = caller
  const sessionId = sessionOfImport(nameOfUpload(projectId, uploadId))
  const place = { projectId, sessionId }
  const before = await uploads.state(place)
  if (before?.status === 'imported' || (before?.status === 'importing' && !hasBrokenOff(before, now())))
    return before
  if (!(await uploads.isThere(place)))
    throw new AppError(
      'upload-not-found',
      404,
      'Nothing was uploaded under this id, or it was refused already.',
    )
  const state: ImportState = {
    uploadId,
    sessionId,
    status: 'importing',
    share: 0,
    changedAt: now(),
    imported: null,
    problem: null,
  }
  await uploads.setState(place, state)
  const by =
    'memberId' in caller ? { memberId: caller.memberId, username: caller.username } : { keyId: caller.keyId }
  try {
    await beginImport({ by, organisationId, projectId, uploadId, said })
  } catch (error) {
    // Else a second try would wait for what was never begun.
    await uploads.forgetState(place)
    throw error
  }
  return state
}
