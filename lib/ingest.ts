// Where batches come in: checked, stamped, and acknowledged once the stream has them.
import { Construct } from 'constructs'
import type { Accounts } from './accounts.ts'
import { allow } from './allow.ts'
import type { EventStream } from './event-stream.ts'
import { Handler } from './handler.ts'
import type { Api } from './http-api.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export type IngestProps = {
  settings: Settings
  api: Api
  accounts: Accounts
  events: EventStream
  tables: Tables
}

export class Ingest extends Construct {
  constructor(scope: Construct, id: string, props: IngestProps) {
    super(scope, id)
    const { settings, api, accounts, events, tables } = props
    const track = new Handler(this, 'Track', {
      settings,
      path: 'http/track',
      memoryMiB: 1_024,
      timeoutSeconds: 15,
      environment: {
        CONFIGURATION_TABLE: tables.configuration.tableName,
        EVENT_STREAM: events.stream.streamName,
        API_KEY_SECRET_ID: accounts.keySecret.secretArn,
      },
    })
    allow(track.function, ['dynamodb:GetItem'], tables.configuration.tableArn)
    allow(track.function, ['kinesis:PutRecords'], events.stream.streamArn)
    accounts.keySecret.grantRead(track.function)
    api.route('POST /api/v1/track', track, 'open')
    // Every site may send from its pages, so this route answers its own preflight; no other route has CORS.
    api.route('OPTIONS /api/v1/track', track, 'open')
  }
}
