// What is said of a pin: who set it and when, and what goes when it is taken away.
import type { Pin } from '../../../core/pins/pin.ts'
import type { Project } from '../../../core/projects/project.ts'
import type { Session } from '../../../core/sessions/session.ts'
import { countOf } from '../format/count.ts'
import { formatMoment } from '../format/time.ts'

export const pinnedBy = ({ at, by }: Pin): string => `Pinned by ${by.email}, ${formatMoment(at)}`

const DAY_MS = 24 * 60 * 60_000

type Kept = Pick<Session, 'lastSeenAt' | 'hasReplay'>

/** Null where nothing goes before its time. */
export const lostByUnpinning = (
  { lastSeenAt, hasReplay }: Kept,
  { eventDays, replayDays }: Project['retention'],
  now: number,
): string | null => {
  const isPast = (days: number) => lastSeenAt + days * DAY_MS <= now
  if (isPast(eventDays))
    return `This session is older than the ${countOf(eventDays, 'day')} that the project keeps. Unpinned, it is gone, with its recording, notes and highlights, and its public links lead nowhere.`
  if (hasReplay && isPast(replayDays))
    return `Its recording is older than the ${countOf(replayDays, 'day')} that the project keeps recordings. Unpinned, the recording and its screenshots are gone.`
  return null
}
