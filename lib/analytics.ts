// What answers questions: one function with DuckDB, which reads the lake and keeps days of it at hand.
import { Construct } from 'constructs'
import * as documents from '../core/api/analytics-document-operations.ts'
import { askQuestion, showRealtime } from '../core/api/analytics-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { DuckDbLayer } from './duckdb-layer.ts'
import type { Api } from './http-api.ts'
import type { Tables } from './tables.ts'

/** Memory brings cores: at 3,008 MiB there are nearly two, which is what DuckDB uses. */
const MEMORY_MIB = 3_008
const DUCKDB_MEMORY_MIB = 1_792

/** Of /tmp: days of the lake, and what DuckDB puts aside. */
const DISK_MIB = 6_144
const LAKE_CACHE_MIB = 4_096

export class Analytics extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { api: Api; tables: Tables; buckets: Buckets; duckDb: DuckDbLayer },
  ) {
    super(scope, id)
    const { api, tables, buckets, duckDb } = props
    const { lake } = buckets
    const ask = api.serve(
      this,
      'Ask',
      {
        path: 'http/analytics',
        timeoutSeconds: 29,
        memoryMiB: MEMORY_MIB,
        diskMiB: DISK_MIB,
        layers: [duckDb.layer],
        environment: {
          LAKE_BUCKET: lake.bucketName,
          PEOPLE_TABLE: tables.people.tableName,
          SESSIONS_TABLE: tables.sessions.tableName,
          DUCKDB_MEMORY_MIB: String(DUCKDB_MEMORY_MIB),
          LAKE_CACHE_MIB: String(LAKE_CACHE_MIB),
        },
      },
      [askQuestion, showRealtime, ...Object.values(documents)],
    )
    allow(ask, ['s3:ListBucket'], lake.bucketArn)
    const folders = ['events', 'events-parquet', 'derived', 'manifests', 'answers']
    allow(ask, ['s3:GetObject'], ...folders.map((folder) => lake.arnForObjects(`${folder}/*`)))
    allow(ask, ['s3:PutObject'], lake.arnForObjects('answers/*'))
    // Who is here now.
    allow(ask, ['dynamodb:Query'], `${tables.sessions.tableArn}/index/newest-first`)
    // How often something was erased; and the names of users.
    allow(ask, ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], tables.people.tableArn)
  }
}
