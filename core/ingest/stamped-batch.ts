// What travels on the stream: a batch that the ingest has checked and stamped. Consumers read only this.
import * as z from 'zod'
import { jsonValueSchema } from '../json/json-value.ts'
import { eventSchema, replayChunkSchema } from './envelope.ts'

export const stampedEventSchema = eventSchema.extend({
  /** The name as it was sent, when `name` had to be brought to lower_snake. */
  rawName: z.string().optional(),
  /** It came without a time: `ts` is when we received it. */
  untimed: z.literal(true).optional(),
})

export const clientFactsSchema = z.object({
  /** Truncated to /24 or /48 before it is kept. */
  ip: z.string().max(45),
  country: z.string().max(3).optional(),
  region: z.string().max(100).optional(),
  city: z.string().max(100).optional(),
  browser: z.string().max(60),
  os: z.string().max(60),
  device: z.enum(['desktop', 'mobile', 'tablet', 'other']),
  bot: z.boolean(),
})

/** What the project says of its sessions, as it stood when the batch came. */
export const batchRulesSchema = z.object({
  /** Minutes without an event after which a session is over. */
  idleMinutes: z.number().int().positive(),
  /** Days that events and sessions are kept. */
  keepDays: z.number().int().positive(),
  /** Days that recordings are kept. */
  replayDays: z.number().int().positive(),
})

export const metadataSchema = z.record(z.string(), jsonValueSchema)

export const stampedBatchSchema = z.object({
  v: z.literal(1),
  projectId: z.string(),
  visitorId: z.uuid(),
  sessionId: z.uuid(),
  tabId: z.uuid(),
  seq: z.number().int().nonnegative(),
  /** Our clock, milliseconds since 1970. Event times are already corrected to it. */
  receivedAt: z.number().int(),
  /** Milliseconds that were added to the page's times; the recording inside `replay` still has its own. */
  clockOffsetMs: z.number().int().default(0),
  events: z.array(stampedEventSchema),
  replay: replayChunkSchema.optional(),
  client: clientFactsSchema,
  rules: batchRulesSchema.optional(),
  /** Some of its events may come again in another batch: only their ids tell. */
  mayRepeat: z.literal(true).optional(),
  /** Its session is over: it was recorded long ago, and nobody is there. */
  over: z.literal(true).optional(),
  /** What a page said of its session as a whole. */
  metadata: metadataSchema.optional(),
})

export type StampedEvent = z.infer<typeof stampedEventSchema>
export type ClientFacts = z.infer<typeof clientFactsSchema>
export type BatchRules = z.infer<typeof batchRulesSchema>
export type StampedBatch = z.infer<typeof stampedBatchSchema>
