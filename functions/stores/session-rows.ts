// Finished sessions for the lake: one object per session below the day on which it began, until the day is compacted.
import type { S3Client } from '@aws-sdk/client-s3'
import { dayOf } from '../../core/lake/day.ts'
import type { SessionRow } from '../../core/lake/session-row.ts'
import { rowsOfDay } from './lake-keys.ts'
import type { LakeMarkers } from './lake-markers.ts'
import { lakeObjects } from './lake-objects.ts'
import { NDJSON_GZIP, packRows } from './ndjson.ts'

export const sessionRows = (client: S3Client, bucket: string, markers: Pick<LakeMarkers, 'mark'>) => {
  const objects = lakeObjects(client, bucket)
  return {
    /** A session that is finished again overwrites its row; readers keep the highest revision. */
    write: async (row: SessionRow): Promise<void> => {
      const day = { projectId: row.projectId, day: dayOf(row.startedAt) }
      const name = `${row.sessionId}.ndjson.gz`
      await objects.put({
        Key: `${rowsOfDay('sessions', day)}${name}`,
        Body: packRows([row]),
        ...NDJSON_GZIP,
      })
      await markers.mark(day, name)
    },
  }
}
