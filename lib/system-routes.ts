// What the system says of itself: whether it is up, what its API takes, and that there is no such route.
import { Construct } from 'constructs'
import { apiDocs, health, openApiDocument } from '../core/api/system-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'
import type { Tables } from './tables.ts'

export class SystemRoutes extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { api: Api; tables: Tables; events: EventStream; buckets: Buckets },
  ) {
    super(scope, id)
    const { api, tables, events, buckets } = props
    const check = api.serve(
      this,
      'Health',
      {
        path: 'http/health',
        environment: {
          SESSIONS_TABLE: tables.sessions.tableName,
          EVENT_STREAM: events.stream.streamName,
          SESSION_BUCKET: buckets.sessions.bucketName,
        },
      },
      [health],
    )
    allow(check, ['dynamodb:GetItem'], tables.sessions.tableArn)
    allow(check, ['kinesis:DescribeStreamSummary'], events.stream.streamArn)
    allow(check, ['s3:ListBucket'], buckets.sessions.bucketArn)

    api.serve(this, 'Docs', { path: 'http/docs' }, [openApiDocument, apiDocs])
    api.serveTheRest(this, 'NoRoute', { path: 'http/no-route' })
  }
}
