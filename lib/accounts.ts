// Logging in, and the projects that a member owns: their names, origins and keys.
import { RemovalPolicy } from 'aws-cdk-lib'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import { Handler } from './handler.ts'
import type { Api } from './http-api.ts'
import type { Members } from './members.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export class Accounts extends Construct {
  /** Keys are stored as HMACs under this secret, so that a copy of the table opens nothing. */
  readonly keySecret: Secret

  constructor(
    scope: Construct,
    id: string,
    props: { settings: Settings; api: Api; members: Members; tables: Tables },
  ) {
    super(scope, id)
    const { settings, api, members } = props
    const { configuration } = props.tables
    this.keySecret = new Secret(this, 'KeySecret', {
      description: `Playhead ${settings.stage}: the HMAC secret of API keys`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // Without it every stored key is worthless: it stays as long as the tables do.
      removalPolicy: settings.removeDataWithStack ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    })

    // Cognito checks the caller's own credentials here, so these two need no right of their own.
    const login = new Handler(this, 'LogIn', {
      settings,
      path: 'http/log-in',
      environment: { USER_POOL_CLIENT_ID: members.client.userPoolClientId },
    })
    api.route('POST /api/v1/auth/login', login, 'open')
    const refresh = new Handler(this, 'RefreshLogin', {
      settings,
      path: 'http/refresh-login',
      environment: { USER_POOL_CLIENT_ID: members.client.userPoolClientId },
    })
    api.route('POST /api/v1/auth/refresh', refresh, 'open')

    const list = new Handler(this, 'ListProjects', {
      settings,
      path: 'http/list-projects',
      environment: { CONFIGURATION_TABLE: configuration.tableName },
    })
    allow(list.function, ['dynamodb:Query', 'dynamodb:BatchGetItem'], configuration.tableArn)
    api.route('GET /api/v1/projects', list, 'member')

    const create = new Handler(this, 'CreateProject', {
      settings,
      path: 'http/create-project',
      environment: {
        CONFIGURATION_TABLE: configuration.tableName,
        API_KEY_SECRET_ID: this.keySecret.secretArn,
      },
    })
    allow(create.function, ['dynamodb:PutItem'], configuration.tableArn)
    this.keySecret.grantRead(create.function)
    api.route('POST /api/v1/projects', create, 'member')
  }
}
