// Writes objects anew in place, as they are: S3's own rule counts their days from when they were written last.
import { CopyObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'

/** Returns how many there still were. */
export const renewObjects = async (client: S3Client, bucket: string, keys: string[]): Promise<number> => {
  let renewed = 0
  for (const Key of keys) renewed += Number(await renew(client, bucket, Key))
  return renewed
}

/** Erased in the meantime, it is gone: an erasure looks again after longer than this takes. */
const renew = async (client: S3Client, bucket: string, Key: string): Promise<boolean> => {
  try {
    const { ContentType, ContentEncoding, Metadata, ETag } = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key }),
    )
    await client.send(
      new CopyObjectCommand({
        Bucket: bucket,
        Key,
        CopySource: `${bucket}/${Key}`,
        CopySourceIfMatch: ETag,
        // S3 refuses to copy an object onto itself unless it is told its metadata again.
        MetadataDirective: 'REPLACE',
        ContentType,
        ContentEncoding,
        Metadata,
      }),
    )
    return true
  } catch (error) {
    if (error instanceof Error && GONE.has(error.name)) return false
    throw error
  }
}

/** It was removed, or replaced, and so is new. */
const GONE = new Set(['NotFound', 'NoSuchKey', 'PreconditionFailed'])
