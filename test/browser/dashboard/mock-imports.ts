// Imports of recordings, as the mock backend takes them.
import type { ImportedRecording, ImportState } from '../../../core/imports/recording-import.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import type { Answer, Asked } from './mock-accounts.ts'

type Look = (state: ReturnType<typeof importState>) => ImportState

export const stateOf = (
  { imported }: { imported: ImportedRecording },
  status: ImportState['status'],
  share: number,
): ImportState => ({
  uploadId: uuid(77_002),
  sessionId: imported.sessionId,
  status,
  share,
  changedAt: Date.now(),
  imported: status === 'imported' ? imported : null,
  problem: null,
})

export const importState = () => ({
  /** Bytes of each form that was posted. */
  uploads: [] as number[],
  uploadStatus: 204,
  /** What the next looks at an upload find, before it is imported. */
  looks: [] as Look[],
  imported: {
    sessionId: uuid(77_001),
    accepted: 3,
    rejected: [],
    pageViews: 1,
    durationMs: 90_000,
    recordedFrom: Date.UTC(2019, 5, 1, 12),
    recordedTo: Date.UTC(2019, 5, 1, 12, 1, 30),
  } as ImportedRecording,
})

export const mockImports =
  (state: ReturnType<typeof importState>) =>
  ({ path, body }: Asked): Answer | undefined => {
    if (path === '/api/v1/recordings') {
      const isUploaded = typeof body === 'object' && body !== null && 'uploadId' in body
      return { status: 202, body: isUploaded ? stateOf(state, 'importing', 0) : state.imported }
    }
    if (path.startsWith('/api/v1/recording-uploads/'))
      return { status: 200, body: state.looks.shift()?.(state) ?? stateOf(state, 'imported', 1) }
    if (path !== '/api/v1/recording-uploads') return undefined
    const upload = { url: '/uploads', fields: { key: 'a-key' }, expiresAt: Date.now() + 3_600_000 }
    return { status: 201, body: { uploadId: uuid(77_002), upload } }
  }
