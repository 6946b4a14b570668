// Members and what they own: logging in, organisations, projects, keys and saved views; and how the erasure of a person begins.
import { Construct } from 'constructs'
import * as erasure from '../core/api/erasure-operations.ts'
import * as login from '../core/api/login-operations.ts'
import * as organisations from '../core/api/organisation-operations.ts'
import * as projects from '../core/api/project-operations.ts'
import * as views from '../core/api/view-operations.ts'
import { allow } from './allow.ts'
import type { Api } from './http-api.ts'
import type { Members } from './members.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export type AccountsProps = { settings: Settings; api: Api; members: Members; tables: Tables }

export class Accounts extends Construct {
  constructor(scope: Construct, id: string, props: AccountsProps) {
    super(scope, id)
    const { settings, api, members, tables } = props
    const { showMe, ...others } = login

    // Cognito checks the caller's own credentials here, so this needs no right of its own.
    api.serve(
      this,
      'Login',
      {
        path: 'http/login',
        ...(members.google &&
          members.signInUrl && {
            environment: {
              SIGN_IN_URL: members.signInUrl,
              GOOGLE_CALLBACK_URL: members.google.callbackUrl,
            },
          }),
      },
      Object.values(others),
    )

    const environment = {
      PEOPLE_TABLE: tables.people.tableName,
      EVENT_RETENTION_DAYS: String(settings.retention.eventDays),
      REPLAY_RETENTION_DAYS: String(settings.retention.replayDays),
    }
    const manage = api.serve(this, 'Manage', { path: 'http/accounts', timeoutSeconds: 15, environment }, [
      showMe,
      ...Object.values(organisations),
      ...Object.values(projects),
      ...Object.values(erasure),
      ...Object.values(views),
    ])
    allow(
      manage,
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      tables.configuration.tableArn,
    )
    allow(manage, ['dynamodb:Query'], tables.requests.tableArn)
    allow(manage, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], tables.people.tableArn)
    allow(manage, ['cognito-idp:AdminGetUser'], members.pool.userPoolArn)
  }
}
