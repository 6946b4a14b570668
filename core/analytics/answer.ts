// The answer to a question, as the API gives it.
import * as z from 'zod'

const moment = z.number().int()

export const rangeAnswerSchema = z.object({ from: moment, to: moment, timeZone: z.string() })

/** Times are milliseconds since 1970. */
export const answerSchema = <Row extends z.ZodType>(row: Row) =>
  z.object({
    question: z.string(),
    /** What was said became of it; `to` is not of the range. */
    range: rangeAnswerSchema,
    rows: z.array(row),
    /** The same of what it is compared to; null when it is compared to nothing. */
    compared: z.object({ range: rangeAnswerSchema, rows: z.array(row) }).nullable(),
    computedAt: moment,
    cache: z.enum(['hit', 'miss']),
    /** All that had come to the lake by then is counted; events take up to a minute to get there. */
    freshAsOf: moment,
  })

/** Of any question. */
export const anyAnswerSchema = answerSchema(z.record(z.string(), z.unknown()))

export type Answer = z.infer<typeof anyAnswerSchema>
