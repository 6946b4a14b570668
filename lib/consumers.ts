// What reads the event stream: each consumer for itself, with its own pace, retries and quarantine.
import { Duration } from 'aws-cdk-lib'
import { StartingPosition } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import type { ApiGate } from './api-gate.ts'
import type { Buckets } from './buckets.ts'
import { Consumer, type ConsumerProps } from './consumer.ts'
import type { EventStream } from './event-stream.ts'
import type { Settings } from './settings.ts'
import type { SocketApi } from './socket-api.ts'
import type { Tables } from './tables.ts'

export type ConsumersProps = {
  settings: Settings
  gate: ApiGate
  events: EventStream
  tables: Tables
  buckets: Buckets
  socket: SocketApi
}

type OwnProps = Omit<ConsumerProps, 'settings' | 'stream' | 'failures'>

export class Consumers extends Construct {
  constructor(scope: Construct, id: string, props: ConsumersProps) {
    super(scope, id)
    const { settings, gate, tables, buckets, socket } = props
    const { quarantine } = buckets

    const consume = (name: string, own: OwnProps) => {
      const consumer = new Consumer(this, name, {
        ...own,
        environment: { ...own.environment, SESSION_BUCKET: buckets.sessions.bucketName },
        settings,
        stream: props.events.stream,
        failures: quarantine,
      })
      const target = consumer.handler.function
      // A batch that is too large for a record lies here. Without the right to list, S3 would call one that is gone forbidden.
      allow(target, ['s3:GetObject'], buckets.sessions.arnForObjects('claims/*'))
      allow(target, ['s3:ListBucket'], buckets.sessions.bucketArn)
      return target
    }
    /**
     * A consumer whose records must never be lost: what it cannot read it keeps whole below its own name. What it keeps
     * must not be about who was erased, so it knows of whom that is.
     */
    const keep = (name: string, own: OwnProps) => {
      const target = consume(name, {
        ...own,
        environment: {
          ...own.environment,
          QUARANTINE_BUCKET: quarantine.bucketName,
          PEOPLE_TABLE: tables.people.tableName,
          SECRET_ID: gate.secret.secretArn,
        },
      })
      allow(target, ['s3:PutObject'], quarantine.arnForObjects('unreadable/*'))
      allow(target, ['dynamodb:BatchGetItem'], tables.people.tableArn)
      gate.secret.grantRead(target)
      return target
    }

    const rollUp = keep('RollUpSessions', {
      path: 'stream/roll-up-sessions',
      timeoutSeconds: 60,
      windowSeconds: settings.consumers.rollUpSeconds,
      environment: {
        SESSIONS_TABLE: tables.sessions.tableName,
        PRESENCE_TABLE: tables.presence.tableName,
        EVENT_RETENTION_DAYS: String(settings.retention.eventDays),
      },
    })
    allow(rollUp, ['dynamodb:GetItem', 'dynamodb:PutItem'], tables.sessions.tableArn, tables.people.tableArn)
    // When users were last active, and when they logged in.
    allow(rollUp, ['dynamodb:UpdateItem'], tables.presence.tableArn)

    const store = keep('StoreSession', {
      path: 'stream/store-session',
      memoryMiB: 1_024,
      timeoutSeconds: 60,
      windowSeconds: settings.consumers.storeSeconds,
      environment: {},
    })
    allow(store, ['s3:PutObject'], buckets.sessions.arnForObjects('sessions/*'))

    const archive = keep('ArchiveEvents', {
      path: 'stream/archive-events',
      memoryMiB: 1_024,
      timeoutSeconds: 60,
      windowSeconds: settings.consumers.archiveSeconds,
      environment: { LAKE_BUCKET: buckets.lake.bucketName },
    })
    allow(
      archive,
      ['s3:PutObject'],
      buckets.lake.arnForObjects('events/*'),
      buckets.lake.arnForObjects('uncompacted/*'),
    )

    const push = consume('PushLive', {
      path: 'stream/push-live',
      timeoutSeconds: 30,
      windowSeconds: 0,
      // Nobody waits for what happened before somebody watched, and a late push is worth nothing.
      startAt: StartingPosition.LATEST,
      maxRecordAge: Duration.minutes(1),
      retryAttempts: 2,
      environment: {
        PRESENCE_TABLE: tables.presence.tableName,
        SESSIONS_TABLE: tables.sessions.tableName,
        SOCKET_ENDPOINT: socket.managementUrl,
      },
    })
    allow(
      push,
      ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      tables.presence.tableArn,
    )
    allow(push, ['dynamodb:GetItem'], tables.sessions.tableArn)
    allow(push, ['execute-api:ManageConnections'], socket.connectionsArn)
  }
}
