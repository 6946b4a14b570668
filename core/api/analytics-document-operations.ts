// Analytics as the documents have it that Playhead grew from: their parameters, and their answers below `data`.
import * as z from 'zod'
import { datesShape } from '../analytics/documents/dates.ts'
import { eventSummarySchema } from '../analytics/documents/event-summary.ts'
import { eventTimelineRowSchema } from '../analytics/documents/event-timeline.ts'
import {
  recentEventSchema,
  userSessionSchema,
  userTotalsSchema,
} from '../analytics/documents/user-analytics.ts'
import { hourSchema } from '../analytics/documents/user-sessions.ts'
import { intervals } from '../analytics/zoned-time.ts'
import { canonicalName } from '../events/event-names.ts'
import { ACTIVITY_OFFSET_MAX, ACTIVITY_PAGE_MAX, USER_ID_MAX_CHARS } from '../limits.ts'
import { projectIdSchema } from '../projects/project-id.ts'
import { toldUserIdSchema } from '../users/user-id.ts'
import { operation } from './operation.ts'
import { inProject } from './project-query.ts'

const chapter = 'Analytics'
const access = { kind: 'project', atLeast: 'viewer', secretKey: true } as const
/** What names somebody. */
const ofPeople = { ...access, sight: 'personal' } as const
const dates =
  '`startDate` and `endDate` are dates of the project’s time zone, both included, or moments; the last 30 days without them. All sessions count, those of bots too. `cache-status` says whether it was counted anew (`playhead; fwd=miss`) or not (`playhead; hit`), and so does `x-cache`, unless the edge puts its own word there.'

const told = <Data extends z.ZodType>(data: Data) => z.object({ success: z.literal(true), data })
const eventType = z.string().min(1).max(100).transform(canonicalName).optional()
const count = z.number().int()
const rate = z.number().nullable()

export const summarizeEvents = operation({
  method: 'GET',
  path: '/api/v1/analytics/events/summary',
  id: 'summarizeEvents',
  chapter,
  summary: 'Events by type, with unique users and sessions, devices, browsers and systems',
  description: dates,
  access,
  query: inProject({ eventType, ...datesShape }),
  answers: { 200: told(eventSummarySchema) },
})

export const showEventTimeline = operation({
  method: 'GET',
  path: '/api/v1/analytics/events/timeline',
  id: 'showEventTimeline',
  chapter,
  summary: 'Events over time, in which no hour or day is left out',
  description: `At most 1,500 intervals. ${dates}`,
  access,
  query: inProject({ eventType, ...datesShape, interval: z.enum(intervals).default('day') }),
  answers: {
    200: told(
      z.object({
        interval: z.enum(intervals),
        timeZone: z.string(),
        timeline: z.array(eventTimelineRowSchema),
      }),
    ),
  },
})

export const showUserAnalytics = operation({
  method: 'GET',
  path: '/api/v1/analytics/users/{userId}',
  id: 'showUserAnalytics',
  chapter,
  summary: 'What is known of a user by its events, all that are kept',
  description: 'Those of its visitors from before it logged in count too. The newest 50 events and sessions.',
  access: ofPeople,
  params: z.object({ userId: z.string().min(1).max(USER_ID_MAX_CHARS) }),
  query: inProject(),
  answers: {
    200: told(
      z.object({
        userId: z.string(),
        ...userTotalsSchema.shape,
        recentEvents: z.array(recentEventSchema),
        sessions: z.array(userSessionSchema),
      }),
    ),
  },
})

export const showAppOverview = operation({
  method: 'GET',
  path: '/api/v1/analytics/apps/{projectId}/overview',
  id: 'showAppOverview',
  chapter,
  summary: 'Totals of a project, its most frequent events and its key figures',
  description: dates,
  access,
  params: z.object({ projectId: projectIdSchema }),
  query: z.object(datesShape),
  answers: {
    200: told(
      z.object({
        appId: z.string(),
        totals: z.object({ events: count, users: count, sessions: count, eventTypes: count }),
        topEvents: z.array(
          z.object({ eventType: z.string(), totalEvents: count, uniqueUsers: count, uniqueSessions: count }),
        ),
        kpis: z.object({
          pageViews: count,
          /** 0 to 1. */
          bounceRate: rate,
          /** Seconds. */
          averageSessionDuration: rate,
          viewsPerSession: rate,
          eventsPerSession: rate,
          identifiedUsers: count,
        }),
      }),
    ),
  },
})

export const listUserActivity = operation({
  method: 'GET',
  path: '/api/v1/admin/analytics/user-activity',
  id: 'listUserActivity',
  chapter,
  summary: 'What users did, the newest first',
  description: `For 5 minutes the same page is answered again. ${dates}`,
  access: ofPeople,
  query: inProject({
    userId: z.string().min(1).max(USER_ID_MAX_CHARS).optional(),
    action: z.string().min(1).max(100).transform(canonicalName).optional(),
    ...datesShape,
    limit: z.coerce.number().int().min(1).max(ACTIVITY_PAGE_MAX).default(100),
    offset: z.coerce.number().int().min(0).max(ACTIVITY_OFFSET_MAX).default(0),
  }),
  answers: {
    200: told(
      z.object({
        total: count,
        activities: z.array(
          z.object({
            id: z.string(),
            userId: toldUserIdSchema.nullable(),
            username: z.string().nullable(),
            action: z.string(),
            targetType: z.string().nullable(),
            targetId: z.string().nullable(),
            timestamp: z.iso.datetime(),
            metadata: z.record(z.string(), z.unknown()),
          }),
        ),
      }),
    ),
  },
})

export const showUserSessions = operation({
  method: 'GET',
  path: '/api/v1/admin/analytics/user-sessions',
  id: 'showUserSessions',
  chapter,
  summary: 'Sessions of a time, how long they lasted, and the hours of the day at which most began',
  description: dates,
  access,
  query: inProject(datesShape),
  answers: {
    200: told(
      z.object({
        totalSessions: count,
        /** Seconds. */
        averageSessionDuration: z.number(),
        /** Identified users with an event since midnight in the project's time zone. */
        activeUsersToday: count,
        /** Hours of the project's time zone, those with most sessions first. */
        topHours: z.array(hourSchema),
      }),
    ),
  },
})
