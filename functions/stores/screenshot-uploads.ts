// The form by which a page uploads a large screenshot straight to S3: one key, one type, one size, a short time.
import type { S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { type ScreenshotPlace, uploadKey } from './screenshots.ts'

export type UploadForm = { url: string; fields: Record<string, string> }

export type ScreenshotUploads = ReturnType<typeof screenshotUploads>

export const screenshotUploads = (client: S3Client, bucket: string) => ({
  form: (place: ScreenshotPlace, bytes: number, seconds: number): Promise<UploadForm> =>
    createPresignedPost(client, {
      Bucket: bucket,
      Key: uploadKey(place),
      Fields: { 'Content-Type': place.type },
      Conditions: [
        ['content-length-range', bytes, bytes],
        ['eq', '$Content-Type', place.type],
      ],
      Expires: seconds,
    }),
})
