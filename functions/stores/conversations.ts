// Conversations of a site's users: who takes part, their messages, and each user's own list.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import {
  type Conversation,
  conversationSchema,
  type Message,
  messageSchema,
} from '../../core/conversations/conversation.ts'
import { holds } from './condition.ts'
import { rowsAt, rowsOf } from './read-rows.ts'

type Row = Record<string, unknown>
type Key = { pk: string; sk: string }
type Place = { projectId: string; conversationId: string }

export type ConversationStore = ReturnType<typeof conversations>
/** What a user's list is sorted by: its newest message, or its beginning. */
export type Listed = { conversationId: string; lastAt: number }

const ATTEMPTS = 10

export const conversations = (client: DynamoDBDocumentClient, table: string) => {
  const get = async (Key: Key): Promise<Row | undefined> =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item

  const remove = async (Key: Key): Promise<void> => {
    await client.send(new DeleteCommand({ TableName: table, Key }))
  }

  const find = async (place: Place): Promise<Conversation | undefined> => {
    const row = await get(keyOf(place))
    return row && conversationSchema.parse(row)
  }

  /** Only ever later: of two messages the newer one counts, whichever comes first. */
  const list = async (place: Place, userId: string, lastAt: number): Promise<void> => {
    await holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: listKey(place, userId),
          UpdateExpression: 'SET v = :v, lastAt = :at',
          ConditionExpression: 'attribute_not_exists(pk) OR lastAt < :at',
          ExpressionAttributeValues: { ':v': 1, ':at': lastAt },
        }),
      ),
    )
  }

  /** Rewrites it as long as it says something else. */
  const change = async (place: Place, changed: (before: Conversation) => Conversation): Promise<void> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const row = await get(keyOf(place))
      if (!row) return
      const before = conversationSchema.parse(row)
      const after = changed(before)
      if (after === before) return
      const revision = Number(row['revision'])
      const Item = { ...keyOf(place), v: 1, ...after, revision: revision + 1 }
      const written = await holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item,
            ConditionExpression: 'revision = :read',
            ExpressionAttributeValues: { ':read': revision },
          }),
        ),
      )
      if (written) return
    }
    throw new Error('The conversation changed under every try.')
  }

  const newest = async (place: Place, before: string | undefined, limit: number) => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :of AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':of': partitionOf(place),
          ':from': MESSAGE,
          ':to': before === undefined ? END_OF_MESSAGES : before,
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        // The place it goes on from is among them.
        Limit: limit + 2,
      }),
    )
    const rows = Items.filter(({ sk }) => sk !== before)
    const page = rows.slice(0, limit)
    return {
      messages: page.map((row) => messageSchema.parse(row)),
      next: rows.length > limit ? String(page.at(-1)?.['sk']) : undefined,
    }
  }

  /** Of one conversation, and of somebody in it. */
  const forgetIn = async (place: Place, userId: string): Promise<number> => {
    let removed = 0
    for (const row of await rowsOf(client, table, partitionOf(place), MESSAGE)) {
      if (row['senderId'] !== userId) continue
      await remove({ pk: String(row['pk']), sk: String(row['sk']) })
      removed++
    }
    const [left] = (await newest(place, undefined, 1)).messages
    await change(place, (before) => {
      const isIn = before.participants.includes(userId)
      if (!isIn && before.lastMessage?.senderId !== userId) return before
      return {
        ...before,
        participants: before.participants.map((one) => (one === userId ? null : one)),
        lastMessage: before.lastMessage?.senderId === userId ? (left ?? null) : before.lastMessage,
      }
    })
    const after = await find(place)
    if (after?.participants.every((one) => one === null)) {
      await remove(keyOf(place))
      removed++
    }
    return removed
  }

  return {
    find,

    /** False when it is there already; then it stays as it is, and whoever takes part finds it in their list anyway. */
    create: async (conversation: Conversation): Promise<boolean> => {
      const made = await holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...keyOf(conversation), v: 1, ...conversation, revision: 1 },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      )
      for (const userId of conversation.participants)
        if (userId !== null) await list(conversation, userId, conversation.createdAt)
      return made
    },

    /** The newest `limit` of a user, by their newest message. */
    listOf: async (projectId: string, userId: string): Promise<Listed[]> =>
      (await rowsOf(client, table, listOf(projectId, userId), CONVERSATION))
        .map(({ sk, lastAt }) => ({
          conversationId: String(sk).slice(CONVERSATION.length),
          lastAt: Number(lastAt),
        }))
        .sort((a, b) => b.lastAt - a.lastAt || (a.conversationId < b.conversationId ? -1 : 1)),

    findMany: async (
      projectId: string,
      conversationIds: readonly string[],
    ): Promise<Map<string, Conversation>> => {
      const keys = conversationIds.map((conversationId) => keyOf({ projectId, conversationId }))
      const found = (await rowsAt(client, table, keys)).map((row) => conversationSchema.parse(row))
      return new Map(found.map((one) => [one.conversationId, one]))
    },

    /** Newest first, from the place on that the page before ended with. */
    messages: newest,

    /**
     * The sender's list before the message: an erasure finds by it what somebody wrote, whatever was under way. The
     * others' lists last; killed before, the next message brings it there.
     */
    send: async (conversation: Conversation, message: Message): Promise<void> => {
      const { sentAt, senderId } = message
      await list(conversation, senderId, sentAt)
      const Item = { ...messageKey(conversation, message), v: 1, ...message }
      await client.send(new PutCommand({ TableName: table, Item }))
      await change(conversation, (before) =>
        before.lastMessage && before.lastMessage.sentAt >= sentAt
          ? before
          : { ...before, lastMessage: message },
      )
      const others = conversation.participants.filter((one) => one !== null && one !== senderId)
      await Promise.all(others.map((userId) => list(conversation, String(userId), sentAt)))
    },

    /** What a user wrote goes, and its place is nobody's. Its list last: what is in it is found by it. */
    forgetUser: async (projectId: string, userId: string): Promise<number> => {
      let removed = 0
      for (const { pk, sk } of await rowsOf(client, table, listOf(projectId, userId), CONVERSATION)) {
        const conversationId = String(sk).slice(CONVERSATION.length)
        removed += await forgetIn({ projectId, conversationId }, userId)
        await remove({ pk: String(pk), sk: String(sk) })
        removed++
      }
      return removed
    },
  }
}

const MESSAGE = 'message#'
/** Sorts behind every message. */
const END_OF_MESSAGES = 'message#~'
const CONVERSATION = 'conversation#'

const partitionOf = ({ projectId, conversationId }: Place): string =>
  `conversation#${projectId}#${conversationId}`

const keyOf = (place: Place): Key => ({ pk: partitionOf(place), sk: 'conversation' })

const messageKey = (place: Place, { sentAt, messageId }: Message): Key => ({
  pk: partitionOf(place),
  sk: `${MESSAGE}${String(sentAt).padStart(13, '0')}#${messageId}`,
})

const listOf = (projectId: string, userId: string): string => `conversations#${projectId}#${userId}`

const listKey = ({ projectId, conversationId }: Place, userId: string): Key => ({
  pk: listOf(projectId, userId),
  sk: `${CONVERSATION}${conversationId}`,
})
