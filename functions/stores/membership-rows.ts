// The two rows of a membership, and the conditions under which the one that counts may change.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { membershipSchema } from '../../core/organisations/membership.ts'
import type { Role } from '../../core/organisations/role.ts'
import { holds } from './condition.ts'

/** `decision` is the revision of the organisation that the row followed last, see core/organisations/ownership.ts. */
export const storedMembershipSchema = membershipSchema.extend({ decision: z.number() })

export type StoredMembership = z.infer<typeof storedMembershipSchema>

/** What the row must still be for a write: as it was read, or of before a decision. */
export type Still = { asRead: StoredMembership } | { before: number }

export const membershipRows = (client: DynamoDBDocumentClient, table: string) => ({
  find: async (organisationId: string, memberId: string): Promise<StoredMembership | undefined> => {
    const Key = membershipKey(organisationId, memberId)
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))
    return Item && storedMembershipSchema.parse(Item)
  },

  /** In the member's own list, which alone says nothing. */
  list: async (organisationId: string, memberId: string, joinedAt: number): Promise<void> => {
    const Item = { ...listingKey(organisationId, memberId), v: 1, joinedAt }
    await client.send(new PutCommand({ TableName: table, Item }))
  },

  /** Only of that joining: whoever joins again meanwhile stays listed. */
  unlist: (organisationId: string, memberId: string, joinedAt: number): Promise<boolean> =>
    holds(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: listingKey(organisationId, memberId),
          ConditionExpression: 'joinedAt = :joined',
          ExpressionAttributeValues: { ':joined': joinedAt },
        }),
      ),
    ),

  /** False if there is a membership already. */
  put: (organisationId: string, membership: StoredMembership): Promise<boolean> =>
    holds(
      client.send(
        new PutCommand({
          TableName: table,
          Item: { ...membershipKey(organisationId, membership.memberId), v: 1, ...membership },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    ),

  setRole: (organisationId: string, memberId: string, role: Role, still: Still): Promise<boolean> =>
    holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: membershipKey(organisationId, memberId),
          UpdateExpression: 'SET #role = :role, decision = :decision',
          ...condition(still, {
            ':role': role,
            ':decision': 'before' in still ? still.before : still.asRead.decision,
          }),
        }),
      ),
    ),

  remove: (organisationId: string, memberId: string, still: Still): Promise<boolean> =>
    holds(
      client.send(
        new DeleteCommand({
          TableName: table,
          Key: membershipKey(organisationId, memberId),
          ...condition(still),
        }),
      ),
    ),
})

const condition = (still: Still, values: Record<string, unknown> = {}) =>
  'before' in still
    ? {
        ConditionExpression: 'decision < :before',
        ...(':role' in values && { ExpressionAttributeNames: { '#role': 'role' } }),
        ExpressionAttributeValues: { ...values, ':before': still.before },
      }
    : {
        ConditionExpression: '#role = :read AND decision = :at',
        ExpressionAttributeNames: { '#role': 'role' },
        ExpressionAttributeValues: { ...values, ':read': still.asRead.role, ':at': still.asRead.decision },
      }

export const membershipKey = (organisationId: string, memberId: string) => ({
  pk: `organisation#${organisationId}`,
  sk: `member#${memberId}`,
})

const listingKey = (organisationId: string, memberId: string) => ({
  pk: `member#${memberId}`,
  sk: `organisation#${organisationId}`,
})
