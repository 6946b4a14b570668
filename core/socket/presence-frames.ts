// What watchers of a user are told, as frames: of a change, or of how things stand.
import { isoOrNull, type Status } from '../presence/presence.ts'
import type { Change } from '../presence/roster.ts'
import type { ServerFrame } from './frames.ts'

type PresenceFrame = Extract<ServerFrame, { event: 'presence_update' }>
type Whose = { userId: string; username: string | null }

/** How a user stands as its watchers were told last: a change that comes after it has a higher version. */
export type Standing = Whose & {
  status: Status
  version: number
  lastSeenAt: number | null
}

/** Members see hidden users as they are. */
export const changeFrame = (
  { userId, username }: Whose,
  change: Change,
  { isMember }: { isMember: boolean },
): PresenceFrame => {
  const { status, shown, version, at, lastSeenAt } = change
  return presenceFrame({ userId, username, status: isMember ? status : shown, version, lastSeenAt }, at)
}

export const presenceFrame = (
  { userId, username, status, version, lastSeenAt }: Standing,
  at: number,
): PresenceFrame => {
  const lastSeen = isoOrNull(status === 'offline' ? lastSeenAt : null)
  return {
    event: 'presence_update',
    data: {
      userId,
      username,
      status,
      timestamp: new Date(at).toISOString(),
      version,
      ...(lastSeen !== null && { lastSeen }),
    },
  }
}
