// What happens by the clock.
import { Duration } from 'aws-cdk-lib'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Construct } from 'constructs'
import { allow } from './allow.ts'
import { Handler } from './handler.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: { settings: Settings; tables: Tables }) {
    super(scope, id)
    const { settings, tables } = props

    const finish = new Handler(this, 'FinishSessions', {
      settings,
      path: 'schedule/finish-sessions',
      timeoutSeconds: 300,
      environment: {
        SESSIONS_TABLE: tables.sessions.tableName,
        EVENT_RETENTION_DAYS: String(settings.retention.eventDays),
      },
    })
    allow(finish.function, ['dynamodb:Query'], `${tables.sessions.tableArn}/index/idle`)
    allow(finish.function, ['dynamodb:GetItem', 'dynamodb:PutItem'], tables.sessions.tableArn)
    new Schedule(this, 'FinishSessionsTick', {
      description: 'Closes sessions that have been idle',
      schedule: ScheduleExpression.rate(Duration.minutes(5)),
      target: new LambdaInvoke(finish.function, { retryAttempts: 0 }),
    })
  }
}
