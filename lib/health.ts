// The answer to "is it up?", and what answers where there is no route.
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import { Handler } from './handler.ts'
import type { Api } from './http-api.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export class Health extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { settings: Settings; api: Api; tables: Tables; events: EventStream; buckets: Buckets },
  ) {
    super(scope, id)
    const { settings, api, tables, events, buckets } = props
    const health = new Handler(this, 'Check', {
      settings,
      path: 'http/health',
      environment: {
        SESSIONS_TABLE: tables.sessions.tableName,
        EVENT_STREAM: events.stream.streamName,
        SESSION_BUCKET: buckets.sessions.bucketName,
      },
    })
    allow(health.function, ['dynamodb:GetItem'], tables.sessions.tableArn)
    allow(health.function, ['kinesis:DescribeStreamSummary'], events.stream.streamArn)
    allow(health.function, ['s3:ListBucket'], buckets.sessions.bucketArn)
    api.route('GET /health', health, 'open')
    // Monitors like to ask for the head alone.
    api.route('HEAD /health', health, 'open')

    const unknown = new Handler(this, 'UnknownRoute', {
      settings,
      path: 'http/unknown-route',
      environment: {},
      memoryMiB: 256,
    })
    api.route('$default', unknown, 'open')
  }
}
