// The event lake: events without their recording, by project and hour, for questions across sessions.
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import type { LakeRow } from '../../core/lake/lake-row.ts'
import { NDJSON_GZIP, packLines, type RecordRange, rangeName } from './ndjson.ts'

export type LakePartition = { projectId: string; date: string; hour: string }

export const eventLake = (client: S3Client, bucket: string) => ({
  write: async (partition: LakePartition, rows: LakeRow[], range: RecordRange): Promise<void> => {
    const { projectId, date, hour } = partition
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: `events/project=${projectId}/date=${date}/hour=${hour}/${rangeName(range)}`,
        Body: packLines(rows),
        ...NDJSON_GZIP,
      }),
    )
  },
})
