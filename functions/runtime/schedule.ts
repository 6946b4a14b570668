// The recipe of every function that runs by the clock.
import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import { type LogFields, log } from './log.ts'

export type ScheduleRun = { remainingMs: () => number }
export type ScheduleFunction = (event: unknown, context: Context) => Promise<void>

/** The handler returns what it did, as numbers for the log. What it throws fails the run, and is tried again. */
export const schedule = (handler: (run: ScheduleRun) => Promise<LogFields>): ScheduleFunction => {
  const runOnce = async (_event: unknown, context: Context): Promise<void> => {
    const startedAt = performance.now()
    const done = await handler({ remainingMs: () => context.getRemainingTimeInMillis() })
    log.info('run', {
      ...done,
      ms: Math.round(performance.now() - startedAt),
      requestId: context.awsRequestId,
    })
  }
  return middy<unknown, void>(runOnce)
}
