// Where batches come in: checked, stamped, and acknowledged once the stream has them.
import { Construct } from 'constructs'
import * as ingest from '../core/api/ingest-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'

export class Ingest extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { api, events, buckets }: { api: Api; events: EventStream; buckets: Buckets },
  ) {
    super(scope, id)
    const track = api.serve(
      this,
      'Track',
      {
        path: 'http/track',
        memoryMiB: 1_024,
        timeoutSeconds: 15,
        environment: {
          EVENT_STREAM: events.stream.streamName,
          SESSION_BUCKET: buckets.sessions.bucketName,
        },
      },
      Object.values(ingest),
    )
    allow(track, ['kinesis:PutRecords'], events.stream.streamArn)
    allow(track, ['s3:PutObject'], buckets.sessions.arnForObjects('claims/*'))
  }
}
