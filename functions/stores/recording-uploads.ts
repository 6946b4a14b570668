// Recordings that are uploaded by a form to be imported: one key, the very size, an hour; looked at once and removed.
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
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

  remove: async (place: Place): Promise<void> => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: uploadKey(place) }))
  },
})

const uploadKey = ({ projectId, sessionId }: Place): string => `uploads/${projectId}/${sessionId}/recording`
