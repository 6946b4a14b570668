// Open connections and what each watches.
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { AppError } from '../../core/errors.ts'
import { SOCKET_CONNECTION_SECONDS, SOCKET_MAX_WATCHES } from '../../core/limits.ts'
import { MAY_ALL } from '../../core/projects/may-see.ts'
import { type Holder, holderSchema } from '../../core/socket/ticket.ts'
import { rowsOf } from './read-rows.ts'
import { sessionOf, type Watched, watchersIn, watchersKey } from './session-watchers.ts'
import { userWatches } from './user-watches.ts'

const connectionSchema = z.object({
  connectionId: z.string(),
  /** Seconds since 1970. */
  expiresAt: z.number(),
})

export type Connection = Holder & z.infer<typeof connectionSchema>
export type MemberConnection = Extract<Connection, { kind: 'member' }>

export type ConnectionStore = ReturnType<typeof connections>

export const connections = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const watchersOf = watchersIn(client, table, now)

  const remove = (key: { pk: string; sk: string }) =>
    client.send(new DeleteCommand({ TableName: table, Key: key }))
  const put = (item: Record<string, unknown>) => client.send(new PutCommand({ TableName: table, Item: item }))

  return {
    open: async (connectionId: string, holder: Holder): Promise<Connection> => {
      const expiresAt = Math.floor(now() / 1000) + SOCKET_CONNECTION_SECONDS
      const connection = { connectionId, ...holder, expiresAt }
      await put({ ...connectionKey(connectionId), v: 1, ...connection })
      return connection
    },

    find: async (connectionId: string): Promise<Connection | undefined> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: connectionKey(connectionId), ConsistentRead: true }),
      )
      const connection = Item && { ...holderSchema.parse(Item), ...connectionSchema.parse(Item) }
      return connection && connection.expiresAt > now() / 1000 ? connection : undefined
    },

    watch: async (connection: Connection, watched: Watched): Promise<void> => {
      const { connectionId, projectId, expiresAt } = connection
      const note = { ...watchNoteKey(connectionId, watched), v: 1, projectId, watched, expiresAt }
      const notes = (await rowsOf(client, table, note.pk, 'watch#')).filter(
        ({ sk, expiresAt: until }) => sk !== note.sk && Number(until) > now() / 1000,
      )
      if (notes.length >= SOCKET_MAX_WATCHES) {
        throw new AppError('too-many-watches', 429, `A connection may watch ${SOCKET_MAX_WATCHES} things.`)
      }
      // The note first: a crash in between leaves nothing that a disconnect would not find.
      await put(note)
      const may = connection.kind === 'member' ? connection.may : MAY_ALL
      const seesAll = may.personal && may.devTools
      await put({
        ...watcherKey(projectId, watched, connectionId),
        v: 1,
        watched,
        connectionId,
        expiresAt,
        ...(!seesAll && { may }),
      })
    },

    /** The watcher's row first: until both are gone a retry, or the end of the connection, finds what is left. */
    unwatchOne: async ({ connectionId, projectId }: Connection, watched: Watched): Promise<void> => {
      await remove(watcherKey(projectId, watched, connectionId))
      await remove(watchNoteKey(connectionId, watched))
    },

    /** Connections of members that follow all users of the project. */
    watchersOfPeople: async (projectId: string): Promise<string[]> => {
      const rows = await rowsOf(client, table, watcherKey(projectId, 'people', '').pk, 'people#')
      return rows
        .filter(({ expiresAt }) => Number(expiresAt) > now() / 1000)
        .map(({ connectionId }) => String(connectionId))
    },

    watchersOf,

    /** Ends who watches these sessions, which are no more. Returns the number of watches. */
    unwatch: async (projectId: string, sessionIds: ReadonlySet<string>): Promise<number> => {
      const watchers = await watchersOf(projectId)
      const ended = watchers.filter(({ watched }) => sessionIds.has(sessionOf(watched) ?? ''))
      for (const { watched, connectionId } of ended) {
        await remove(watchNoteKey(connectionId, watched))
        await remove(watcherKey(projectId, watched, connectionId))
      }
      return ended.length
    },

    /** The connection's own item goes last: until then a retry finds what is left. */
    close: async (connectionId: string): Promise<void> => {
      const rows = await rowsOf(client, table, connectionKey(connectionId).pk, 'watch#')
      const notes = rows as { projectId: string; watched: Watched }[]
      await Promise.all(
        notes.map(({ projectId, watched }) => remove(watcherKey(projectId, watched, connectionId))),
      )
      await Promise.all(notes.map(({ watched }) => remove(watchNoteKey(connectionId, watched))))
      await userWatches(client, table, now).close(connectionId)
      await remove(connectionKey(connectionId))
    },
  }
}

const connectionKey = (connectionId: string) => ({ pk: `connection#${connectionId}`, sk: 'connection' })

const watchNoteKey = (connectionId: string, watched: Watched) => ({
  pk: `connection#${connectionId}`,
  sk: `watch#${watched}`,
})

const watcherKey = (projectId: string, watched: Watched, connectionId: string) => ({
  pk: watchersKey(projectId),
  sk: `${watched}#${connectionId}`,
})
