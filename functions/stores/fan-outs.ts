// Who tells a user's changes at the moment, and how far it has come: so that one does, and another goes on if it dies.
import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { PRESENCE_FAN_OUT_MS } from '../../core/limits.ts'
import { holds } from './condition.ts'

const progressSchema = z.object({
  /** Of the change that is being told. */
  version: z.number().optional(),
  /** The key of the last watcher that was told. */
  after: z.string().optional(),
})

export type Progress = z.infer<typeof progressSchema>

type Of = { projectId: string; userId: string }

export type FanOutStore = ReturnType<typeof fanOuts>

export const fanOuts = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const update = async (
    of: Of,
    owner: string,
    condition: string,
    { version, after }: Progress,
  ): Promise<Progress | undefined> => {
    let attributes: Record<string, unknown> | undefined
    const told = version === undefined ? '' : ', version = :version, #after = :after'
    const taken = await holds(
      client
        .send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(of),
            UpdateExpression: `SET #owner = :owner, heldUntil = :until, expiresAt = :expires, v = :v${told}`,
            ConditionExpression: condition,
            ExpressionAttributeNames: {
              '#owner': 'owner',
              ...(version !== undefined && { '#after': 'after' }),
            },
            ExpressionAttributeValues: {
              ':owner': owner,
              ':until': now() + PRESENCE_FAN_OUT_MS,
              ':expires': Math.ceil(now() / 1000) + FORGOTTEN_SECONDS,
              ':v': 1,
              ...(condition.includes(':now') && { ':now': now() }),
              ...(version !== undefined && { ':version': version, ':after': after }),
            },
            ReturnValues: 'ALL_NEW',
          }),
        )
        .then(({ Attributes }) => {
          attributes = Attributes
        }),
    )
    return taken ? progressSchema.parse(attributes) : undefined
  }

  return {
    /** How far somebody before has come, or undefined while another one is at it. */
    claim: (of: Of, owner: string): Promise<Progress | undefined> =>
      update(of, owner, 'attribute_not_exists(pk) OR heldUntil <= :now OR #owner = :owner', {}),

    /** False when another one has taken over. */
    advance: async (of: Of, owner: string, progress: { version: number; after: string }): Promise<boolean> =>
      (await update(of, owner, '#owner = :owner', progress)) !== undefined,

    release: async (of: Of, owner: string): Promise<void> => {
      await holds(
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: keyOf(of),
            ConditionExpression: '#owner = :owner',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':owner': owner },
          }),
        ),
      )
    },
  }
}

/** Seconds after which TTL takes what nobody went on with: the sweep would have, long before. */
const FORGOTTEN_SECONDS = 60 * 60

const keyOf = ({ projectId, userId }: Of) => ({ pk: `telling#${projectId}#${userId}`, sk: 'telling' })
