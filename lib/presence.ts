// What keeps presence right beside the socket's own routes: it tells watchers, and finds devices that fell silent.
import { Duration } from 'aws-cdk-lib'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import { Handler } from './handler.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export type PresenceProps = {
  settings: Settings
  tables: Tables
  /** Where functions send frames to connections, and these as IAM names them. */
  managementUrl: string
  connectionsArn: string
}

export class Presence extends Construct {
  /** Begun with a user whose roster has changed. */
  readonly push: LambdaFunction
  readonly sweep: LambdaFunction

  constructor(scope: Construct, id: string, props: PresenceProps) {
    super(scope, id)
    const { settings, tables, managementUrl, connectionsArn } = props
    const { tableArn, tableName } = tables.presence

    this.push = new Handler(this, 'Push', {
      settings,
      path: 'task/push-presence',
      // Thousands of watchers are a second of work for a whole core, and half a minute where each is slow.
      memoryMiB: 1_769,
      timeoutSeconds: 60,
      environment: { PRESENCE_TABLE: tableName, SOCKET_ENDPOINT: managementUrl },
    }).function
    allow(
      this.push,
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
    allow(this.push, ['execute-api:ManageConnections'], connectionsArn)

    this.sweep = new Handler(this, 'Sweep', {
      settings,
      path: 'schedule/sweep-presence',
      // It sleeps most of the time, and is paid for it by the memory; a minute until the next run takes over, with room.
      memoryMiB: 256,
      timeoutSeconds: 180,
      environment: { PRESENCE_TABLE: tableName, PUSH_PRESENCE_FUNCTION: this.push.functionName },
    }).function
    allow(
      this.sweep,
      [
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      tableArn,
    )
    allow(this.sweep, ['lambda:InvokeFunction'], this.push.functionArn)
    new Schedule(this, 'SweepTick', {
      description: 'Sweeps the rosters of who is here for a minute, if anybody is',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: new LambdaInvoke(this.sweep, { retryAttempts: 0 }),
    })
  }
}
