// An object of S3 as the edge reads it, by the wire like everybody else.
import type { Readable } from 'node:stream'
import { GetObjectCommand, NoSuchBucket, NoSuchKey, type S3Client } from '@aws-sdk/client-s3'
import type { StoredObject } from './context.ts'

export const openStoredObject = async (
  client: S3Client,
  Bucket: string,
  Key: string,
  range?: { start: number; end: number },
): Promise<StoredObject | undefined> => {
  try {
    const found = await client.send(
      new GetObjectCommand({ Bucket, Key, ...(range && { Range: `bytes=${range.start}-${range.end}` }) }),
    )
    // `bytes 0-99/1234`: the size of the whole object, whatever part of it comes.
    const whole = found.ContentRange?.split('/')[1] ?? found.ContentLength
    return {
      body: found.Body as Readable,
      size: Number(whole),
      etag: found.ETag ?? '',
      lastModified: found.LastModified ?? new Date(0),
      ...(found.ContentType && { contentType: found.ContentType }),
      ...(found.ContentEncoding && { contentEncoding: found.ContentEncoding }),
      ...(found.CacheControl && { cacheControl: found.CacheControl }),
      ...(found.Metadata && { metadata: found.Metadata }),
    }
  } catch (error) {
    if (error instanceof NoSuchKey || error instanceof NoSuchBucket) return undefined
    throw error
  }
}
