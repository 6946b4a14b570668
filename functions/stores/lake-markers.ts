// Marks of the days that wait for a compaction: one small object per project and day, so that nobody has to search.
import { createHash } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import { endOfDay } from '../../core/lake/day.ts'
import { dayOfMarker, type LakeDay, markerKey, UNCOMPACTED } from './lake-keys.ts'
import { lakeObjects } from './lake-objects.ts'

/** Days remembered as marked by one container. */
const REMEMBERED = 10_000

export type LakeMarker = LakeDay & { etag: string }

export const lakeMarkers = (client: S3Client, bucket: string, now: () => number) => {
  const objects = lakeObjects(client, bucket)
  const marked = new Set<string>()

  return {
    /**
     * To be called after the object `what` is written: a mark that came first could be cleared by a run that saw no
     * object yet. While its day lasts a mark is not cleared, so once a container is enough; later each write marks.
     */
    mark: async (day: LakeDay, what: string): Promise<void> => {
      const key = markerKey(day)
      const lasts = now() < endOfDay(day.day)
      if (lasts && marked.has(key)) return
      // The text differs each time, so that `clear` knows a mark that was set again. It names no session.
      const text = createHash('sha256').update(`${what} ${now()}`).digest('hex')
      await objects.put({ Key: key, Body: text, ContentType: 'text/plain' })
      if (marked.size >= REMEMBERED) marked.clear()
      if (lasts) marked.add(key)
    },

    /** Days that were over at `before`, the oldest first. */
    waiting: async function* (before: number): AsyncGenerator<LakeMarker> {
      for await (const { key, etag } of objects.list(UNCOMPACTED)) {
        const day = dayOfMarker(key)
        if (!day) continue
        if (endOfDay(day.day) > before) return
        yield { ...day, etag }
      }
    },

    /** Leaves a mark that was set again since it was listed. */
    clear: (marker: LakeMarker): Promise<boolean> =>
      objects.remove({ key: markerKey(marker), etag: marker.etag }),
  }
}

export type LakeMarkers = ReturnType<typeof lakeMarkers>
