// What Lambda keeps of records that a consumer gave up: the whole event, as JSON inside the JSON.
import * as z from 'zod'

const kinesisEventSchema = z.object({
  Records: z.array(
    z.object({
      eventID: z.string(),
      kinesis: z.object({ partitionKey: z.string(), sequenceNumber: z.string(), data: z.string() }),
    }),
  ),
})

const fromText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue('is not JSON')
    return z.NEVER
  }
})

export const givenUpBatchSchema = z.object({
  requestContext: z.object({
    functionArn: z.string(),
    condition: z.string(),
    approximateInvokeCount: z.number(),
  }),
  timestamp: z.string(),
  payload: z.union([fromText, z.unknown()]).pipe(kinesisEventSchema),
})
