// AWS::Scheduler::Schedule
import type { Provider } from '../context.ts'
import { startSchedule } from '../events/schedule.ts'
import { functionOf } from './function-of.ts'

type Properties = {
  ScheduleExpression: string
  ScheduleExpressionTimezone?: string
  State?: 'ENABLED' | 'DISABLED'
  Target: { Arn: string; Input?: string }
}

export const schedulerSchedule: Provider = ({ logicalId, properties }, context) => {
  const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = properties as Properties
  const { invoke } = functionOf(Target.Arn, context)
  if (State !== 'DISABLED') {
    context.afterAll(() => {
      const running = startSchedule({
        expression: ScheduleExpression,
        ...(ScheduleExpressionTimezone && { timeZone: ScheduleExpressionTimezone }),
        input: Target.Input ? JSON.parse(Target.Input) : {},
        invoke,
        log: (line) => context.log(logicalId, line),
      })
      context.onStop(() => running.stop())
    })
  }
  return {
    ref: logicalId,
    attributes: {
      Arn: `arn:${context.partition}:scheduler:${context.region}:${context.accountId}:schedule/default/${logicalId}`,
    },
  }
}
