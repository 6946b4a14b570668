// What every function behind the HTTP API has, whatever it does: who may pass, how often, and under which secrets.

import { RemovalPolicy } from 'aws-cdk-lib'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import type { EdgeSecret } from './edge-secret.ts'
import type { Members } from './members.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export type GateProps = { settings: Settings; members: Members; tables: Tables; edgeSecret: EdgeSecret }

export class ApiGate extends Construct {
  /** API keys are stored as HMACs under it, so that a copy of the table opens nothing; cursors are sealed with it. */
  readonly secret: Secret
  readonly #props: GateProps

  constructor(scope: Construct, id: string, props: GateProps) {
    super(scope, id)
    this.#props = props
    this.secret = new Secret(this, 'Secret', {
      description: `Playhead ${props.settings.stage}: what API keys are hashed with`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // Without it every stored key is worthless: it stays as long as the tables do.
      removalPolicy: props.settings.removeDataWithStack ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    })
  }

  get environment(): Record<string, string> {
    const { settings, members, tables, edgeSecret } = this.#props
    return {
      CONFIGURATION_TABLE: tables.configuration.tableName,
      REQUESTS_TABLE: tables.requests.tableName,
      SECRET_ID: this.secret.secretArn,
      EDGE_SECRET_ID: edgeSecret.secret.secretArn,
      USER_POOL_ID: members.pool.userPoolId,
      USER_POOL_CLIENT_ID: members.client.userPoolClientId,
      LIMITS: JSON.stringify(settings.limits),
      CORS_ORIGINS: JSON.stringify(settings.corsOrigins),
    }
  }

  allow(target: LambdaFunction): void {
    const { tables, edgeSecret } = this.#props
    allow(
      target,
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
      tables.configuration.tableArn,
    )
    allow(
      target,
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
      tables.requests.tableArn,
    )
    this.secret.grantRead(target)
    edgeSecret.secret.grantRead(target)
  }
}
