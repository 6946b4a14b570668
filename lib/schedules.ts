// What happens by the clock.
import { Duration } from 'aws-cdk-lib'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import { Handler } from './handler.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: { settings: Settings; tables: Tables; buckets: Buckets }) {
    super(scope, id)
    const { settings, tables, buckets } = props

    const finish = new Handler(this, 'FinishSessions', {
      settings,
      path: 'schedule/finish-sessions',
      // A heavy hour takes seconds; a session of the largest size must fit one run. Memory brings the CPU for it.
      timeoutSeconds: 900,
      memoryMiB: 2_048,
      environment: {
        SESSIONS_TABLE: tables.sessions.tableName,
        SESSION_BUCKET: buckets.sessions.bucketName,
        LAKE_BUCKET: buckets.lake.bucketName,
        EVENT_RETENTION_DAYS: String(settings.retention.eventDays),
      },
    })
    allow(finish.function, ['dynamodb:Query'], `${tables.sessions.tableArn}/index/idle`)
    allow(finish.function, ['dynamodb:GetItem', 'dynamodb:PutItem'], tables.sessions.tableArn)
    allow(
      finish.function,
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      buckets.sessions.arnForObjects('sessions/*'),
    )
    allow(finish.function, ['s3:PutObject'], buckets.sessions.arnForObjects('assets-due/*'))
    allow(finish.function, ['s3:ListBucket'], buckets.sessions.bucketArn)
    allow(
      finish.function,
      ['s3:PutObject'],
      buckets.lake.arnForObjects('sessions/*'),
      buckets.lake.arnForObjects('uncompacted/*'),
    )
    new Schedule(this, 'FinishSessionsTick', {
      description: 'Closes sessions that have been idle, and merges what is stored of them',
      schedule: ScheduleExpression.rate(Duration.minutes(5)),
      target: new LambdaInvoke(finish.function, { retryAttempts: 0 }),
    })

    const { function: expire } = new Handler(this, 'Expire', {
      settings,
      path: 'schedule/expire',
      timeoutSeconds: 900,
      memoryMiB: 1_024,
      environment: {
        SESSIONS_TABLE: tables.sessions.tableName,
        PEOPLE_TABLE: tables.people.tableName,
        CONFIGURATION_TABLE: tables.configuration.tableName,
        SESSION_BUCKET: buckets.sessions.bucketName,
        LAKE_BUCKET: buckets.lake.bucketName,
      },
    })
    allow(expire, ['dynamodb:Query'], `${tables.sessions.tableArn}/index/newest-first`)
    allow(
      expire,
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      tables.sessions.tableArn,
    )
    allow(
      expire,
      [
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      tables.people.tableArn,
    )
    allow(expire, ['dynamodb:GetItem'], tables.configuration.tableArn)
    allow(expire, ['s3:ListBucket'], buckets.sessions.bucketArn, buckets.lake.bucketArn)
    const stored = ['sessions', 'claims', 'uploads', 'assets', 'assets-due'].map((folder) =>
      buckets.sessions.arnForObjects(`${folder}/*`),
    )
    const filed = [
      'events',
      'sessions',
      'events-parquet',
      'derived',
      'sessions-parquet',
      'manifests',
      'uncompacted',
    ]
    allow(
      expire,
      ['s3:DeleteObject'],
      ...stored,
      ...filed.map((folder) => buckets.lake.arnForObjects(`${folder}/*`)),
    )
    // What is pinned is written anew in place, before the bucket's own rule would remove it.
    const renewed = ['sessions', 'assets'].map((folder) => buckets.sessions.arnForObjects(`${folder}/*`))
    allow(expire, ['s3:GetObject', 's3:PutObject'], ...renewed)
    new Schedule(this, 'ExpireTick', {
      description: "Removes what is past its project's retention, once a day for each project",
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      target: new LambdaInvoke(expire, { retryAttempts: 0 }),
    })
  }
}
