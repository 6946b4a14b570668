// GET /api/v1/sessions/{sessionId}/screenshots/{screenshotId}: the image itself, only ever as an image.
import { getScreenshot as operation } from '../../../core/api/screenshot-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { SCREENSHOT_PART_MAX_BYTES } from '../../../core/limits.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { ScreenshotStore } from '../../stores/screenshots.ts'
import type { SessionStore } from '../../stores/sessions.ts'

export type GetDeps = {
  sessions: Pick<SessionStore, 'find'>
  screenshots: Pick<ScreenshotStore, 'locate' | 'read'>
}

export const getScreenshot = ({ sessions, screenshots }: GetDeps) =>
  route(
    operation,
    async ({
      caller: { projectId },
      params: { sessionId, screenshotId },
      query: { from },
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      foundSession(await sessions.find(projectId, sessionId))
      const place = await screenshots.locate({ projectId, sessionId, screenshotId })
      const bytes = place && (await screenshots.read(place, from, SCREENSHOT_PART_MAX_BYTES))
      if (!place || !bytes) {
        throw new AppError('screenshot-not-found', 404, 'There is no such screenshot, or no such part of it.')
      }
      return {
        status: 200,
        bytes,
        headers: {
          'content-type': place.type,
          // Whoever opens the address itself gets a file, not a page of ours.
          'content-disposition': `attachment; filename="${screenshotId}"`,
        },
      }
    },
  )
