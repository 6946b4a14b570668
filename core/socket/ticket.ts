// A ticket for one socket: what is said when it is asked for, whose it is, and what comes back.
import * as z from 'zod'
import { PRESENCE_LEASE_PINGS, PRESENCE_PING_SECONDS } from '../limits.ts'
import { maySchema } from '../projects/access.ts'
import { MAY_ALL } from '../projects/may-see.ts'

const pingSecondsSchema = z.number().int().min(PRESENCE_PING_SECONDS.min).max(PRESENCE_PING_SECONDS.max)

export const askTicketSchema = z.strictObject({
  /** Of an anonymous visitor, and of nobody else. */
  visitorId: z.uuid().optional(),
  /** How often the client is going to ping. */
  pingSeconds: pingSecondsSchema.optional(),
})

export const ticketSchema = z.object({
  ticket: z.string(),
  expiresAt: z.number().int(),
  pingSeconds: z.number().int(),
})

/** Who holds a ticket, and then the connection: a member of the project, a user of the site, or a visitor without a name. */
const anyHolderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('member'),
    projectId: z.string(),
    memberId: z.string(),
    /** What the project let its role see when the ticket was asked for. */
    may: maySchema,
  }),
  z.object({
    kind: z.literal('user'),
    projectId: z.string(),
    userId: z.string(),
    username: z.string().nullable(),
    pingSeconds: pingSecondsSchema,
  }),
  z.object({
    kind: z.literal('visitor'),
    projectId: z.string(),
    visitorId: z.string(),
    pingSeconds: pingSecondsSchema,
  }),
])

export type Holder = z.infer<typeof anyHolderSchema>

/** Those that were kept before there were others than members say no kind, and nothing of what they may see. */
export const holderSchema: z.ZodType<Holder> = z.preprocess(
  (kept) => ({ kind: 'member', may: MAY_ALL, ...(kept as object) }),
  anyHolderSchema,
)

/** How long a connection is taken for alive after a sign of life. */
export const leaseMsOf = ({ pingSeconds }: { pingSeconds: number }): number =>
  pingSeconds * PRESENCE_LEASE_PINGS * 1_000
