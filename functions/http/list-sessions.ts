// GET /api/v1/sessions: the sessions of a project, newest start first unless another order is asked for.
import * as z from 'zod'
import { listSessions as operation } from '../../core/api/session-operations.ts'
import { withoutPerson } from '../../core/people/pseudonym.ts'
import { checkMay } from '../../core/projects/check-may.ts'
import { keptSession } from '../../core/sessions/kept-session.ts'
import type { SessionList } from '../../core/sessions/session.ts'
import { toSession } from '../../core/sessions/to-session.ts'
import { gate } from '../gate/gate.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type HttpAnswer, ok } from '../runtime/http/answer.ts'
import { http } from '../runtime/http/http.ts'
import { type RequestOf, route } from '../runtime/http/route.ts'
import { type PinStore, pins } from '../stores/pins.ts'
import { searchSessions } from '../stores/search-sessions.ts'
import { type SessionStore, sessions, startIn, startKeySchema } from '../stores/sessions.ts'
import { someSessions } from '../stores/some-sessions.ts'
import { type TagStore, tags } from '../stores/tags.ts'

type Deps = {
  sessions: Pick<SessionStore, 'newestFirst' | 'findSome'>
  pins: Pick<PinStore, 'list'>
  tags: Pick<TagStore, 'sessionsWith'>
  now: () => number
}

/** Of one order: a cursor of another is none of this list. */
const rankedPositionSchema = <Sort extends string>(sort: Sort) =>
  z.object({
    sort: z.literal(sort),
    value: z.number(),
    startKey: startKeySchema,
    newest: startKeySchema,
  })

export const listSessions =
  ({ sessions, pins, tags, now }: Deps) =>
  async ({ caller, query, cursors }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { cursor, limit, sort, tag, ...filter } = query
    // A few among all that there are: they are found by what leads to them, and looked at like any other.
    const idsOf =
      tag !== undefined
        ? (projectId: string) => tags.sessionsWith(projectId, tag)
        : filter.pinned
          ? async (projectId: string) => (await pins.list(projectId)).map(({ sessionId }) => sessionId)
          : undefined
    const asked = idsOf ? someSessions(sessions, idsOf) : sessions
    if (filter.live !== undefined) checkMay(caller.may, 'live')
    // Whether there is a user of this id is told by the list, however it names whom it finds.
    if (filter.user !== undefined) checkMay(caller.may, 'personal')
    const search = searchSessions(shownOnly(asked, caller, now), now)
    if (sort === 'start') {
      const after = cursors.read(startKeySchema, cursor)
      const { states, next } = await search.byStart(caller.projectId, filter, { after, limit })
      return ok({
        sessions: states.map(toSession),
        nextCursor: cursors.write(next),
        searchedTo: next === undefined ? null : startIn(next),
      } satisfies SessionList)
    }
    const after = cursors.read(rankedPositionSchema(sort), cursor)
    const { states, next, searchedTo } = await search.ranked(caller.projectId, filter, sort, { after, limit })
    return ok({
      sessions: states.map(toSession),
      nextCursor: cursors.write(next && { ...next, sort }),
      searchedTo,
    } satisfies SessionList)
  }

/** What is past the project's retention is read, but not among the rows; nor is, before a search, who may not be seen. */
const shownOnly = (
  sessions: Pick<SessionStore, 'newestFirst'>,
  { retention, may }: Pick<RequestOf<typeof operation>['caller'], 'retention' | 'may'>,
  now: () => number,
): Pick<SessionStore, 'newestFirst'> => ({
  newestFirst: async (...asked) => {
    const found = await sessions.newestFirst(...asked)
    const rows = found.rows.flatMap((row) => {
      const state = keptSession(row.state, retention, now())
      return state ? [{ ...row, state: may.personal ? state : withoutPerson(state, state.visitorId) }] : []
    })
    return { ...found, rows }
  },
})

const env = readEnvironment(['SESSIONS_TABLE', 'PEOPLE_TABLE'])

export const handler = http(
  gate,
  route(
    operation,
    listSessions({
      sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now),
      pins: pins(dynamodb, env.PEOPLE_TABLE),
      tags: tags(dynamodb, env.PEOPLE_TABLE, Date.now),
      now: Date.now,
    }),
  ),
)
