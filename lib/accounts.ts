// Members and what they own: logging in, organisations, projects and keys.
import { Construct } from 'constructs'
import * as login from '../core/api/login-operations.ts'
import * as organisations from '../core/api/organisation-operations.ts'
import * as projects from '../core/api/project-operations.ts'
import { allow } from './allow.ts'
import type { Api } from './http-api.ts'
import type { Members } from './members.ts'
import type { Tables } from './tables.ts'

export class Accounts extends Construct {
  constructor(scope: Construct, id: string, props: { api: Api; members: Members; tables: Tables }) {
    super(scope, id)
    const { api, members, tables } = props
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

    const manage = api.serve(this, 'Manage', { path: 'http/accounts', timeoutSeconds: 15 }, [
      showMe,
      ...Object.values(organisations),
      ...Object.values(projects),
    ])
    allow(
      manage,
      ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      tables.configuration.tableArn,
    )
    allow(manage, ['dynamodb:Query'], tables.requests.tableArn)
    allow(manage, ['cognito-idp:AdminGetUser'], members.pool.userPoolArn)
  }
}
