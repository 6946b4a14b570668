// Recordings that are uploaded by a form to be imported: one key, the very size, an hour. Beside each, what comes of it.
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { type ImportState, importStateSchema } from '../../core/imports/recording-import.ts'
import { readObject } from './objects.ts'

/** The session that it will be, below which an erasure looks. */
type Place = { projectId: string; sessionId: string }

export type UploadForm = { url: string; fields: Record<string, string> }

export type RecordingUploads = ReturnType<typeof recordingUploads>

export const recordingUploads = (client: S3Client, bucket: string) => ({
  form: (place: Place, bytes: number, seconds: number): Promise<UploadForm> =>
    createPresignedPost(client, {
      Bucket: bucket,
      Key: uploadKey(place),
      Conditions: [['content-length-range', bytes, bytes]],
      Expires: seconds,
    }),

  read: async (place: Place): Promise<Uint8Array | undefined> =>
    (await readObject(client, bucket, uploadKey(place)))?.bytes,

  isThere: async (place: Place): Promise<boolean> =>
    (await readObject(client, bucket, uploadKey(place), { from: 0, to: 0 })) !== undefined,

  /** Undefined until its import was begun. */
  state: async (place: Place): Promise<ImportState | undefined> => {
    const found = await readObject(client, bucket, stateKey(place))
    return found && importStateSchema.parse(JSON.parse(Buffer.from(found.bytes).toString('utf8')))
  },

  setState: async (place: Place, state: ImportState): Promise<void> => {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: stateKey(place),
        Body: JSON.stringify(state),
        ContentType: 'application/json',
      }),
    )
  },

  forgetState: async (place: Place): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: stateKey(place) }))
  },

  remove: async (place: Place): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: uploadKey(place) }))
  },
})

const uploadKey = (place: Place): string => `${folderOf(place)}recording`
const stateKey = (place: Place): string => `${folderOf(place)}import.json`
const folderOf = ({ projectId, sessionId }: Place): string => `uploads/${projectId}/${sessionId}/`
