// GET /api/v1/sessions/{sessionId}/screenshots: those of a session whose image is there, oldest first.
import { listScreenshots as operation } from '../../../core/api/screenshot-operations.ts'
import type { StampedBatch } from '../../../core/ingest/stamped-batch.ts'
import {
  SCREENSHOT_EVENT,
  type ScreenshotList,
  takenScreenshot,
} from '../../../core/screenshots/screenshot.ts'
import { eventPositionSchema, eventsOf, pageOfEvents } from '../../../core/sessions/session-events.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { ScreenshotStore } from '../../stores/screenshots.ts'
import type { SessionStore } from '../../stores/sessions.ts'

export type ListDeps = {
  sessions: Pick<SessionStore, 'find'>
  parts: { readAll(projectId: string, sessionId: string): Promise<StampedBatch[]> }
  screenshots: Pick<ScreenshotStore, 'list'>
}

export const listScreenshots = ({ sessions, parts, screenshots }: ListDeps) =>
  route(
    operation,
    async ({
      caller: { projectId },
      params: { sessionId },
      query,
      cursors,
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const after = cursors.read(eventPositionSchema, query.cursor)
      foundSession(await sessions.find(projectId, sessionId))
      const there = new Map(
        (await screenshots.list({ projectId, sessionId })).map((place) => [place.screenshotId, place.type]),
      )
      // A page may send events of this name itself: what counts is what the ingest stored under this very id.
      const events = eventsOf(await parts.readAll(projectId, sessionId)).filter(
        (event) =>
          event.eventId === event.tabId && takenScreenshot(event)?.contentType === there.get(event.eventId),
      )
      const page = pageOfEvents(events, { after, limit: query.limit, name: SCREENSHOT_EVENT })
      return ok({
        screenshots: page.events.flatMap((event) => takenScreenshot(event) ?? []),
        nextCursor: cursors.write(page.next),
      } satisfies ScreenshotList)
    },
  )
