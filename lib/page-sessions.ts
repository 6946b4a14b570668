// What pages do with their own sessions: they begin them by the stream, and read what they sent.
import { Construct } from 'constructs'
import { listLatestEvents, showSessionUser, touchSession } from '../core/api/page-session-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'
import type { Tables } from './tables.ts'

type Props = { api: Api; events: EventStream; tables: Tables; buckets: Buckets }

export class PageSessions extends Construct {
  constructor(scope: Construct, id: string, { api, events, tables, buckets }: Props) {
    super(scope, id)
    const environment = { SESSIONS_TABLE: tables.sessions.tableName }

    const own = api.serve(
      this,
      'Own',
      {
        path: 'http/page-sessions',
        memoryMiB: 1_024,
        timeoutSeconds: 15,
        environment: {
          ...environment,
          EVENT_STREAM: events.stream.streamName,
          SESSION_BUCKET: buckets.sessions.bucketName,
          PEOPLE_TABLE: tables.people.tableName,
        },
      },
      [touchSession, showSessionUser],
    )
    allow(own, ['kinesis:PutRecords'], events.stream.streamArn)
    allow(own, ['s3:PutObject'], buckets.sessions.arnForObjects('claims/*'))
    allow(own, ['dynamodb:BatchGetItem'], tables.sessions.tableArn)
    allow(own, ['dynamodb:GetItem'], tables.people.tableArn)

    const latest = api.serve(
      this,
      'LatestEvents',
      {
        path: 'http/list-latest-events',
        memoryMiB: 1_024,
        timeoutSeconds: 29,
        environment: { ...environment, SESSION_BUCKET: buckets.sessions.bucketName },
      },
      [listLatestEvents],
    )
    allow(latest, ['dynamodb:BatchGetItem'], tables.sessions.tableArn)
    allow(latest, ['s3:GetObject'], buckets.sessions.arnForObjects('sessions/*'))
    allow(latest, ['s3:ListBucket'], buckets.sessions.bucketArn)
  }
}
