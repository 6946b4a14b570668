// DELETE /api/v1/sessions/{sessionId}/pin: from now on the session goes by its project's days again.
import { unpinSession as operation } from '../../../core/api/pin-operations.ts'
import { isPast } from '../../../core/sessions/kept-session.ts'
import { done, type HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { changePin } from './change-pin.ts'
import { endOf, sessionOf } from './session-of.ts'
import { type Stores, stores } from './stores.ts'

type Deps = Pick<Stores, 'sessions' | 'pins' | 'ends' | 'record' | 'now'>

export const unpinSession =
  (deps: Deps) =>
  async ({ caller, params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { pins, ends, record, now } = deps
    const { projectId, organisationId, retention } = caller
    const { sessionId, pinned } = await sessionOf(deps, caller, params.sessionId)
    if (!pinned) return done()
    await record(caller, organisationId, {
      action: 'session.unpinned',
      target: { id: sessionId, name: null },
      projectId,
    })
    const row = (await pins.list(projectId)).find((one) => one.sessionId === sessionId)
    const place = { projectId, sessionId, keepDays: retention.eventDays }
    const after = await changePin(deps, place, null, () => true)
    // What is past its time is left to the expiry, which finds it by the row of its pin.
    if (after && row && !isPast(after.lastSeenAt, retention.eventDays, now()))
      await ends.release(projectId, row, endOf(after, retention), retention.eventDays)
    return done()
  }

export const unpinSessionRoute = route(operation, unpinSession(stores))
