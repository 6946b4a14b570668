// GET /api/v1/recording-uploads/{uploadId}: how far the import of an upload is, and what came of it.
import { getRecordingUpload as operation } from '../../../core/api/recording-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { asTold } from '../../../core/imports/import-task.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { nameOfUpload, sessionOfImport } from '../../runtime/imports/import-name.ts'
import type { RecordingUploads } from '../../stores/recording-uploads.ts'

type Deps = { uploads: Pick<RecordingUploads, 'state'>; now: () => number }

export const getImport = ({ uploads, now }: Deps) =>
  route(operation, async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const sessionId = sessionOfImport(nameOfUpload(projectId, params.uploadId))
    const state = await uploads.state({ projectId, sessionId })
    if (!state) throw new AppError('upload-not-found', 404, 'No import of such an upload was begun today.')
    return ok(asTold(state, now()))
  })
