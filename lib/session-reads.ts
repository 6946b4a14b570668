// What the dashboard and the API read of sessions.
import { Construct } from 'constructs'
import { getReplay, getReplaySegment, listReplaySideEvents } from '../core/api/replay-operations.ts'
import { getScreenshot, listScreenshots } from '../core/api/screenshot-operations.ts'
import { getSession, listSessionEvents, listSessions } from '../core/api/session-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { Api } from './http-api.ts'
import type { Members } from './members.ts'
import type { Tables } from './tables.ts'

export class SessionReads extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { api: Api; members: Members; tables: Tables; buckets: Buckets },
  ) {
    super(scope, id)
    const { api, members, tables, buckets } = props
    const environment = { SESSIONS_TABLE: tables.sessions.tableName }

    // A search goes through two thousand sessions: memory brings the core for it.
    const list = api.serve(
      this,
      'List',
      {
        path: 'http/list-sessions',
        memoryMiB: 1_792,
        environment: { ...environment, PEOPLE_TABLE: tables.people.tableName },
      },
      [listSessions],
    )
    // Which sessions have notes with a tag, and which are pinned.
    allow(list, ['dynamodb:Query'], tables.people.tableArn)
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
    // What is not merged yet is merged when it is watched, with the memory of the finisher.
    const replay = api.serve(
      this,
      'Replay',
      {
        ...ofObjects,
        memoryMiB: 2_048,
        path: 'http/replay',
        environment: { ...ofObjects.environment, PEOPLE_TABLE: tables.people.tableName },
      },
      [getReplay, getReplaySegment, listReplaySideEvents],
    )
    const ofSessions = ['*/replay/*', '*/parts/*'].map((of) =>
      buckets.sessions.arnForObjects(`sessions/${of}`),
    )
    allow(
      replay,
      ['s3:PutObject'],
      buckets.sessions.arnForObjects('sessions/*/replay/*'),
      buckets.sessions.arnForObjects('assets-due/*'),
    )
    allow(replay, ['s3:DeleteObject'], ...ofSessions)
    // That a session was watched stands in the audit log, with the profile of who did.
    allow(replay, ['dynamodb:PutItem'], tables.configuration.tableArn)
    // And beside the session.
    allow(replay, ['dynamodb:GetItem', 'dynamodb:PutItem'], tables.people.tableArn)
    allow(replay, ['cognito-idp:AdminGetUser'], members.pool.userPoolArn)

    for (const target of [events, screenshots, replay]) {
      allow(target, ['dynamodb:GetItem'], tables.sessions.tableArn)
      allow(target, ['s3:GetObject'], buckets.sessions.arnForObjects('sessions/*'))
      allow(target, ['s3:ListBucket'], buckets.sessions.bucketArn)
    }
  }
}
