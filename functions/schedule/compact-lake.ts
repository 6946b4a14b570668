// Compacts the days of the lake that are over and have rows that no Parquet covers.
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lakeTableNames } from '../../core/lake/columns.ts'
import { LAKE_DAY_MARGIN_MS } from '../../core/limits.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import type { LogFields } from '../runtime/log.ts'
import { errorFields, log } from '../runtime/log.ts'
import { type ScheduleRun, schedule } from '../runtime/schedule.ts'
import { type LakeCompaction, lakeCompaction } from '../stores/lake-compaction.ts'
import { openLakeDatabase } from '../stores/lake-database.ts'
import { lakeManifests } from '../stores/lake-manifests.ts'
import { type LakeMarker, type LakeMarkers, lakeMarkers } from '../stores/lake-markers.ts'
import { lakeObjects } from '../stores/lake-objects.ts'

type Deps = {
  markers: Pick<LakeMarkers, 'waiting' | 'clear'>
  compaction: () => Promise<LakeCompaction>
  now: () => number
}

/** Milliseconds before its end at which a run begins no further step: the largest takes about a minute. */
const RESERVE_MS = 180_000

export const compactLake =
  ({ markers, compaction, now }: Deps) =>
  async ({ remainingMs }: ScheduleRun): Promise<LogFields> => {
    const done = { days: 0, switched: 0, unreadable: 0, failed: 0 }
    let failure: unknown
    const { compactDay, clearDay } = await compaction()

    /** True when nothing of the day is left to do, now or after the grace. */
    const settle = async (day: LakeMarker): Promise<boolean> => {
      let settled = true
      for (const table of lakeTableNames) {
        let more = true
        while (more) {
          if (remainingMs() < RESERVE_MS) return false
          const compacted = await compactDay(table, day)
          if (compacted.outcome === 'switched') done.switched++
          else more = false
          if (compacted.outcome === 'overtaken') settled = false
          if (!compacted.more) {
            more = false
            done.unreadable += compacted.unreadable
          }
        }
        if ((await clearDay(table, day)) > 0) settled = false
      }
      return settled
    }

    for await (const marker of markers.waiting(now() - LAKE_DAY_MARGIN_MS)) {
      if (remainingMs() < RESERVE_MS) return { ...done, complete: false }
      done.days++
      try {
        if (await settle(marker)) await markers.clear(marker)
      } catch (error) {
        // One day that cannot be compacted must not keep the others waiting.
        done.failed++
        failure ??= error
        log.error('day', { day: marker.day, ...errorFields(error) })
      }
    }
    if (done.failed > 0) throw new Error(`${done.failed} days of the lake failed`, { cause: failure })
    return { ...done, complete: true }
  }

const env = readEnvironment(['LAKE_BUCKET', 'DUCKDB_MEMORY_MIB'])

// Containers of one machine share its temporary folder.
const folder = join(tmpdir(), `playhead-compaction-${randomUUID()}`)
const database = () => openLakeDatabase({ memoryMiB: env.DUCKDB_MEMORY_MIB, folder: join(folder, 'spill') })

let opened: Promise<LakeCompaction> | undefined

export const handler = schedule(
  compactLake({
    markers: lakeMarkers(s3, env.LAKE_BUCKET, Date.now),
    compaction: () => {
      opened ??= database().then((opened) =>
        lakeCompaction({
          objects: lakeObjects(s3, env.LAKE_BUCKET),
          manifests: lakeManifests(s3, env.LAKE_BUCKET),
          database: opened,
          folder,
          now: Date.now,
          newId: randomUUID,
        }),
      )
      return opened
    },
    now: Date.now,
  }),
)
