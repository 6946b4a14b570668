// What the stores of sessions do with S3 objects below one folder.
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3'

/** Objects that one call may delete: the service's limit. */
const DELETE_MAX = 1_000

export const listKeys = async (client: S3Client, bucket: string, prefix: string): Promise<string[]> => {
  const keys: string[] = []
  let from: string | undefined
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(from && { ContinuationToken: from }),
      }),
    )
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])))
    from = page.NextContinuationToken
  } while (from)
  return keys
}

/** Undefined when there is no such object, or no such range of it. */
export const readObject = async (
  client: S3Client,
  bucket: string,
  key: string,
  /** Bytes, both ends included; the whole object without it. */
  range?: { from: number; to: number },
): Promise<{ bytes: Uint8Array; etag: string; writtenAt: number } | undefined> => {
  try {
    const Range = range && `bytes=${range.from}-${range.to}`
    const { Body, ETag, LastModified } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: key, Range }),
    )
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
    return { bytes, etag: ETag ?? '', writtenAt: LastModified?.getTime() ?? 0 }
  } catch (error) {
    if (error instanceof Error && (error.name === 'NoSuchKey' || error.name === 'InvalidRange'))
      return undefined
    throw error
  }
}

export const deleteKeys = async (client: S3Client, bucket: string, keys: string[]): Promise<void> => {
  for (let at = 0; at < keys.length; at += DELETE_MAX) {
    const Objects = keys.slice(at, at + DELETE_MAX).map((Key) => ({ Key }))
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
    )
    if (Errors.length > 0) throw new Error(`${Errors.length} objects were not deleted: ${Errors[0]?.Code}`)
  }
}
