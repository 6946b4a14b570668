// What the dashboard and the API read of sessions.
import { Construct } from 'constructs'
import { getScreenshot, listScreenshots } from '../core/api/screenshot-operations.ts'
import { getSession, listSessionEvents, listSessions } from '../core/api/session-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { Api } from './http-api.ts'
import type { Tables } from './tables.ts'

export class SessionReads extends Construct {
  constructor(scope: Construct, id: string, props: { api: Api; tables: Tables; buckets: Buckets }) {
    super(scope, id)
    const { api, tables, buckets } = props
    const environment = { SESSIONS_TABLE: tables.sessions.tableName }

    const list = api.serve(this, 'List', { path: 'http/list-sessions', environment }, [listSessions])
    const indexes = ['newest-first', 'by-user'].map((index) => `${tables.sessions.tableArn}/index/${index}`)
    allow(list, ['dynamodb:Query'], ...indexes)
    allow(list, ['dynamodb:BatchGetItem'], tables.sessions.tableArn)

    const get = api.serve(this, 'Get', { path: 'http/get-session', environment }, [getSession])
    allow(get, ['dynamodb:GetItem'], tables.sessions.tableArn)

    const ofObjects = {
      timeoutSeconds: 29,
      memoryMiB: 1_024,
      environment: { ...environment, SESSION_BUCKET: buckets.sessions.bucketName },
    }
    const events = api.serve(this, 'ListEvents', { ...ofObjects, path: 'http/list-session-events' }, [
      listSessionEvents,
    ])
    const screenshots = api.serve(this, 'Screenshots', { ...ofObjects, path: 'http/screenshots' }, [
      listScreenshots,
      getScreenshot,
    ])
    for (const target of [events, screenshots]) {
      allow(target, ['dynamodb:GetItem'], tables.sessions.tableArn)
      allow(target, ['s3:GetObject'], buckets.sessions.arnForObjects('sessions/*'))
      allow(target, ['s3:ListBucket'], buckets.sessions.bucketArn)
    }
  }
}
