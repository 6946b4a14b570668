// Erasures: those under way with all they know, and the receipts of all, which name nobody.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { type Erasure, erasureSchema } from '../../core/erasure/erasure.ts'
import { type OpenErasure, openErasureSchema } from '../../core/erasure/open-erasure.ts'
import { ERASURE_RECEIPT_DAYS } from '../../core/limits.ts'
import { holds } from './condition.ts'
import { rowsOf } from './read-rows.ts'

export type Open = { erasure: OpenErasure; revision: number }

export type ErasureStore = ReturnType<typeof erasures>

export const erasures = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName: table, Item }))
  const remove = (Key: { pk: string; sk: string }) =>
    client.send(new DeleteCommand({ TableName: table, Key }))

  return {
    /** False when another run has gone on with it. */
    saveOpen: (erasure: OpenErasure, revision: number | undefined): Promise<boolean> =>
      holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...openKey(erasure), v: 1, ...erasure, revision: (revision ?? 0) + 1 },
            ...(revision === undefined
              ? { ConditionExpression: 'attribute_not_exists(pk)' }
              : {
                  ConditionExpression: 'revision = :read',
                  ExpressionAttributeValues: { ':read': revision },
                }),
          }),
        ),
      ),

    /** All that are under way, by project and then the oldest first. */
    open: async (): Promise<Open[]> =>
      (await rowsOf(client, table, OPEN, '')).map((item) => ({
        erasure: openErasureSchema.parse(item),
        revision: Number(item['revision']),
      })),

    close: async (erasure: OpenErasure): Promise<void> => {
      for (const { pk, sk } of await rowsOf(client, table, notesOf(erasure.erasureId), ''))
        await remove({ pk: String(pk), sk: String(sk) })
      // Last: until then a run that was killed finds it here again.
      await remove(openKey(erasure))
    },

    /** Notes a session or a visitor to be erased; what is noted already stays as it is. */
    note: async (erasureId: string, kind: 'session' | 'visitor', id: string): Promise<void> => {
      await holds(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { pk: notesOf(erasureId), sk: `${kind}#${id}`, v: 1, pass: 0 },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      )
    },

    noted: async (erasureId: string, kind: 'session' | 'visitor'): Promise<{ id: string; pass: number }[]> =>
      (await rowsOf(client, table, notesOf(erasureId), `${kind}#`)).map(({ sk, pass }) => ({
        id: String(sk).slice(kind.length + 1),
        pass: Number(pass),
      })),

    noteDone: async (erasureId: string, sessionId: string, pass: number): Promise<void> => {
      await put({ pk: notesOf(erasureId), sk: `session#${sessionId}`, v: 1, pass })
    },

    /** Counts the passes that removed, or may have: what was computed before one is not to be given any more. */
    notePass: async (projectId: string): Promise<void> => {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: passesKey(projectId),
          UpdateExpression: 'ADD passes :one SET v = :v',
          ExpressionAttributeValues: { ':one': 1, ':v': 1 },
        }),
      )
    },

    passes: async (projectId: string): Promise<number> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: passesKey(projectId), ConsistentRead: true }),
      )
      return Number(Item?.['passes'] ?? 0)
    },

    writeReceipt: async (receipt: Erasure): Promise<void> => {
      const expiresAt = Math.ceil(receipt.requestedAt / 1000) + ERASURE_RECEIPT_DAYS * 24 * 60 * 60
      await put({ ...receiptKey(receipt.projectId, receipt.erasureId), v: 1, ...receipt, expiresAt })
    },

    receipt: async (projectId: string, erasureId: string): Promise<Erasure | undefined> => {
      const Key = receiptKey(projectId, erasureId)
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))
      return Item && Number(Item['expiresAt']) > now() / 1000 ? erasureSchema.parse(Item) : undefined
    },

    newestFirst: async (
      projectId: string,
      { after, limit }: { after: string | undefined; limit: number },
    ): Promise<{ erasures: Erasure[]; next: string | undefined }> => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :of AND sk < :after',
          ExpressionAttributeValues: { ':of': receiptKey(projectId, '').pk, ':after': after ?? END_OF_KEYS },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit + 1,
        }),
      )
      const page = Items.slice(0, limit).filter(({ expiresAt }) => Number(expiresAt) > now() / 1000)
      const erasures = page.map((item) => erasureSchema.parse(item))
      return { erasures, next: Items.length > limit ? erasures.at(-1)?.erasureId : undefined }
    },
  }
}

/** Those under way are few, and asked for together. */
const OPEN = 'erasures#open'

/** Sorts behind every id. */
const END_OF_KEYS = '~'

const openKey = ({ projectId, erasureId }: Pick<OpenErasure, 'projectId' | 'erasureId'>) => ({
  pk: OPEN,
  sk: `${projectId}#${erasureId}`,
})

const notesOf = (erasureId: string): string => `erasure#${erasureId}`

const passesKey = (projectId: string) => ({ pk: `erasures#${projectId}#passes`, sk: 'passes' })

const receiptKey = (projectId: string, erasureId: string) => ({ pk: `erasures#${projectId}`, sk: erasureId })
