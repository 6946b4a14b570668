// What a session did: its batches, one object per session and delivery.
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { type StampedBatch, stampedBatchSchema } from '../../core/ingest/stamped-batch.ts'
import { NDJSON_GZIP, packLines, type RecordRange, rangeName, unpackLines } from './ndjson.ts'

/** Objects read at once. */
const CONCURRENCY = 16

export const sessionParts = (client: S3Client, bucket: string) => {
  const list = async (projectId: string, sessionId: string): Promise<string[]> => {
    const keys: string[] = []
    let from: string | undefined
    do {
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefixOf(projectId, sessionId),
          ...(from && { ContinuationToken: from }),
        }),
      )
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])))
      from = page.NextContinuationToken
    } while (from)
    return keys
  }

  const readPart = async (key: string): Promise<StampedBatch[]> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    const bytes = await Body?.transformToByteArray()
    return bytes ? unpackLines(bytes).map((line) => stampedBatchSchema.parse(line)) : []
  }

  return {
    /** All of one session. */
    write: async (batches: [StampedBatch, ...StampedBatch[]], range: RecordRange): Promise<void> => {
      const { projectId, sessionId } = batches[0]
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: `${prefixOf(projectId, sessionId)}${rangeName(range)}`,
          Body: packLines(batches),
          ...NDJSON_GZIP,
        }),
      )
    },

    /** Every stored batch, in no order, some perhaps twice. */
    readAll: async (projectId: string, sessionId: string): Promise<StampedBatch[]> => {
      const keys = await list(projectId, sessionId)
      const batches: StampedBatch[] = []
      for (let at = 0; at < keys.length; at += CONCURRENCY) {
        const parts = await Promise.all(keys.slice(at, at + CONCURRENCY).map(readPart))
        batches.push(...parts.flat())
      }
      return batches
    },
  }
}

const prefixOf = (projectId: string, sessionId: string): string => `sessions/${projectId}/${sessionId}/parts/`
