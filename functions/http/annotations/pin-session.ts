// PUT /api/v1/sessions/{sessionId}/pin: keeps a session until it is unpinned.
import { pinSession as operation } from '../../../core/api/pin-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { PROJECT_MAX_PINS } from '../../../core/limits.ts'
import { withoutPerson } from '../../../core/people/pseudonym.ts'
import type { Pin } from '../../../core/pins/pin.ts'
import { isPast, keptSession } from '../../../core/sessions/kept-session.ts'
import type { SessionState } from '../../../core/sessions/session-state.ts'
import { toSession } from '../../../core/sessions/to-session.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { foundSession } from '../../runtime/http/found-session.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { changePin } from './change-pin.ts'
import { sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'pins' | 'ends' | 'profiles' | 'record' | 'now'>

export const pinSession =
  (deps: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { pins, ends, profiles, record, now } = deps
    const { projectId, organisationId, memberId, retention } = caller
    const before = await sessionOf(deps, caller, params.sessionId)
    const { sessionId, visitorId } = before
    const shown = (state: SessionState) =>
      toSession(caller.may.personal ? state : withoutPerson(state, state.visitorId))
    if (before.pinned) return ok({ session: shown(before) })
    const others = (await pins.list(projectId)).filter((row) => row.sessionId !== sessionId)
    if (others.length >= PROJECT_MAX_PINS)
      throw new AppError(
        'too-many-pins',
        409,
        `A project has ${PROJECT_MAX_PINS.toLocaleString('en')} pinned sessions at most. Unpin one first.`,
      )
    const pin: Pin = {
      at: now(),
      by: { memberId, email: (await profiles.find(caller)).email },
      withReplay: !isPast(before.lastSeenAt, retention.replayDays, now()),
    }
    await record(caller, organisationId, {
      action: 'session.pinned',
      target: { id: sessionId, name: null },
      projectId,
    })
    // The expiry goes by the rows. Only what is still kept once its row stands is pinned: an expiry that did not see the
    // row began before, and so removes nothing that was kept after.
    await pins.put(projectId, { sessionId, visitorId, at: pin.at, withReplay: pin.withReplay })
    const place = { projectId, sessionId, keepDays: retention.eventDays }
    const after = await changePin(
      deps,
      place,
      pin,
      (state) => keptSession(state, retention, now()) !== undefined,
    )
    if (!after) await pins.remove(projectId, sessionId, pin.at)
    const pinned = foundSession(after)
    // Killed before, the next expiry does it.
    await ends.hold(pinned)
    return ok({ session: shown(foundSession(keptSession(pinned, retention, now()))) })
  }

export const pinSessionRoute = route(operation, pinSession(stores))
