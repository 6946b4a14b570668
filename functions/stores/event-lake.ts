// The event lake: events without their recording, by project and hour, for questions across sessions.
import type { S3Client } from '@aws-sdk/client-s3'
import type { LakeRow } from '../../core/lake/lake-row.ts'
import { rowsOfDay } from './lake-keys.ts'
import type { LakeMarkers } from './lake-markers.ts'
import { lakeObjects } from './lake-objects.ts'
import { NDJSON_GZIP, packRows, type RecordRange, rangeName } from './ndjson.ts'

export type LakePartition = { projectId: string; date: string; hour: string }

export const eventLake = (client: S3Client, bucket: string, markers: Pick<LakeMarkers, 'mark'>) => {
  const objects = lakeObjects(client, bucket)
  return {
    write: async (partition: LakePartition, rows: LakeRow[], range: RecordRange): Promise<void> => {
      const day = { projectId: partition.projectId, day: partition.date }
      const name = `hour=${partition.hour}/${rangeName(range)}`
      await objects.put({ Key: `${rowsOfDay('events', day)}${name}`, Body: packRows(rows), ...NDJSON_GZIP })
      await markers.mark(day, name)
    },
  }
}
