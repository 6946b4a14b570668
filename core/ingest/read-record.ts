// A record of the stream as a consumer reads it: a batch, the claim of a batch that lies in S3, or the reason why neither.
import type * as z from 'zod'
import { type Claim, claimSchema } from './claim.ts'
import { type StampedBatch, stampedBatchSchema } from './stamped-batch.ts'

export type ReadBatch = { batch: StampedBatch } | { reason: string }
export type ReadRecord = ReadBatch | { claim: Claim }

/** Erased meanwhile, or older than claims are kept. */
export const CLAIM_GONE = 'claim: its object is gone'

/** `value` is the record as JSON. */
export const readRecord = (value: unknown): ReadRecord => {
  if (typeof value !== 'object' || value === null || !('claim' in value)) return readBatch(value)
  const read = claimSchema.safeParse(value)
  return read.success ? { claim: read.data } : { reason: reasonOf(read.error) }
}

/** `text` is what lies where the claim points, or undefined where nothing does. */
export const readClaimed = (claim: Claim, text: string | undefined): ReadBatch => {
  if (text === undefined) return { reason: CLAIM_GONE }
  const read = readBatch(parsed(text))
  if ('reason' in read) return { reason: `claim: ${read.reason}` }
  const { batch } = read
  const isMeant = SAME.every((name) => batch[name] === claim[name])
  return isMeant ? read : { reason: 'claim: its object is another batch' }
}

const SAME = ['projectId', 'visitorId', 'sessionId', 'tabId', 'seq', 'receivedAt'] as const

const readBatch = (value: unknown): ReadBatch => {
  const read = stampedBatchSchema.safeParse(value)
  return read.success ? { batch: read.data } : { reason: reasonOf(read.error) }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const reasonOf = ({ issues: [issue] }: z.ZodError): string =>
  `${issue?.path.join('.') || 'record'}: ${issue?.message ?? 'invalid'}`
