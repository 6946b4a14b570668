// Imports a recording that was uploaded, and says how far it is; begun again, it sends the same batches again.
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../core/errors.ts'
import { type ImportTask, importTaskSchema } from '../../core/imports/import-task.ts'
import { eventsIn, notARecording } from '../../core/imports/read-recording.ts'
import type { ImportState } from '../../core/imports/recording-import.ts'
import { IMPORT_MAX_BYTES } from '../../core/limits.ts'
import type { Project } from '../../core/projects/project.ts'
import { cognito } from '../runtime/clients/cognito.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { kinesis } from '../runtime/clients/kinesis.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { decodeFile } from '../runtime/http/decode-body.ts'
import { bringIn } from '../runtime/imports/bring-in.ts'
import { nameOfUpload, sessionOfImport } from '../runtime/imports/import-name.ts'
import type { LogFields } from '../runtime/log.ts'
import { task } from '../runtime/task.ts'
import { auditLog } from '../stores/audit-log.ts'
import { claims } from '../stores/claims.ts'
import { eventStream } from '../stores/event-stream.ts'
import { memberProfiles } from '../stores/member-profiles.ts'
import { projects } from '../stores/projects.ts'
import { recordChange } from '../stores/record-change.ts'
import { type RecordingUploads, recordingUploads } from '../stores/recording-uploads.ts'

type Deps = {
  uploads: Pick<RecordingUploads, 'read' | 'remove' | 'state' | 'setState'>
  projects: { find(projectId: string): Promise<Project | undefined> }
  stream: Pick<ReturnType<typeof eventStream>, 'put'>
  record: ReturnType<typeof recordChange>
  now: () => number
}

export const importUpload =
  ({ uploads, projects, stream, record, now }: Deps) =>
  async ({ by, organisationId, projectId, uploadId, said }: ImportTask): Promise<LogFields> => {
    const name = nameOfUpload(projectId, uploadId)
    const place = { projectId, sessionId: sessionOfImport(name) }
    // A service may begin a function twice.
    if ((await uploads.state(place))?.status === 'imported') return { again: true }
    const say = (more: Partial<ImportState> & Pick<ImportState, 'status'>): Promise<void> =>
      uploads.setState(place, {
        uploadId,
        sessionId: place.sessionId,
        share: 0,
        imported: null,
        problem: null,
        ...more,
        changedAt: now(),
      })
    try {
      const project = await projects.find(projectId)
      if (!project) throw new AppError('project-not-found', 404, 'The project is gone.')
      const imported = await bringIn(
        {
          stream,
          now,
          record: (sessionId) =>
            record(by, organisationId, {
              action: 'recording.imported',
              target: { id: sessionId, name: null },
              projectId,
            }),
          onShare: (share) => say({ status: 'importing', share }),
        },
        { project, name, said, events: eventsIn(await uploadedFile(uploads, place)) },
      )
      await say({ status: 'imported', share: 1, imported })
      await uploads.remove(place)
      return { accepted: imported.accepted }
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      const { code, status, message, fields } = error
      await say({ status: 'failed', problem: { code, status, detail: fields?.[0]?.message ?? message } })
      await uploads.remove(place)
      return { refused: 1 }
    }
  }

const uploadedFile = async (
  uploads: Deps['uploads'],
  place: { projectId: string; sessionId: string },
): Promise<unknown> => {
  const bytes = await uploads.read(place)
  if (!bytes) throw new AppError('upload-not-found', 404, 'What was uploaded is gone.')
  try {
    return decodeFile(bytes, IMPORT_MAX_BYTES)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw error.status === 413
      ? new AppError('recording-too-large', 413, `A recording may take ${IMPORT_MAX_BYTES} bytes, unpacked.`)
      : notARecording(error.message.replace('The body', 'The file'))
  }
}

const env = readEnvironment(['EVENT_STREAM', 'SESSION_BUCKET', 'CONFIGURATION_TABLE', 'USER_POOL_ID'])

const [table, now] = [env.CONFIGURATION_TABLE, Date.now]

export const handler = task(
  importTaskSchema,
  importUpload({
    uploads: recordingUploads(s3, env.SESSION_BUCKET),
    projects: projects(dynamodb, table),
    stream: eventStream(kinesis, env.EVENT_STREAM, {
      claims: claims(s3, env.SESSION_BUCKET),
      sleep,
      random: Math.random,
    }),
    record: recordChange({
      audit: auditLog(dynamodb, table, now),
      profiles: memberProfiles({ cognito, userPoolId: env.USER_POOL_ID, client: dynamodb, table, now }),
      now,
      random: (bytes) => randomBytes(bytes),
    }),
    now,
  }),
)
