// Where batches come in: checked, stamped, and acknowledged once the stream has them.
import { Construct } from 'constructs'
import { sendEvents } from '../core/api/event-operations.ts'
import * as ingest from '../core/api/ingest-operations.ts'
import { trackScreenshot } from '../core/api/screenshot-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'
import type { Tables } from './tables.ts'

export class Ingest extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { api, events, buckets, tables }: { api: Api; events: EventStream; buckets: Buckets; tables: Tables },
  ) {
    super(scope, id)
    const environment = {
      EVENT_STREAM: events.stream.streamName,
      SESSION_BUCKET: buckets.sessions.bucketName,
      PEOPLE_TABLE: tables.people.tableName,
    }
    const track = api.serve(
      this,
      'Track',
      {
        path: 'http/track',
        memoryMiB: 1_024,
        timeoutSeconds: 15,
        environment: { ...environment, PRESENCE_TABLE: tables.presence.tableName },
      },
      [...Object.values(ingest), sendEvents],
    )
    // Whether somebody watches the session of a batch.
    allow(track, ['dynamodb:Query'], tables.presence.tableArn)
    const screenshot = api.serve(
      this,
      'TrackScreenshot',
      { path: 'http/track-screenshot', memoryMiB: 1_024, timeoutSeconds: 25, environment },
      [trackScreenshot],
    )
    for (const target of [track, screenshot]) {
      allow(target, ['kinesis:PutRecords'], events.stream.streamArn)
      allow(target, ['s3:PutObject'], buckets.sessions.arnForObjects('claims/*'))
      // Who was erased, and another browser of theirs.
      allow(target, ['dynamodb:BatchGetItem', 'dynamodb:PutItem'], tables.people.tableArn)
    }
    const ofScreenshots = buckets.sessions.arnForObjects('sessions/*/screenshots/*')
    allow(screenshot, ['s3:GetObject', 's3:PutObject'], ofScreenshots)
    // The form that it signs may no more than it may itself.
    const uploads = buckets.sessions.arnForObjects('uploads/*')
    allow(screenshot, ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'], uploads)
    // What is not there yet would be forbidden otherwise.
    allow(screenshot, ['s3:ListBucket'], buckets.sessions.bucketArn)
  }
}
