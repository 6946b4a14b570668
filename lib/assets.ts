// What recorded pages show beside their own text: who fetches it from the sites, and who reads it.
import { Duration } from 'aws-cdk-lib'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Construct } from 'constructs'
import { getAsset, listReplayAssets, readAssets } from '../core/api/asset-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import { Handler } from './handler.ts'
import type { Api } from './http-api.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export type AssetsProps = { settings: Settings; api: Api; tables: Tables; buckets: Buckets }

export class Assets extends Construct {
  constructor(scope: Construct, id: string, { settings, api, tables, buckets }: AssetsProps) {
    super(scope, id)
    const inBucket = (folder: string) => buckets.sessions.arnForObjects(`${folder}/*`)

    const { function: fetch } = new Handler(this, 'Fetch', {
      settings,
      path: 'schedule/fetch-assets',
      // Shorter than the time from one run to the next: two at once would ask sites twice.
      timeoutSeconds: 280,
      memoryMiB: 1_024,
      environment: {
        SESSION_BUCKET: buckets.sessions.bucketName,
        CONFIGURATION_TABLE: tables.configuration.tableName,
        REQUESTS_TABLE: tables.requests.tableName,
        ASSET_LOOPBACK: settings.assets.loopback ? 'yes' : 'no',
      },
    })
    allow(fetch, ['dynamodb:GetItem'], tables.configuration.tableArn)
    allow(
      fetch,
      ['dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      tables.requests.tableArn,
    )
    allow(fetch, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], inBucket('assets-due'))
    allow(fetch, ['s3:GetObject', 's3:PutObject'], inBucket('assets'), inBucket('sessions'))
    allow(fetch, ['s3:ListBucket'], buckets.sessions.bucketArn)
    new Schedule(this, 'FetchTick', {
      description: 'Fetches the style sheets, fonts and images that recorded pages name',
      schedule: ScheduleExpression.rate(Duration.minutes(5)),
      target: new LambdaInvoke(fetch, { retryAttempts: 0 }),
    })

    const read = api.serve(
      this,
      'Read',
      {
        path: 'http/assets',
        timeoutSeconds: 29,
        memoryMiB: 1_024,
        environment: {
          SESSIONS_TABLE: tables.sessions.tableName,
          SESSION_BUCKET: buckets.sessions.bucketName,
        },
      },
      [listReplayAssets, readAssets, getAsset],
    )
    allow(read, ['dynamodb:GetItem'], tables.sessions.tableArn)
    allow(read, ['dynamodb:BatchGetItem'], tables.requests.tableArn)
    allow(read, ['s3:GetObject'], inBucket('assets'), inBucket('assets-due'), inBucket('sessions'))
    allow(read, ['s3:ListBucket'], buckets.sessions.bucketArn)
  }
}
