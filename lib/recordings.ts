// Where recordings that were made elsewhere come in: checked, masked, and put on the stream like all that is recorded.
import { Construct } from 'constructs'
import * as recordings from '../core/api/recording-operations.ts'
import { IMPORT_TASK_SECONDS } from '../core/limits.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import { Handler } from './handler.ts'
import type { Api } from './http-api.ts'
import type { Members } from './members.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

type Props = {
  settings: Settings
  api: Api
  members: Members
  events: EventStream
  buckets: Buckets
  tables: Tables
}

/** 100 MB of JSON are a gigabyte of objects, and memory brings the core that reads them in seconds. */
const LARGE_MIB = 3_008

export class Recordings extends Construct {
  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id)
    const { settings, api, members, events, buckets, tables } = props
    const environment = {
      EVENT_STREAM: events.stream.streamName,
      SESSION_BUCKET: buckets.sessions.bucketName,
      CONFIGURATION_TABLE: tables.configuration.tableName,
      USER_POOL_ID: members.pool.userPoolId,
    }
    const task = new Handler(this, 'ImportUpload', {
      settings,
      path: 'task/import-recording',
      memoryMiB: LARGE_MIB,
      timeoutSeconds: IMPORT_TASK_SECONDS,
      environment,
    }).function
    const target = api.serve(
      this,
      'Import',
      {
        path: 'http/recordings',
        memoryMiB: 1_769,
        timeoutSeconds: 29,
        environment: { ...environment, IMPORT_RECORDING_FUNCTION: task.functionName },
      },
      Object.values(recordings),
    )
    allow(target, ['lambda:InvokeFunction'], task.functionArn)
    for (const either of [task, target]) {
      allow(either, ['kinesis:PutRecords'], events.stream.streamArn)
      allow(either, ['s3:PutObject'], buckets.sessions.arnForObjects('claims/*'))
      // The form that is signed may no more than who signs it.
      const uploads = buckets.sessions.arnForObjects('uploads/*')
      allow(either, ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], uploads)
      // What is not there yet would be forbidden otherwise.
      allow(either, ['s3:ListBucket'], buckets.sessions.bucketArn)
      // Each import stands in the audit log, with the profile of who did it.
      allow(either, ['dynamodb:PutItem'], tables.configuration.tableArn)
      allow(either, ['cognito-idp:AdminGetUser'], members.pool.userPoolArn)
    }
    // The project, and who it was: a route has that from its gate.
    allow(task, ['dynamodb:GetItem'], tables.configuration.tableArn)
  }
}
