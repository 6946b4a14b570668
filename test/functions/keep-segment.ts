// A stored segment, as a merge leaves one, and the name by which it is fetched.
import { nameOfPlace, packFile } from '../../core/replay/segment-name.ts'

const MERGE = '0123456789abcdef01234567'

export const keepSegment = async (session: { projectId: string; sessionId: string }): Promise<string> => {
  const { s3 } = await import('../../functions/runtime/clients/s3.ts')
  const { packSegment, replayStore } = await import('../../functions/stores/replay.ts')
  const bytes = packSegment(['{}'])
  await replayStore(s3, 'test-sessions').writeSegments({ ...session, merge: MERGE }, packFile(0), [bytes])
  return nameOfPlace({ merge: MERGE, file: packFile(0), from: 0, bytes: bytes.byteLength })
}
