// Folds batches into their session's item, each once, and notes who was seen.
import { setTimeout as sleep } from 'node:timers/promises'
import { COARSE_TIME_MS } from '../../core/limits.ts'
import { foldBatch } from '../../core/sessions/fold-batch.ts'
import type { SessionState } from '../../core/sessions/session-state.ts'
import { suppressionsFor } from '../gate/suppressed.ts'
import { dynamodb } from '../runtime/clients/dynamodb.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import type { Delivery } from '../runtime/stream/delivery.ts'
import { eachSession } from '../runtime/stream/each-group.ts'
import { leaveOutErased } from '../runtime/stream/leave-out-erased.ts'
import { stream } from '../runtime/stream/stream.ts'
import { claims } from '../stores/claims.ts'
import { type PeopleStore, people } from '../stores/people.ts'
import { presence } from '../stores/presence.ts'
import { quarantine } from '../stores/quarantine.ts'
import { type SessionStore, sessions } from '../stores/sessions.ts'
import { userProfiles } from '../stores/user-profiles.ts'
import { type NoteUsers, noteUsers } from './roll-up-sessions/note-users.ts'

type Deps = {
  users: NoteUsers
  sessions: Pick<SessionStore, 'read' | 'write'>
  people: Pick<PeopleStore, 'sight'>
  sleep: (ms: number) => Promise<unknown>
  random: () => number
}

/** A session is written by one consumer at a time; only the finisher, or a redelivery, ever meets it. */
const ATTEMPTS = 10
const CONFLICT_DELAY_MS = 20

export const rollUpSessions =
  ({ sessions, people, users, sleep, random }: Deps) =>
  (deliveries: Delivery[]): Promise<void> =>
    eachSession(deliveries, async (batches) => {
      const { projectId, sessionId } = batches[0]
      // Before the session is written: what is delivered again changes nothing of a user, and nothing is skipped.
      await users(batches)
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const { state: before, revision } = await sessions.read(projectId, sessionId)
        const after = batches.reduce(foldBatch, before)
        if (after === undefined || after === before) return
        // People first: were the session written and this lost, no redelivery would come back to it.
        if (isNews(before, after)) await people.sight(sightingOf(after))
        if (await sessions.write(after, revision)) return
        await sleep(random() * CONFLICT_DELAY_MS * 2 ** attempt)
      }
      throw new Error('The session changed under every try.')
    })

const isNews = (before: SessionState | undefined, after: SessionState): boolean =>
  before === undefined ||
  before.userId !== after.userId ||
  before.startedAt !== after.startedAt ||
  Math.floor(before.lastSeenAt / COARSE_TIME_MS) !== Math.floor(after.lastSeenAt / COARSE_TIME_MS)

const sightingOf = ({ projectId, visitorId, userId, startedAt, lastSeenAt, keepDays }: SessionState) => ({
  projectId,
  visitorId,
  userId,
  firstAt: startedAt,
  lastAt: lastSeenAt,
  keepDays,
})

const env = readEnvironment([
  'SESSIONS_TABLE',
  'PEOPLE_TABLE',
  'PRESENCE_TABLE',
  'SESSION_BUCKET',
  'QUARANTINE_BUCKET',
  'EVENT_RETENTION_DAYS',
  'SECRET_ID',
])

export const handler = stream(
  {
    claims: claims(s3, env.SESSION_BUCKET),
    quarantine: quarantine(s3, env.QUARANTINE_BUCKET),
    now: Date.now,
  },
  leaveOutErased(
    suppressionsFor(env),
    rollUpSessions({
      users: noteUsers({
        profiles: userProfiles(dynamodb, env.PEOPLE_TABLE, Date.now),
        presence: presence(dynamodb, env.PRESENCE_TABLE, Date.now),
        retentionDays: env.EVENT_RETENTION_DAYS,
      }),
      sessions: sessions(dynamodb, env.SESSIONS_TABLE, Date.now, env.EVENT_RETENTION_DAYS),
      people: people(dynamodb, env.PEOPLE_TABLE, env.EVENT_RETENTION_DAYS),
      sleep,
      random: Math.random,
    }),
  ),
)
