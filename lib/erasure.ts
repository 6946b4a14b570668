// What erases people: begun by a request, done by the clock, because it must survive being killed anywhere.
import { Duration } from 'aws-cdk-lib'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import type { ApiGate } from './api-gate.ts'
import type { Buckets } from './buckets.ts'
import type { DuckDbLayer } from './duckdb-layer.ts'
import { Handler } from './handler.ts'
import { DISK_MIB, DUCKDB_MEMORY_MIB, MEMORY_MIB } from './lake.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export type ErasureProps = {
  settings: Settings
  gate: ApiGate
  tables: Tables
  buckets: Buckets
  duckDb: DuckDbLayer
}

export class Erasure extends Construct {
  constructor(scope: Construct, id: string, props: ErasureProps) {
    super(scope, id)
    const { settings, gate, tables, buckets, duckDb } = props
    const { sessions, lake, quarantine } = buckets

    const { function: target } = new Handler(this, 'Erase', {
      settings,
      path: 'schedule/erase',
      // It rewrites days of the lake as their compaction does.
      memoryMiB: MEMORY_MIB,
      diskMiB: DISK_MIB,
      timeoutSeconds: 900,
      layers: [duckDb.layer],
      environment: {
        SESSIONS_TABLE: tables.sessions.tableName,
        PEOPLE_TABLE: tables.people.tableName,
        PRESENCE_TABLE: tables.presence.tableName,
        SESSION_BUCKET: sessions.bucketName,
        LAKE_BUCKET: lake.bucketName,
        QUARANTINE_BUCKET: quarantine.bucketName,
        DUCKDB_MEMORY_MIB: String(DUCKDB_MEMORY_MIB),
        SECRET_ID: gate.secret.secretArn,
        STREAM_RETENTION_HOURS: String(settings.stream.retentionHours),
      },
    })
    gate.secret.grantRead(target)

    const indexes = ['by-user', 'by-visitor'].map((index) => `${tables.sessions.tableArn}/index/${index}`)
    allow(target, ['dynamodb:Query'], ...indexes)
    allow(target, ['dynamodb:GetItem', 'dynamodb:DeleteItem'], tables.sessions.tableArn)
    allow(
      target,
      [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      tables.people.tableArn,
    )
    allow(
      target,
      ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      tables.presence.tableArn,
    )

    allow(target, ['s3:ListBucket'], sessions.bucketArn, lake.bucketArn, quarantine.bucketArn)
    const ofSessions = ['sessions', 'claims', 'uploads', 'assets-due'].map((folder) =>
      sessions.arnForObjects(`${folder}/*`),
    )
    allow(target, ['s3:DeleteObject'], ...ofSessions)
    const below = (...folders: string[]) => folders.map((folder) => lake.arnForObjects(`${folder}/*`))
    const rows = below('events', 'sessions')
    const parquet = below('events-parquet', 'sessions-parquet', 'derived')
    const [manifests, markers] = [below('manifests'), below('uncompacted')]
    allow(target, ['s3:GetObject'], ...rows, ...parquet, ...manifests)
    allow(target, ['s3:PutObject'], ...rows, ...parquet, ...manifests, ...markers)
    allow(target, ['s3:DeleteObject'], ...rows, ...parquet, ...below('answers'))
    const kept = ['unreadable', 'aws/lambda'].map((folder) => quarantine.arnForObjects(`${folder}/*`))
    allow(target, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], ...kept)

    new Schedule(this, 'EraseTick', {
      description: 'Goes on with the erasures of people',
      schedule: ScheduleExpression.rate(Duration.minutes(5)),
      target: new LambdaInvoke(target, { retryAttempts: 0 }),
    })
  }
}
