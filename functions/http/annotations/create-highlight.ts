// POST /api/v1/sessions/{sessionId}/highlights: cuts a highlight out of a session.
import { createHighlight as operation } from '../../../core/api/highlight-operations.ts'
import { AppError } from '../../../core/errors.ts'
import type { Highlight } from '../../../core/highlights/highlight.ts'
import { checkSpan } from '../../../core/highlights/who-may.ts'
import { SESSION_MAX_HIGHLIGHTS } from '../../../core/limits.ts'
import { makeId, RANDOM_ID_BYTES } from '../../../core/text/random-id.ts'
import { created, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { endOf, sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'highlights' | 'profiles' | 'now' | 'random'>

export const createHighlight =
  (deps: Deps) =>
  async ({ caller, params, body }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { highlights, profiles, now, random } = deps
    const session = await sessionOf(deps, caller, params.sessionId)
    const { title, tags, from, to, screenshotId } = body
    checkSpan({ from, to }, session)
    if ((await highlights.list(session)).length >= SESSION_MAX_HIGHLIGHTS)
      throw new AppError(
        'too-many-highlights',
        409,
        `A session has ${SESSION_MAX_HIGHLIGHTS} highlights at most.`,
      )
    const highlight: Highlight = {
      highlightId: makeId('clip', random(RANDOM_ID_BYTES)),
      sessionId: session.sessionId,
      title,
      tags,
      from,
      to,
      screenshotId,
      author: { memberId: caller.memberId, email: (await profiles.find(caller)).email },
      createdAt: now(),
      editedAt: null,
    }
    await highlights.put(caller.projectId, highlight, endOf(session, caller.retention))
    return created({ highlight })
  }

export const createHighlightRoute = route(operation, createHighlight(stores))
