// Imports of recordings, as the mock backend takes them.
import type { ImportedRecording } from '../../../core/imports/recording-import.ts'
import { uuid } from '../../unit/core/make-batch.ts'
import type { Answer, Asked } from './mock-accounts.ts'

export const importState = () => ({
  /** Bytes of each form that was posted. */
  uploads: [] as number[],
  uploadStatus: 204,
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
  ({ path }: Asked): Answer | undefined => {
    if (path === '/api/v1/recordings') return { status: 202, body: state.imported }
    if (path !== '/api/v1/recording-uploads') return undefined
    const upload = { url: '/uploads', fields: { key: 'a-key' }, expiresAt: Date.now() + 3_600_000 }
    return { status: 201, body: { uploadId: uuid(77_002), upload } }
  }
