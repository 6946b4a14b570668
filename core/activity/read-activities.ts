// Reads activities one by one: a bad one is rejected with its reason and the rest is kept.
import type * as z from 'zod'
import type { RejectedEvent } from '../ingest/envelope.ts'
import type { LooseEvent } from '../ingest/loose-event.ts'
import { readLooseEvents } from '../ingest/read-events.ts'
import { textOfId } from '../users/user-id.ts'
import { type Activity, type ActivityBody, activitySchema, toLooseEvent } from './activity.ts'

export type ReadActivity = { activity: Activity; event: LooseEvent }

/** `own` is the user who speaks, and for itself alone; a server, which is nobody, names whom it speaks for. */
export const readActivities = (
  { activities, ...alone }: ActivityBody,
  own: string | undefined,
): { read: ReadActivity[]; rejected: RejectedEvent[] } => {
  const each = (activities ?? [alone]).map((raw) => readOne(raw, own))
  const good = each.flatMap((one, index) => ('reason' in one ? [] : [{ ...one, index }]))
  // What holds for every event: its size, its depth, and that no two have one id.
  const bad = new Map(
    readLooseEvents(good.map(({ event }) => event)).rejected.map(({ index, reason }) => [
      good[index]?.index,
      reason.replace(/^props\b/, 'metadata').replace(/^eventId\b/, 'id'),
    ]),
  )
  const rejected = each.flatMap((one, index) => {
    const reason = 'reason' in one ? one.reason : bad.get(index)
    return reason === undefined ? [] : [{ index, reason }]
  })
  return { read: good.filter(({ index }) => !bad.has(index)), rejected }
}

const readOne = (raw: unknown, own: string | undefined): ReadActivity | { reason: string } => {
  const { data: activity, error } = activitySchema.safeParse(raw)
  if (error) return { reason: reasonOf(error) }
  const named = activity.userId === undefined ? undefined : textOfId(activity.userId)
  if (own === undefined && named === undefined) return { reason: 'userId: is required of a server' }
  if (own !== undefined && named !== undefined && named !== own)
    return { reason: 'userId: is not the user of this token' }
  return { activity, event: toLooseEvent(activity, own) }
}

const reasonOf = ({ issues: [issue] }: z.ZodError): string =>
  `${issue?.path.join('.') || 'activity'}: ${issue?.message ?? 'invalid'}`
