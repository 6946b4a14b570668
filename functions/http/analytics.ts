// Questions about a project's events: the one function of the API that carries DuckDB.
import { gate } from '../gate/gate.ts'
import { http } from '../runtime/http/http.ts'
import { askQuestionRoute } from './analytics/ask-question.ts'
import { listUserActivityRoute } from './analytics/list-user-activity.ts'
import { showAppOverviewRoute } from './analytics/show-app-overview.ts'
import { showEventTimelineRoute } from './analytics/show-event-timeline.ts'
import { showRealtimeRoute } from './analytics/show-realtime.ts'
import { showUserAnalyticsRoute } from './analytics/show-user-analytics.ts'
import { showUserSessionsRoute } from './analytics/show-user-sessions.ts'
import { summarizeEventsRoute } from './analytics/summarize-events.ts'

export const handler = http(
  gate,
  askQuestionRoute,
  showRealtimeRoute,
  summarizeEventsRoute,
  showEventTimelineRoute,
  showUserAnalyticsRoute,
  showAppOverviewRoute,
  listUserActivityRoute,
  showUserSessionsRoute,
)
