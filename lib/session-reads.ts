// What the dashboard and the API read of sessions.
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import { Handler } from './handler.ts'
import type { Api } from './http-api.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export class SessionReads extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { settings: Settings; api: Api; tables: Tables; buckets: Buckets },
  ) {
    super(scope, id)
    const { settings, api, tables, buckets } = props
    const environment = {
      CONFIGURATION_TABLE: tables.configuration.tableName,
      SESSIONS_TABLE: tables.sessions.tableName,
    }

    const list = new Handler(this, 'List', { settings, path: 'http/list-sessions', environment })
    allow(list.function, ['dynamodb:GetItem'], tables.configuration.tableArn)
    allow(list.function, ['dynamodb:Query'], `${tables.sessions.tableArn}/index/newest-first`)
    api.route('GET /api/v1/sessions', list, 'member')

    const get = new Handler(this, 'Get', { settings, path: 'http/get-session', environment })
    allow(get.function, ['dynamodb:GetItem'], tables.configuration.tableArn)
    allow(get.function, ['dynamodb:GetItem'], tables.sessions.tableArn)
    api.route('GET /api/v1/sessions/{sessionId}', get, 'member')

    const events = new Handler(this, 'ListEvents', {
      settings,
      path: 'http/list-session-events',
      timeoutSeconds: 29,
      memoryMiB: 1_024,
      environment: { ...environment, SESSION_BUCKET: buckets.sessions.bucketName },
    })
    allow(events.function, ['dynamodb:GetItem'], tables.configuration.tableArn)
    allow(events.function, ['dynamodb:GetItem'], tables.sessions.tableArn)
    allow(events.function, ['s3:GetObject'], buckets.sessions.arnForObjects('sessions/*'))
    allow(events.function, ['s3:ListBucket'], buckets.sessions.bucketArn)
    api.route('GET /api/v1/sessions/{sessionId}/events', events, 'member')
  }
}
