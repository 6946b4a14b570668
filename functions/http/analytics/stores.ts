// What the analytics function works with. DuckDB is opened by the first question that is not answered already.

import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AnalyticsEngine } from '../../../core/analytics/engine.ts'
import { dynamodb } from '../../runtime/clients/dynamodb.ts'
import { s3 } from '../../runtime/clients/s3.ts'
import { readEnvironment } from '../../runtime/env.ts'
import { answers } from '../../stores/answers.ts'
import { duckDbEngine } from '../../stores/duckdb-engine.ts'
import { erasures } from '../../stores/erasures.ts'
import { openLakeDatabase } from '../../stores/lake-database.ts'
import { lakeObjects } from '../../stores/lake-objects.ts'
import { lakeReader } from '../../stores/lake-reader.ts'
import { projects } from '../../stores/projects.ts'
import { sessions } from '../../stores/sessions.ts'
import { userProfiles } from '../../stores/user-profiles.ts'

const env = readEnvironment([
  'CONFIGURATION_TABLE',
  'PEOPLE_TABLE',
  'SESSIONS_TABLE',
  'LAKE_BUCKET',
  'DUCKDB_MEMORY_MIB',
  'LAKE_CACHE_MIB',
])

const now = Date.now

// Containers of one machine share its temporary folder.
const folder = join(tmpdir(), `playhead-analytics-${randomUUID()}`)

const open = async (): Promise<AnalyticsEngine> => {
  const database = await openLakeDatabase({ memoryMiB: env.DUCKDB_MEMORY_MIB, folder: join(folder, 'spill') })
  return duckDbEngine({
    connection: await database.connect(),
    reader: lakeReader(s3, env.LAKE_BUCKET),
    objects: lakeObjects(s3, env.LAKE_BUCKET),
    folder: join(folder, 'days'),
    maxBytes: env.LAKE_CACHE_MIB * 1024 * 1024,
    now,
  })
}

let opened: Promise<AnalyticsEngine> | undefined

export const stores = {
  engine: (): Promise<AnalyticsEngine> => {
    opened ??= open()
    return opened
  },
  answers: answers(s3, env.LAKE_BUCKET, now),
  erasures: erasures(dynamodb, env.PEOPLE_TABLE, now),
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, now),
  profiles: userProfiles(dynamodb, env.PEOPLE_TABLE, now),
  projects: projects(dynamodb, env.CONFIGURATION_TABLE),
  now,
}

export type Stores = typeof stores
