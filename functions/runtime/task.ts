// The recipe of every function that another one of ours begins and does not wait for.
import middy from '@middy/core'
import type { Context } from 'aws-lambda'
import type * as z from 'zod'
import { type LogFields, log } from './log.ts'

export type TaskFunction = (event: unknown, context: Context) => Promise<void>

/** The handler returns what it did, as numbers for the log. What it throws fails the task, and is tried again. */
export const task = <T>(
  schema: z.ZodType<T>,
  handler: (payload: T, by: string) => Promise<LogFields>,
): TaskFunction => {
  const runOnce = async (event: unknown, { awsRequestId: requestId }: Context): Promise<void> => {
    const startedAt = performance.now()
    const done = await handler(schema.parse(event), requestId)
    log.info('task', { ...done, ms: Math.round(performance.now() - startedAt), requestId })
  }
  return middy<unknown, void>(runOnce)
}
