// Goes on with every erasure that has something to do: removes, looks again, and writes the receipts.
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suppressionsFor } from '../gate/suppressed.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { errorFields, type LogFields, log } from '../runtime/log.ts'
import { type ScheduleRun, schedule } from '../runtime/schedule.ts'
import { annotations } from '../stores/annotations.ts'
import { answers } from '../stores/answers.ts'
import { connections } from '../stores/connections.ts'
import { conversations } from '../stores/conversations.ts'
import { eraseFromLake } from '../stores/erase-from-lake.ts'
import { erasePeople, Overtaken } from '../stores/erase-people.ts'
import { type ErasureStore, erasures, type Open } from '../stores/erasures.ts'
import { forgetUser } from '../stores/forget-user.ts'
import { lakeCompaction } from '../stores/lake-compaction.ts'
import { openLakeDatabase } from '../stores/lake-database.ts'
import { lakeManifests } from '../stores/lake-manifests.ts'
import { lakeMarkers } from '../stores/lake-markers.ts'
import { lakeObjects } from '../stores/lake-objects.ts'
import { lakeReader } from '../stores/lake-reader.ts'
import { OutOfTime } from '../stores/merge-session.ts'
import { people } from '../stores/people.ts'
import { pins } from '../stores/pins.ts'
import { presence } from '../stores/presence.ts'
import { quarantined } from '../stores/quarantined.ts'
import { sessionObjects } from '../stores/session-objects.ts'
import { sessions } from '../stores/sessions.ts'
import { userCredentials } from '../stores/user-credentials.ts'
import { userProfiles } from '../stores/user-profiles.ts'
import { userWatches } from '../stores/user-watches.ts'

type ErasePeople = (projectId: string, group: Open[], hasTime: () => boolean) => Promise<void>

type Deps = {
  erasures: Pick<ErasureStore, 'open'>
  /** Opened only where there is something to do. */
  erasing: () => Promise<ErasePeople>
  now: () => number
}

/** Milliseconds before its end at which a run begins nothing new: the largest day of the lake takes about a minute. */
const RESERVE_MS = 180_000

export const erase =
  ({ erasures, erasing, now }: Deps) =>
  async ({ remainingMs }: ScheduleRun): Promise<LogFields> => {
    const done = { projects: 0, erasures: 0, failed: 0 }
    const hasTime = () => remainingMs() >= RESERVE_MS
    const due = (await erasures.open()).filter(({ erasure }) => erasure.notBefore <= now())
    let failure: unknown
    for (const [projectId, group] of Map.groupBy(due, ({ erasure }) => erasure.projectId)) {
      if (!hasTime()) return { ...done, complete: false }
      try {
        const erasePeople = await erasing()
        await erasePeople(projectId, group, hasTime)
        done.projects++
        done.erasures += group.length
      } catch (error) {
        if (error instanceof OutOfTime) return { ...done, complete: false }
        if (error instanceof Overtaken) continue
        done.failed++
        failure ??= error
        log.error('erasure', { projectId, erasures: group.length, ...errorFields(error) })
      }
    }
    if (done.failed > 0)
      throw new Error(`${done.failed} projects have erasures that failed`, { cause: failure })
    return { ...done, complete: true }
  }

const env = readEnvironment([
  'SESSIONS_TABLE',
  'PEOPLE_TABLE',
  'PRESENCE_TABLE',
  'SESSION_BUCKET',
  'LAKE_BUCKET',
  'QUARANTINE_BUCKET',
  'DUCKDB_MEMORY_MIB',
  'SECRET_ID',
  'STREAM_RETENTION_HOURS',
])

const store = erasures(dynamodb, env.PEOPLE_TABLE, Date.now)

// Containers of one machine share its temporary folder.
const folder = join(tmpdir(), `playhead-erasure-${randomUUID()}`)

const open = async (): Promise<ErasePeople> => {
  const database = await openLakeDatabase({ memoryMiB: env.DUCKDB_MEMORY_MIB, folder: join(folder, 'spill') })
  const objects = lakeObjects(s3, env.LAKE_BUCKET)
  const manifests = lakeManifests(s3, env.LAKE_BUCKET)
  const now = Date.now
  const sockets = connections(dynamodb, env.PRESENCE_TABLE, now)
  return erasePeople({
    erasures: store,
    suppressions: suppressionsFor(env),
    sessions: sessions(dynamodb, env.SESSIONS_TABLE, now),
    objects: sessionObjects(s3, env.SESSION_BUCKET),
    annotations: annotations(dynamodb, env.PEOPLE_TABLE, now),
    pins: pins(dynamodb, env.PEOPLE_TABLE),
    people: people(dynamodb, env.PEOPLE_TABLE),
    connections: sockets,
    forgetUser: forgetUser({
      conversations: conversations(dynamodb, env.PEOPLE_TABLE),
      credentials: userCredentials(dynamodb, env.PEOPLE_TABLE),
      profiles: userProfiles(dynamodb, env.PEOPLE_TABLE, now),
      presence: presence(dynamodb, env.PRESENCE_TABLE, now),
      connections: sockets,
      watches: userWatches(dynamodb, env.PRESENCE_TABLE, now),
    }),
    quarantined: quarantined(s3, env.QUARANTINE_BUCKET),
    lake: eraseFromLake({
      objects,
      manifests,
      markers: lakeMarkers(s3, env.LAKE_BUCKET, now),
      reader: lakeReader(s3, env.LAKE_BUCKET),
      compaction: lakeCompaction({ objects, manifests, database, folder, now, newId: randomUUID }),
      database,
      folder,
    }),
    answers: answers(s3, env.LAKE_BUCKET, now),
    streamMs: env.STREAM_RETENTION_HOURS * 60 * 60_000,
    now,
  })
}

let opened: Promise<ErasePeople> | undefined

export const handler = schedule(
  erase({
    erasures: store,
    erasing: () => {
      opened ??= open()
      return opened
    },
    now: Date.now,
  }),
)
