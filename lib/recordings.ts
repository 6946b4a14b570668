// Where recordings that were made elsewhere come in: checked, masked, and put on the stream like all that is recorded.
import { Construct } from 'constructs'
import * as recordings from '../core/api/recording-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'
import type { Members } from './members.ts'
import type { Tables } from './tables.ts'

type Props = { api: Api; members: Members; events: EventStream; buckets: Buckets; tables: Tables }

export class Recordings extends Construct {
  constructor(scope: Construct, id: string, { api, members, events, buckets, tables }: Props) {
    super(scope, id)
    const target = api.serve(
      this,
      'Import',
      {
        path: 'http/recordings',
        // 100 MB of JSON are a gigabyte of objects, and memory brings the core that reads them in seconds.
        memoryMiB: 3_008,
        timeoutSeconds: 29,
        environment: {
          EVENT_STREAM: events.stream.streamName,
          SESSION_BUCKET: buckets.sessions.bucketName,
        },
      },
      Object.values(recordings),
    )
    allow(target, ['kinesis:PutRecords'], events.stream.streamArn)
    allow(target, ['s3:PutObject'], buckets.sessions.arnForObjects('claims/*'))
    // The form that it signs may no more than it may itself.
    const uploads = buckets.sessions.arnForObjects('uploads/*')
    allow(target, ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], uploads)
    // What is not there yet would be forbidden otherwise.
    allow(target, ['s3:ListBucket'], buckets.sessions.bucketArn)
    // Each import stands in the audit log, with the profile of who did it.
    allow(target, ['dynamodb:PutItem'], tables.configuration.tableArn)
    allow(target, ['cognito-idp:AdminGetUser'], members.pool.userPoolArn)
  }
}
