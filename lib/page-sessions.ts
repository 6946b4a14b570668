// What pages do with their own sessions: they begin them by the stream, and read what they sent.
import { Construct } from 'constructs'
import * as pageSessions from '../core/api/page-session-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'
import type { Tables } from './tables.ts'

type Props = { api: Api; events: EventStream; tables: Tables; buckets: Buckets }

export class PageSessions extends Construct {
  constructor(scope: Construct, id: string, { api, events, tables, buckets }: Props) {
    super(scope, id)
    const served = api.serve(
      this,
      'Routes',
      {
        path: 'http/page-sessions',
        memoryMiB: 1_024,
        timeoutSeconds: 15,
        environment: {
          EVENT_STREAM: events.stream.streamName,
          SESSIONS_TABLE: tables.sessions.tableName,
          PEOPLE_TABLE: tables.people.tableName,
          SESSION_BUCKET: buckets.sessions.bucketName,
        },
      },
      Object.values(pageSessions),
    )
    allow(served, ['kinesis:PutRecords'], events.stream.streamArn)
    allow(served, ['dynamodb:BatchGetItem'], tables.sessions.tableArn)
    allow(served, ['dynamodb:GetItem'], tables.people.tableArn)
    allow(served, ['s3:PutObject'], buckets.sessions.arnForObjects('claims/*'))
    allow(served, ['s3:GetObject'], buckets.sessions.arnForObjects('sessions/*'))
    allow(served, ['s3:ListBucket'], buckets.sessions.bucketArn)
  }
}
