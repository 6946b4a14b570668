// The HTTP API: routes are added to it by the capabilities that own them.
import { RemovalPolicy } from 'aws-cdk-lib'
import {
  type CfnStage,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import type { Handler } from './handler.ts'
import type { Members } from './members.ts'
import type { Settings } from './settings.ts'

/** Who may call a route: anybody (it checks a key itself, or needs none), or a member with an access token. */
export type Access = 'open' | 'member'

/** What the access log keeps of a request: no query string and no address, for they may name a person or a key. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  bytes: '$context.responseLength',
  fault: '$context.integrationErrorMessage',
})

export class Api extends Construct {
  readonly http: HttpApi
  readonly #authorizer: HttpJwtAuthorizer

  constructor(scope: Construct, id: string, props: { settings: Settings; members: Members }) {
    super(scope, id)
    const { settings, members } = props
    this.#authorizer = new HttpJwtAuthorizer('Member', members.issuer, {
      jwtAudience: [members.client.userPoolClientId],
    })
    this.http = new HttpApi(this, 'Http', {
      description: `Playhead ${settings.stage}`,
    })
    const log = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const stage = this.http.defaultStage?.node.defaultChild as CfnStage
    stage.accessLogSettings = { destinationArn: log.logGroupArn, format: ACCESS_LOG_FORMAT }
  }

  /** `GET /api/v1/things/{id}`, or `$default` for whatever has no route. */
  route(route: string, handler: Handler, access: Access): void {
    const [method, path] = route.split(' ')
    new HttpRoute(this, route.replaceAll('/', '|'), {
      httpApi: this.http,
      routeKey: path === undefined ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, method as HttpMethod),
      integration: new HttpLambdaIntegration('Integration', handler.function),
      authorizer: access === 'member' ? this.#authorizer : new HttpNoneAuthorizer(),
    })
  }
}
