// How far the retention of each project has come: on which day it was last done, and with which days.
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'

const expirySchema = z.object({
  /** UTC date on which everything was done; null before the first. */
  doneOn: z.string().nullable(),
  /** The project's days of events then: more of them now keep for longer what is still there. */
  eventDays: z.number().int(),
  /** Where a run that had no time left stopped among the objects of sessions. */
  after: z.string().nullable(),
})

export type Expiry = z.infer<typeof expirySchema>
export type ExpiryStore = ReturnType<typeof expiries>

export const expiries = (client: DynamoDBDocumentClient, table: string) => ({
  read: async (projectId: string): Promise<Expiry | undefined> => {
    const { Item } = await client.send(
      new GetCommand({ TableName: table, Key: keyOf(projectId), ConsistentRead: true }),
    )
    return Item && expirySchema.parse(Item)
  },

  write: async (projectId: string, expiry: Expiry): Promise<void> => {
    await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(projectId), v: 1, ...expiry } }))
  },
})

const keyOf = (projectId: string) => ({ pk: `expiry#${projectId}`, sk: 'expiry' })
