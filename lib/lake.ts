// The lake beyond its bucket: what compacts it by the clock, and what is known of it to Athena.
import { Duration } from 'aws-cdk-lib'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import { DuckDbLayer } from './duckdb-layer.ts'
import { Handler } from './handler.ts'
import { LakeCatalogue } from './lake-catalogue.ts'
import type { Settings } from './settings.ts'

/** DuckDB gets half of it: rows are decoded, sorted and packed beside what it manages. */
export const MEMORY_MIB = 2_048
export const DUCKDB_MEMORY_MIB = 1_024

/** For the objects of one step, its output, and what DuckDB puts aside while it sorts. */
export const DISK_MIB = 6_144

export class Lake extends Construct {
  readonly duckDb: DuckDbLayer

  constructor(scope: Construct, id: string, props: { settings: Settings; buckets: Buckets }) {
    super(scope, id)
    const { settings } = props
    const { lake } = props.buckets
    this.duckDb = new DuckDbLayer(this, 'DuckDb')

    const compact = new Handler(this, 'Compact', {
      settings,
      path: 'schedule/compact-lake',
      memoryMiB: MEMORY_MIB,
      diskMiB: DISK_MIB,
      timeoutSeconds: 900,
      layers: [this.duckDb.layer],
      environment: { LAKE_BUCKET: lake.bucketName, DUCKDB_MEMORY_MIB: String(DUCKDB_MEMORY_MIB) },
    })
    const below = (...folders: string[]) => folders.map((folder) => lake.arnForObjects(`${folder}/*`))
    const rows = below('events', 'sessions')
    const parquet = below('events-parquet', 'sessions-parquet', 'derived')
    const manifests = below('manifests')
    const markers = below('uncompacted')
    allow(compact.function, ['s3:ListBucket'], lake.bucketArn)
    allow(compact.function, ['s3:GetObject'], ...rows, ...parquet, ...manifests, ...markers)
    allow(compact.function, ['s3:PutObject'], ...parquet, ...manifests)
    // Removing an object only as it was read also takes the right to read it.
    allow(compact.function, ['s3:DeleteObject'], ...rows, ...parquet, ...markers)

    new Schedule(this, 'CompactTick', {
      description: 'Compacts days of the lake that are over',
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(compact.function, { retryAttempts: 0 }),
    })
    new LakeCatalogue(this, 'Catalogue', { settings, bucket: lake })
  }
}
