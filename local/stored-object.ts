// An object of the embedded S3 as the edge reads it.
import type { StoredObject } from './context.ts'
import type { S3 } from './services/s3/server.ts'

export const openStoredObject = async (
  s3: S3,
  bucket: string,
  key: string,
  range?: { start: number; end: number },
): Promise<StoredObject | undefined> => {
  const file = await s3.openObject(bucket, key)
  if (!file) return undefined
  const { record } = file
  const header = (name: string) => record.headers[name]
  return {
    body: file.stream(range),
    size: record.size,
    etag: `"${record.etag}"`,
    lastModified: new Date(record.lastModified),
    ...(header('content-type') && { contentType: header('content-type') }),
    ...(header('content-encoding') && { contentEncoding: header('content-encoding') }),
    ...(header('cache-control') && { cacheControl: header('cache-control') }),
    metadata: record.metadata,
  } as StoredObject
}
