// Users of the site, as the mock backend knows them: who is online, and what they did.

import type { Activity } from '../../../dashboard/src/activity/activity-filters.ts'
import type { OnlineUser } from '../../../dashboard/src/people-online/online-people.ts'
import type { Answer, Asked } from './mock-accounts.ts'

export const peopleState = () => ({
  online: [] as OnlineUser[],
  /** Newest first. */
  activities: [] as Activity[],
})

export const onlineAt = (now: number, names: string[]): OnlineUser[] =>
  names.map((name, n) => ({
    userId: `user-${n + 1}`,
    username: name,
    status: n % 3 === 2 ? 'away' : 'online',
    lastActiveAt: new Date(now - n * 70_000).toISOString(),
  }))

const ACTIONS: Pick<Activity, 'action' | 'targetType' | 'targetId' | 'metadata'>[] = [
  {
    action: 'video_posted',
    targetType: 'video',
    targetId: 'abc123',
    metadata: { duration: 30, tags: ['fern'] },
  },
  { action: 'login', targetType: null, targetId: null, metadata: { method: 'google' } },
  {
    action: 'livestream_started',
    targetType: 'livestream',
    targetId: 'stream-9',
    metadata: { type: 'SOCIAL' },
  },
  { action: 'plant_repotted', targetType: null, targetId: null, metadata: {} },
  { action: 'message_sent', targetType: 'conversation', targetId: 'c-17', metadata: {} },
]

export const activitiesAt = (now: number, count: number, everyMs: number): Activity[] =>
  Array.from({ length: count }, (_, n) => ({
    ...(ACTIONS[n % ACTIONS.length] as (typeof ACTIONS)[number]),
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    userId: `user-${(n % 4) + 1}`,
    username: n % 4 === 3 ? null : (['mara_fern', 'ted_oak', 'ines_moss'][n % 4] ?? null),
    timestamp: new Date(now - n * everyMs).toISOString(),
  }))

export const mockPeople =
  (state: ReturnType<typeof peopleState>) =>
  ({ path, search }: Asked): Answer | undefined => {
    if (path === '/api/v1/presence/online') {
      const presences = state.online.map((user) => ({
        ...user,
        isOnline: user.status !== 'offline',
        lastSeen: null,
        lastLoginAt: null,
      }))
      return { status: 200, body: { presences, nextCursor: null } }
    }
    if (path !== '/api/v1/admin/analytics/user-activity') return undefined
    const [userId, action] = [search.get('userId'), search.get('action')]
    const from = Date.parse(search.get('startDate') ?? '') || 0
    const to = Date.parse(search.get('endDate') ?? '') || Number.POSITIVE_INFINITY
    const found = state.activities.filter((one) => {
      const at = Date.parse(one.timestamp)
      return (
        (!userId || one.userId === userId) && (!action || one.action === action) && at >= from && at <= to
      )
    })
    const offset = Number(search.get('offset') ?? 0)
    const activities = found.slice(offset, offset + Number(search.get('limit') ?? 100))
    return { status: 200, body: { success: true, data: { total: found.length, activities } } }
  }
