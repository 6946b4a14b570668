// The quarantine for the admins of a project: what of theirs lies there, and the way back onto the stream.
import { Construct } from 'constructs'
import * as operations from '../core/api/quarantine-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'
import type { Members } from './members.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export type QuarantineProps = {
  settings: Settings
  api: Api
  members: Members
  events: EventStream
  tables: Tables
  buckets: Buckets
}

export class Quarantine extends Construct {
  constructor(scope: Construct, id: string, props: QuarantineProps) {
    super(scope, id)
    const { settings, api, members, events, tables, buckets } = props
    const { sessions, quarantine } = buckets

    const target = api.serve(
      this,
      'Own',
      {
        path: 'http/quarantine',
        // A page reads up to eight objects at once, each of up to a hundred records.
        memoryMiB: 1_024,
        timeoutSeconds: 29,
        environment: {
          QUARANTINE_BUCKET: quarantine.bucketName,
          SESSION_BUCKET: sessions.bucketName,
          SESSIONS_TABLE: tables.sessions.tableName,
          PEOPLE_TABLE: tables.people.tableName,
          EVENT_STREAM: events.stream.streamName,
          EVENT_RETENTION_DAYS: String(settings.retention.eventDays),
        },
      },
      Object.values(operations),
    )
    const kept = ['unreadable', 'aws/lambda'].map((folder) => quarantine.arnForObjects(`${folder}/*`))
    allow(target, ['s3:GetObject', 's3:DeleteObject'], ...kept)
    // What Lambda gave up may hold records of other projects, too: those stay.
    allow(target, ['s3:PutObject'], quarantine.arnForObjects('aws/lambda/*'))
    allow(target, ['s3:ListBucket'], quarantine.bucketArn, sessions.bucketArn)
    const ofSessions = ['sessions', 'claims'].map((folder) => sessions.arnForObjects(`${folder}/*`))
    allow(target, ['s3:GetObject'], ...ofSessions)
    allow(target, ['kinesis:PutRecord'], events.stream.streamArn)
    allow(target, ['dynamodb:GetItem', 'dynamodb:PutItem'], tables.sessions.tableArn, tables.people.tableArn)
    // The audit log, and the profile of who is named in it.
    allow(target, ['dynamodb:PutItem'], tables.configuration.tableArn)
    allow(target, ['cognito-idp:AdminGetUser'], members.pool.userPoolArn)
  }
}
