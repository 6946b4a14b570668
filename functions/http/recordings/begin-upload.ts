// POST /api/v1/recording-uploads: the form by which a large recording is uploaded.
import { beginRecordingUpload as operation } from '../../../core/api/recording-operations.ts'
import type { RecordingUpload } from '../../../core/imports/recording-import.ts'
import { IMPORT_UPLOAD_SECONDS } from '../../../core/limits.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { nameOfUpload, sessionOfImport } from '../../runtime/imports/import-name.ts'
import type { RecordingUploads } from '../../stores/recording-uploads.ts'

type Deps = { uploads: Pick<RecordingUploads, 'form'>; newId: () => string; now: () => number }

export const beginUpload = ({ uploads, newId, now }: Deps) =>
  route(operation, async ({ caller, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { projectId } = caller
    const uploadId = newId()
    const sessionId = sessionOfImport(nameOfUpload(projectId, uploadId))
    const form = await uploads.form({ projectId, sessionId }, body.bytes, IMPORT_UPLOAD_SECONDS)
    const upload = { ...form, expiresAt: now() + IMPORT_UPLOAD_SECONDS * 1_000 }
    return created({ uploadId, upload } satisfies RecordingUpload)
  })
