// Records that could not be read, whole and with the reason, until a fixed version reads them.
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { UnreadableRecord } from '../../core/ingest/unreadable-record.ts'

export const quarantine = (client: S3Client, bucket: string) => ({
  /** Keeping the same record again overwrites it. */
  keep: async (record: UnreadableRecord): Promise<void> => {
    const date = new Date(record.arrivedAt).toISOString().slice(0, 10)
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `unreadable/${record.consumer}/date=${date}/${record.shardId}-${record.sequenceNumber}.json`,
        Body: JSON.stringify(record),
        ContentType: 'application/json',
      }),
    )
  },
})
