// The users of a site: their profiles and presence, their conversations, what they do, and their logins.
import { Construct } from 'constructs'
import * as activity from '../core/api/activity-operations.ts'
import * as conversations from '../core/api/conversation-operations.ts'
import * as logins from '../core/api/user-login-operations.ts'
import * as users from '../core/api/user-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { EventStream } from './event-stream.ts'
import type { Api } from './http-api.ts'
import type { SocketApi } from './socket-api.ts'
import type { Tables } from './tables.ts'

type Props = { api: Api; events: EventStream; tables: Tables; buckets: Buckets; socket: SocketApi }

export class Users extends Construct {
  constructor(scope: Construct, id: string, { api, events, tables, buckets, socket }: Props) {
    super(scope, id)
    const people = tables.people.tableArn
    const presence = tables.presence.tableArn
    const stores = { PEOPLE_TABLE: tables.people.tableName, PRESENCE_TABLE: tables.presence.tableName }

    const profiles = api.serve(
      this,
      'Profiles',
      { path: 'http/users', timeoutSeconds: 15, environment: stores },
      Object.values(users),
    )
    allow(
      profiles,
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      people,
    )
    // Who is here, the count that is kept for ten seconds, and the roster of a user who hides.
    allow(
      profiles,
      [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
      ],
      presence,
    )

    const talks = api.serve(
      this,
      'Conversations',
      {
        path: 'http/conversations',
        timeoutSeconds: 15,
        environment: { ...stores, SOCKET_ENDPOINT: socket.managementUrl },
      },
      Object.values(conversations),
    )
    allow(
      talks,
      [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:Query',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      people,
    )
    allow(talks, ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem', 'dynamodb:UpdateItem'], presence)
    allow(talks, ['execute-api:ManageConnections'], socket.connectionsArn)

    const onStream = {
      ...stores,
      EVENT_STREAM: events.stream.streamName,
      SESSION_BUCKET: buckets.sessions.bucketName,
    }
    const log = api.serve(
      this,
      'Activity',
      { path: 'http/activity', memoryMiB: 1_024, timeoutSeconds: 15, environment: onStream },
      Object.values(activity),
    )
    const login = api.serve(
      this,
      'Logins',
      // Memory brings the CPU for a password's hash.
      { path: 'http/user-logins', memoryMiB: 1_769, timeoutSeconds: 15, environment: onStream },
      Object.values(logins),
    )
    for (const target of [log, login]) {
      allow(target, ['kinesis:PutRecords'], events.stream.streamArn)
      allow(target, ['s3:PutObject'], buckets.sessions.arnForObjects('claims/*'))
      allow(target, ['dynamodb:UpdateItem'], presence)
      allow(target, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], people)
    }
    // Who was erased.
    allow(log, ['dynamodb:BatchGetItem'], people)
    // An account that ends as it begins, because its username is taken.
    allow(login, ['dynamodb:Query'], people)
  }
}
