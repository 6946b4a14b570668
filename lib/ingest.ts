// Where batches come in: checked, stamped, and acknowledged once the stream has them.
import { Construct } from 'constructs'
import * as ingest from '../core/api/ingest-operations.ts'
import { allow } from './allow.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'
import type { Tables } from './tables.ts'

export class Ingest extends Construct {
  constructor(scope: Construct, id: string, props: { api: Api; events: EventStream; tables: Tables }) {
    super(scope, id)
    const { api, events, tables } = props
    const track = api.serve(
      this,
      'Track',
      {
        path: 'http/track',
        memoryMiB: 1_024,
        timeoutSeconds: 15,
        environment: { EVENT_STREAM: events.stream.streamName, PEOPLE_TABLE: tables.people.tableName },
      },
      Object.values(ingest),
    )
    allow(track, ['kinesis:PutRecords'], events.stream.streamArn)
    // Who was erased, and another browser of theirs.
    allow(track, ['dynamodb:BatchGetItem', 'dynamodb:PutItem'], tables.people.tableArn)
  }
}
