// Whether an e-mail address has a pending invitation: what decides who may register.
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'

/** Written with an invitation, `expiresAt` (seconds) beside it, and taken away when it is accepted or withdrawn. */
export const invitedKey = (email: string, organisationId: string) => ({
  pk: keyOf(email),
  sk: `${ORGANISATION}${organisationId}`,
})

export const invited = (client: DynamoDBDocumentClient, table: string, now: () => number) => ({
  isInvited: async (email: string): Promise<boolean> => {
    let from: Record<string, unknown> | undefined
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :invited AND begins_with(sk, :organisations)',
          FilterExpression: 'expiresAt > :now',
          ExpressionAttributeValues: {
            ':invited': keyOf(email),
            ':organisations': ORGANISATION,
            ':now': Math.floor(now() / 1000),
          },
          ConsistentRead: true,
          ...(from && { ExclusiveStartKey: from }),
        }),
      )
      if (Items.length > 0) return true
      from = LastEvaluatedKey
    } while (from)
    return false
  },
})

const ORGANISATION = 'organisation#'

const keyOf = (email: string) => `invited#${email.toLowerCase()}`
