// Which sessions of a project are pinned. The session's own item says whether it is: these rows lead there, so that
// nobody has to look through all sessions, and a row that leads to a session without a pin is work for the expiry.
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { rowsOf } from './read-rows.ts'

const rowSchema = z.object({
  sessionId: z.string(),
  visitorId: z.string(),
  at: z.number().int(),
  withReplay: z.boolean(),
})

export type PinRow = z.infer<typeof rowSchema>
export type PinStore = ReturnType<typeof pins>

export const pins = (client: DynamoDBDocumentClient, table: string) => ({
  list: async (projectId: string): Promise<PinRow[]> =>
    (await rowsOf(client, table, partitionOf(projectId), '')).map((row) => rowSchema.parse(row)),

  put: async (projectId: string, row: PinRow): Promise<void> => {
    const Item = { ...keyOf(projectId, row.sessionId), v: 1, ...row }
    await client.send(new PutCommand({ TableName: table, Item }))
  },

  /** With `at` only that very pin: somebody may have pinned the session again since. False when there was none. */
  remove: async (projectId: string, sessionId: string, at?: number): Promise<boolean> => {
    try {
      const { Attributes } = await client.send(
        new DeleteCommand({
          TableName: table,
          Key: keyOf(projectId, sessionId),
          ReturnValues: 'ALL_OLD',
          ...(at !== undefined && {
            ConditionExpression: '#at = :at',
            ExpressionAttributeNames: { '#at': 'at' },
            ExpressionAttributeValues: { ':at': at },
          }),
        }),
      )
      return Attributes !== undefined
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false
      throw error
    }
  },
})

const partitionOf = (projectId: string): string => `pins#${projectId}`

const keyOf = (projectId: string, sessionId: string) => ({ pk: partitionOf(projectId), sk: sessionId })
