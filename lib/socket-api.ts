// The WebSocket API: tickets to open it, and the three routes that every frame takes.
import { Stack } from 'aws-cdk-lib'
import { WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Construct } from 'constructs'
import { issueSocketTicket, issueUserToken } from '../core/api/live-operations.ts'
import { allow } from './allow.ts'
import type { EdgeSecret } from './edge-secret.ts'
import { Handler } from './handler.ts'
import type { Api } from './http-api.ts'
import { Presence } from './presence.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

/** The stage is named like the path at the edge: CloudFront then needs no rewriting of `/ws`. */
const SOCKET_STAGE = 'ws'

export class SocketApi extends Construct {
  readonly api: WebSocketApi
  /** Where functions send frames to connections. */
  readonly managementUrl: string
  /** The connections of this API, as IAM names them. */
  readonly connectionsArn: string

  constructor(
    scope: Construct,
    id: string,
    props: { settings: Settings; api: Api; tables: Tables; edgeSecret: EdgeSecret },
  ) {
    super(scope, id)
    const { settings, tables, edgeSecret } = props
    const { tableArn, tableName } = tables.presence

    this.api = new WebSocketApi(this, 'Socket', {
      description: `Playhead ${settings.stage}`,
      routeSelectionExpression: '$request.body.event',
    })
    const stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: SOCKET_STAGE,
      autoDeploy: true,
    })
    this.managementUrl = stage.callbackUrl
    const connections = (method: 'POST' | 'DELETE') =>
      Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: `${SOCKET_STAGE}/${method}/@connections/*`,
      })
    this.connectionsArn = connections('POST')
    const closingArn = connections('DELETE')

    const { push, sweep } = new Presence(this, 'Presence', {
      settings,
      tables,
      managementUrl: this.managementUrl,
      connectionsArn: this.connectionsArn,
    })

    const connect = new Handler(this, 'Connect', {
      settings,
      path: 'socket/connect',
      environment: {
        PRESENCE_TABLE: tableName,
        EDGE_SECRET_ID: edgeSecret.secret.secretArn,
        PUSH_PRESENCE_FUNCTION: push.functionName,
        SWEEP_PRESENCE_FUNCTION: sweep.functionName,
      },
    })
    edgeSecret.secret.grantRead(connect.function)
    allow(
      connect.function,
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      tableArn,
    )
    allow(connect.function, ['lambda:InvokeFunction'], push.functionArn, sweep.functionArn)
    this.#route('$connect', connect)

    const disconnect = new Handler(this, 'Disconnect', {
      settings,
      path: 'socket/disconnect',
      environment: { PRESENCE_TABLE: tableName },
    })
    allow(
      disconnect.function,
      [
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      tableArn,
    )
    this.#route('$disconnect', disconnect)

    const receive = new Handler(this, 'ReceiveFrame', {
      settings,
      path: 'socket/receive-frame',
      environment: {
        PRESENCE_TABLE: tableName,
        SESSIONS_TABLE: tables.sessions.tableName,
        SOCKET_ENDPOINT: this.managementUrl,
        PUSH_PRESENCE_FUNCTION: push.functionName,
      },
    })
    allow(
      receive.function,
      [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      tableArn,
    )
    allow(receive.function, ['dynamodb:GetItem'], tables.sessions.tableArn)
    allow(receive.function, ['execute-api:ManageConnections'], this.connectionsArn, closingArn)
    allow(receive.function, ['lambda:InvokeFunction'], push.functionArn)
    this.#route('$default', receive)

    const issue = props.api.serve(
      this,
      'IssueTicket',
      {
        path: 'http/issue-socket-ticket',
        environment: { PRESENCE_TABLE: tableName, PEOPLE_TABLE: tables.people.tableName },
      },
      [issueSocketTicket],
    )
    allow(issue, ['dynamodb:PutItem'], tableArn)
    // Who was erased.
    allow(issue, ['dynamodb:BatchGetItem'], tables.people.tableArn)

    const mint = props.api.serve(
      this,
      'IssueUserToken',
      {
        path: 'http/issue-user-token',
        environment: { PRESENCE_TABLE: tableName, PEOPLE_TABLE: tables.people.tableName },
      },
      [issueUserToken],
    )
    allow(mint, ['dynamodb:UpdateItem'], tableArn)
    // A username has one user, and goes with the token; and who was erased.
    allow(
      mint,
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      tables.people.tableArn,
    )
  }

  #route(routeKey: string, handler: Handler): void {
    this.api.addRoute(routeKey, {
      integration: new WebSocketLambdaIntegration(routeKey.slice(1), handler.function),
    })
  }
}
