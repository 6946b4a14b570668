// An erasure under way: what it knows, how far it is, and what follows when it has looked through every store once more.
import * as z from 'zod'
import { ERASURE_SETTLE_MS, ERASURE_STREAM_MARGIN_MS } from '../limits.ts'
import {
  type ErasedCounts,
  type Erasure,
  erasedCountsSchema,
  erasureSchema,
  NOTHING_ERASED,
} from './erasure.ts'

/** It holds the ids in clear until it is complete, and is removed then. */
export const openErasureSchema = z.object({
  projectId: z.string(),
  erasureId: z.string(),
  subject: z.string(),
  requestedBy: erasureSchema.shape.requestedBy,
  requestedAt: z.number().int(),
  visitorIds: z.array(z.string()),
  userIds: z.array(z.string()),
  status: z.enum(['erasing', 'settling', 'erased']),
  erasedAt: z.number().int().nullable(),
  /** Milliseconds since 1970 before which there is nothing to do. */
  notBefore: z.number().int(),
  /** Counts up: a session that carries this number is done in this pass. */
  pass: z.number().int(),
  /** The day of the lake up to which this pass has come. */
  lakeDay: z.string().nullable(),
  /** Days from which something was removed: old objects of these must have gone, too. */
  lakeDays: z.array(z.string()),
  /** How much this pass has found. */
  found: z.number().int(),
  unreadable: z.number().int(),
  counts: erasedCountsSchema,
})

export type OpenErasure = z.infer<typeof openErasureSchema>

type Asked = Pick<
  OpenErasure,
  'projectId' | 'erasureId' | 'subject' | 'requestedBy' | 'requestedAt' | 'visitorIds' | 'userIds'
>

export const openErasure = (asked: Asked): OpenErasure => ({
  ...asked,
  status: 'erasing',
  erasedAt: null,
  notBefore: asked.requestedAt,
  pass: 1,
  lakeDay: null,
  lakeDays: [],
  found: 0,
  unreadable: 0,
  counts: NOTHING_ERASED,
})

/** With what was just removed, of which a search that should find nothing must know. */
export const withCounts = (open: OpenErasure, removed: Partial<ErasedCounts>): OpenErasure => {
  const counts = { ...open.counts }
  let found = open.found
  for (const name of Object.keys(removed) as (keyof ErasedCounts)[]) {
    counts[name] += removed[name] ?? 0
    found += removed[name] ?? 0
  }
  return { ...open, counts, found }
}

/** Every store was looked through. Undefined when there is nothing left to look for: it is complete. */
export const afterPass = (open: OpenErasure, now: number, streamMs: number): OpenErasure | undefined => {
  const next = { ...open, pass: open.pass + 1, lakeDay: null, found: 0 }
  if (open.status === 'erasing' || open.found > 0) {
    return { ...next, status: 'settling', erasedAt: null, notBefore: now + ERASURE_SETTLE_MS }
  }
  if (open.status === 'erased') return undefined
  const streamForgets = open.requestedAt + streamMs + ERASURE_STREAM_MARGIN_MS
  return { ...next, status: 'erased', erasedAt: now, notBefore: Math.max(now, streamForgets) }
}

export const receiptOf = (open: OpenErasure): Erasure => ({
  erasureId: open.erasureId,
  projectId: open.projectId,
  subject: open.subject,
  requestedBy: open.requestedBy,
  requestedAt: open.requestedAt,
  status: open.status,
  erasedAt: open.erasedAt,
  completedAt: null,
  verified: open.status === 'erased' && open.unreadable === 0,
  counts: open.counts,
  unreadable: open.unreadable,
})
