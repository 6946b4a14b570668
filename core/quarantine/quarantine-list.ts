// The quarantine as a project sees its own part of it.
import * as z from 'zod'
import { ownPart, sessionIdIn } from './own-part.ts'
import type { Quarantined } from './quarantined.ts'
import { isQuarantineKey, recordIdOf } from './record-id.ts'

export const recordIdSchema = z.string().regex(/^[\w-]{1,900}$/)

/** Sessions that are named of one entry: what Lambda gave up may hold a hundred. */
export const NAMED_SESSIONS_MAX = 10

export const quarantineEntrySchema = z.object({
  recordId: recordIdSchema,
  /** `unreadable`: a consumer could not read it. `given-up`: Lambda tried it again until it was too often or too old. */
  kind: z.enum(['unreadable', 'given-up']),
  /** The function that could not work with it; the other consumers may have. */
  consumer: z.string(),
  reason: z.string(),
  quarantinedAt: z.number().int(),
  /** Those of the project, the first ten. */
  sessionIds: z.array(z.string()).max(NAMED_SESSIONS_MAX),
  /** Records of the project in it. */
  records: z.number().int().positive(),
  /** Of their data, as the stream delivered it. */
  bytes: z.number().int().nonnegative(),
})

export const quarantineListSchema = z.object({
  entries: z.array(quarantineEntrySchema),
  nextCursor: z.string().nullable(),
})

export const shownRecordSchema = z.object({
  sessionId: z.string().nullable(),
  sequenceNumber: z.string(),
  /** Unpacked, and as far as it is text. */
  text: z.string(),
  truncated: z.boolean(),
})

export const quarantineAnswerSchema = z.object({
  entry: quarantineEntrySchema,
  contents: z.array(shownRecordSchema),
})

export const redriveAnswerSchema = z.object({
  /** `sent`: it is on the stream, and stays here until its sessions are counted. `done`: they are, and it is gone. */
  status: z.enum(['sent', 'done']),
  records: z.number().int().positive(),
  /** For the next request, so that it only counts and sends nothing again; null when it is done. */
  receipt: z.string().nullable(),
})

export type QuarantineEntry = z.infer<typeof quarantineEntrySchema>
export type QuarantineList = z.infer<typeof quarantineListSchema>
export type QuarantineAnswer = z.infer<typeof quarantineAnswerSchema>
export type RedriveAnswer = z.infer<typeof redriveAnswerSchema>

/** Undefined when nothing of it belongs to the project. */
export const entryOf = (object: Quarantined, projectId: string): QuarantineEntry | undefined => {
  const own = ownPart(object, projectId)
  if (!own || !isQuarantineKey(object.key)) return undefined
  const sessionIds = new Set(own.records.flatMap(({ partitionKey }) => sessionIdIn(partitionKey) ?? []))
  return {
    recordId: recordIdOf(own.key),
    kind: own.kind,
    consumer: own.consumer,
    reason: own.reason,
    quarantinedAt: Date.parse(own.quarantinedAt) || 0,
    sessionIds: [...sessionIds].slice(0, NAMED_SESSIONS_MAX),
    records: own.records.length,
    bytes: own.records.reduce((sum, { data }) => sum + bytesOfBase64(data), 0),
  }
}

const bytesOfBase64 = (text: string): number => Math.floor((text.replace(/=+$/, '').length * 3) / 4)
