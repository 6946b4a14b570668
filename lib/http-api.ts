// The HTTP API: capabilities bring their functions and say which operations those do; the routes follow from that.
import { RemovalPolicy } from 'aws-cdk-lib'
import {
  type CfnStage,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { aliases } from '../core/api/aliases.ts'
import { type Operation, routeOf } from '../core/api/operation.ts'
import type { ApiGate } from './api-gate.ts'
import { Handler, type HandlerProps } from './handler.ts'
import type { Settings } from './settings.ts'

/** What the access log keeps of a request: no query string and no address, for they may name a person or a key. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  bytes: '$context.responseLength',
  fault: '$context.integrationErrorMessage',
})

type ServeProps = Omit<HandlerProps, 'settings' | 'environment'> & { environment?: Record<string, string> }

export class Api extends Construct {
  readonly http: HttpApi
  readonly #settings: Settings
  readonly #gate: ApiGate

  constructor(scope: Construct, id: string, props: { settings: Settings; gate: ApiGate }) {
    super(scope, id)
    this.#settings = props.settings
    this.#gate = props.gate
    this.http = new HttpApi(this, 'Http', {
      description: `Playhead ${props.settings.stage}`,
    })
    const log = new LogGroup(this, 'AccessLog', {
      retention: props.settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const stage = this.http.defaultStage?.node.defaultChild as CfnStage
    stage.accessLogSettings = { destinationArn: log.logGroupArn, format: ACCESS_LOG_FORMAT }
  }

  /** A function that does these operations, under their own paths and their aliases. */
  serve(scope: Construct, id: string, props: ServeProps, operations: object[]): LambdaFunction {
    const routes = (operations as Operation[]).map(routeOf)
    const others = aliases.filter(({ to }) => routes.includes(to)).map(({ route }) => route)
    return this.#connect(scope, id, props, [...routes, ...others])
  }

  /** The function for whatever has no route. */
  serveTheRest(scope: Construct, id: string, props: ServeProps): LambdaFunction {
    return this.#connect(scope, id, props, ['$default'])
  }

  #connect(scope: Construct, id: string, props: ServeProps, routes: string[]): LambdaFunction {
    const { function: target } = new Handler(scope, id, {
      ...props,
      settings: this.#settings,
      environment: { ...this.#gate.environment, ...props.environment },
    })
    this.#gate.allow(target)
    // One permission for the whole API instead of one for each route.
    const integration = new HttpLambdaIntegration(id, target, { scopePermissionToRoute: false })
    for (const route of routes) {
      const [method, path] = route.split(' ')
      new HttpRoute(this, route.replaceAll('/', '|'), {
        httpApi: this.http,
        routeKey: path === undefined ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, method as HttpMethod),
        integration,
        // The functions check tokens and keys themselves: a route may take either, and a refusal is a problem document.
        authorizer: new HttpNoneAuthorizer(),
      })
    }
    return target
  }
}
