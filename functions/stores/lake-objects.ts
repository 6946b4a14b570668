// The objects of the lake's bucket: listed, fetched to disk, and written or removed only as long as they are as expected.
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3'

export type LakeObject = { key: string; etag: string; size: number; modifiedAt: number }

/** What a conditional write must still find: the object with this etag, or none. */
export type Expected = { etag: string } | 'nothing'

export type LakeObjects = ReturnType<typeof lakeObjects>

/** An object that a listing named is gone: whoever reads the lake looks again. */
export class LakeMoved extends Error {
  override name = 'LakeMoved'
}

export const lakeObjects = (client: S3Client, bucket: string) => {
  const put = async (input: Omit<PutObjectCommandInput, 'Bucket'>, expected?: Expected): Promise<boolean> => {
    const condition =
      expected === undefined ? {} : expected === 'nothing' ? { IfNoneMatch: '*' } : { IfMatch: expected.etag }
    return unlessOvertaken(client.send(new PutObjectCommand({ Bucket: bucket, ...input, ...condition })))
  }

  return {
    put,

    /** In the order of their keys, those behind `after`. */
    list: async function* (prefix: string, after?: string): AsyncGenerator<LakeObject> {
      let from: string | undefined
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(from ? { ContinuationToken: from } : after && { StartAfter: after }),
          }),
        )
        for (const { Key = '', ETag = '', Size = 0, LastModified } of page.Contents ?? []) {
          yield { key: Key, etag: ETag, size: Size, modifiedAt: LastModified?.getTime() ?? 0 }
        }
        from = page.NextContinuationToken
      } while (from)
    },

    read: async (key: string): Promise<{ bytes: Uint8Array; etag: string } | undefined> => {
      try {
        const { Body, ETag = '' } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag }
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },

    fetch: async (key: string, path: string): Promise<void> => {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
        if (!(Body instanceof Readable)) throw new Error('S3 answered without a body')
        await pipeline(Body, createWriteStream(path))
      } catch (error) {
        if (isMissing(error)) throw new LakeMoved('an object of the lake is gone', { cause: error })
        throw error
      }
    },

    /** Gives the number of bytes. */
    store: async (key: string, path: string): Promise<number> => {
      const { size } = await stat(path)
      await put({
        Key: key,
        Body: createReadStream(path),
        ContentLength: size,
        ContentType: 'application/vnd.apache.parquet',
      })
      return size
    },

    /** Only as it was listed: what was written there since then stays. */
    remove: ({ key, etag }: Pick<LakeObject, 'key' | 'etag'>): Promise<boolean> =>
      unlessOvertaken(client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: etag }))),
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchKey'

const OVERTAKEN = new Set(['PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey', 'NotFound'])

const unlessOvertaken = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write
    return true
  } catch (error) {
    if (error instanceof Error && OVERTAKEN.has(error.name)) return false
    throw error
  }
}
