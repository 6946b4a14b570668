// Checks a part of a request against its schema; a fault names its field.
import type * as z from 'zod'
import { AppError } from '../../../core/errors.ts'

export type RequestPart = 'query' | 'body' | 'params' | 'headers'

export const validate = <T>(part: RequestPart, schema: z.ZodType<T>, value: unknown): T => {
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  throw new AppError(
    'invalid-request',
    400,
    `The ${part === 'params' ? 'path' : part} ${part === 'headers' ? 'are' : 'is'} not what this route takes.`,
    {
      fields: checked.error.issues.map((issue) => ({
        field: issue.path.join('.') || part,
        message: issue.message,
      })),
    },
  )
}
