// What members add to sessions, and what public links to them show.
import { Construct } from 'constructs'
import * as highlights from '../core/api/highlight-operations.ts'
import * as notes from '../core/api/note-operations.ts'
import * as pins from '../core/api/pin-operations.ts'
import { listWatchers } from '../core/api/session-operations.ts'
import {
  createShare,
  getSharedReplay,
  getSharedSegment,
  listSharedSideEvents,
  listShares,
  revokeShare,
} from '../core/api/share-operations.ts'
import { allow } from './allow.ts'
import type { Buckets } from './buckets.ts'
import type { Api } from './http-api.ts'
import type { Members } from './members.ts'
import type { Tables } from './tables.ts'

export type AnnotationsProps = { api: Api; members: Members; tables: Tables; buckets: Buckets }

export class Annotations extends Construct {
  constructor(scope: Construct, id: string, props: AnnotationsProps) {
    super(scope, id)
    const { api, members, tables, buckets } = props
    const environment = {
      SESSIONS_TABLE: tables.sessions.tableName,
      PEOPLE_TABLE: tables.people.tableName,
    }

    const own = api.serve(this, 'Own', { path: 'http/annotations', timeoutSeconds: 15, environment }, [
      ...Object.values(notes),
      ...Object.values(highlights),
      ...Object.values(pins),
      listWatchers,
      listShares,
      createShare,
      revokeShare,
    ])
    // A pin stands in the session's own item.
    allow(own, ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:PutItem'], tables.sessions.tableArn)
    allow(
      own,
      [
        'dynamodb:GetItem',
        'dynamodb:BatchGetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
        'dynamodb:DeleteItem',
        'dynamodb:Query',
      ],
      tables.people.tableArn,
    )
    // Whom a note mentions; the audit log, and the profile of who is named in it.
    allow(own, ['dynamodb:GetItem', 'dynamodb:PutItem'], tables.configuration.tableArn)
    allow(own, ['cognito-idp:AdminGetUser'], members.pool.userPoolArn)

    const shared = api.serve(
      this,
      'Shared',
      {
        path: 'http/shared',
        timeoutSeconds: 29,
        // As whoever watches: what is not merged yet is merged, and a segment is read whole to cut it.
        memoryMiB: 2_048,
        environment: { ...environment, SESSION_BUCKET: buckets.sessions.bucketName },
      },
      [getSharedReplay, getSharedSegment, listSharedSideEvents],
    )
    allow(shared, ['dynamodb:GetItem'], tables.sessions.tableArn, tables.people.tableArn)
    allow(shared, ['s3:GetObject'], buckets.sessions.arnForObjects('sessions/*'))
    allow(
      shared,
      ['s3:PutObject'],
      buckets.sessions.arnForObjects('sessions/*/replay/*'),
      buckets.sessions.arnForObjects('assets-due/*'),
    )
    const stored = ['*/replay/*', '*/parts/*'].map((of) => buckets.sessions.arnForObjects(`sessions/${of}`))
    allow(shared, ['s3:DeleteObject'], ...stored)
    allow(shared, ['s3:ListBucket'], buckets.sessions.bucketArn)
  }
}
