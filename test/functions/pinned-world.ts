// A project with recorded sessions, its pins and its expiry, on a clock that a test sets forward.
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Session, SessionList } from '../../core/sessions/session.ts'
import { makeStamped, uuid } from '../unit/core/make-batch.ts'
import { call, context, kinesisEvent } from './invocations.ts'
import { type MadeProject, makeProject } from './make-project.ts'
import type { movableClock } from './movable-clock.ts'

const DAY_MS = 24 * 60 * 60_000

type Clock = ReturnType<typeof movableClock>

/** Import handlers, and so make this, only after the clock and the stage. */
export const pinnedWorld = async (clock: Clock) => {
  const { handler: annotations } = await import('../../functions/http/annotations.ts')
  const { handler: accounts } = await import('../../functions/http/accounts.ts')
  const { handler: list } = await import('../../functions/http/list-sessions.ts')
  const { handler: get } = await import('../../functions/http/get-session.ts')
  const { handler: rollUp } = await import('../../functions/stream/roll-up-sessions.ts')
  const { handler: expire } = await import('../../functions/schedule/expire.ts')
  const { dynamodb } = await import('../../functions/runtime/clients/dynamodb.ts')
  const { people } = await import('../../functions/stores/people.ts')
  let made = 0
  let own: MadeProject
  const owner = () => `owner-${made}`
  const query = () => ({ projectId: own.projectId })
  const folderOf = (n: number) => `sessions/${own.projectId}/${uuid(n)}/`

  const put = (Key: string, more: object = {}) =>
    new S3Client().send(new PutObjectCommand({ Bucket: 'test-sessions', Key, Body: 'x', ...more }))

  const of = (n: number) => ({ memberId: owner(), query: query(), params: { sessionId: uuid(n) } })

  return {
    owner,
    put,
    projectId: () => own.projectId,
    secretKey: () => own.secretKey,
    people: people(dynamodb, 'people'),

    /** Another project for another test. */
    begin: async (retention = { replayDays: 10, eventDays: 30 }): Promise<void> => {
      made += 1
      own = await makeProject(owner())
      const params = { projectId: own.projectId }
      await call(accounts, { to: 'updateProject', memberId: owner(), params, body: { retention } })
    },

    keep: async (retention: { replayDays: number; eventDays: number }): Promise<void> => {
      const params = { projectId: own.projectId }
      await call(accounts, { to: 'updateProject', memberId: owner(), params, body: { retention } })
    },

    days: (count: number): void => clock.advance(count * DAY_MS),

    /** A visit that was recorded just now. */
    visit: async (n: number, visitor = n, more: object = {}): Promise<void> => {
      const at = Date.now()
      const batch = makeStamped({
        projectId: own.projectId,
        sessionId: uuid(n),
        visitorId: uuid(5_000 + visitor),
        receivedAt: at,
        events: [{ ts: at, userId: `user-${visitor}` }],
        replay: { format: 'rrweb-2', events: [1] },
        rules: { idleMinutes: 30, keepDays: 30, replayDays: 10 },
        ...more,
      })
      await rollUp(kinesisEvent([batch]), context())
      for (const name of ['replay/manifest.json', 'replay/m/events.ndjson.gz', 'replay/m/segments-0.gz'])
        await put(`${folderOf(n)}${name}`)
      await put(`${folderOf(n)}screenshots/1.webp`, { ContentType: 'image/webp', Metadata: { width: '9' } })
    },

    pin: (n: number) => call(annotations, { to: 'pinSession', ...of(n) }),
    unpin: (n: number) => call(annotations, { to: 'unpinSession', ...of(n) }),
    note: (n: number) =>
      call(annotations, { to: 'createNote', ...of(n), body: { at: Date.now(), text: 'Look' } }),
    notes: async (n: number): Promise<number> => {
      const { body } = await call(annotations, { to: 'listNotes', ...of(n) })
      return ((body as { notes?: unknown[] }).notes ?? []).length
    },
    ask: (to: string, n: number, more: object = {}) => call(annotations, { to, ...of(n), ...more }),

    session: async (n: number): Promise<Session | undefined> => {
      const { status, body } = await call(get, of(n))
      return status === 200 ? (body as { session: Session }).session : undefined
    },

    listed: async (more: Record<string, string>): Promise<string[]> => {
      const { body } = await call(list, { memberId: owner(), query: { ...query(), ...more } })
      return (body as SessionList).sessions.map(({ sessionId }) => sessionId)
    },

    expire: () => expire({}, context({ getRemainingTimeInMillis: () => 900_000 })),

    objects: async (n: number): Promise<string[]> => {
      const { Contents = [] } = await new S3Client().send(
        new ListObjectsV2Command({ Bucket: 'test-sessions', Prefix: folderOf(n) }),
      )
      return Contents.map(({ Key = '' }) => Key.slice(folderOf(n).length))
    },

    /** When the oldest of its objects was written. */
    writtenAt: async (n: number): Promise<number> => {
      const { Contents = [] } = await new S3Client().send(
        new ListObjectsV2Command({ Bucket: 'test-sessions', Prefix: folderOf(n) }),
      )
      return Math.min(...Contents.map(({ LastModified }) => LastModified?.getTime() ?? 0))
    },
  }
}

export type PinnedWorld = Awaited<ReturnType<typeof pinnedWorld>>
