// Organisations, and who was decided to own them.
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { type Organisation, organisationSchema } from '../../core/organisations/organisation.ts'
import { firstOwner, type Ownership } from '../../core/organisations/ownership.ts'
import { holds } from './condition.ts'
import { rowsAt } from './read-rows.ts'

export const organisations = (client: DynamoDBDocumentClient, table: string) => {
  const read = async (organisationId: string): Promise<Record<string, unknown> | undefined> => {
    const Key = organisationKey(organisationId)
    return (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item
  }

  return {
    find: async (organisationId: string): Promise<Organisation | undefined> => {
      const item = await read(organisationId)
      return item && organisationSchema.parse(item)
    },

    /** Those that there are, oldest first. */
    findMany: async (ids: string[]): Promise<Organisation[]> =>
      (await rowsAt(client, table, ids.map(organisationKey)))
        .map((item) => organisationSchema.parse(item))
        .sort((a, b) => a.createdAt - b.createdAt),

    /** Nobody sees it before its first owner has joined. */
    create: async (organisation: Organisation, ownerId: string): Promise<void> => {
      const { organisationId } = organisation
      const item = { ...organisationKey(organisationId), v: 1, ...organisation, ...firstOwner(ownerId) }
      await client.send(
        new PutCommand({ TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
      )
    },

    rename: async (organisationId: string, name: string): Promise<Organisation> => {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: organisationKey(organisationId),
          UpdateExpression: 'SET #name = :name',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#name': 'name' },
          ExpressionAttributeValues: { ':name': name },
          ReturnValues: 'ALL_NEW',
        }),
      )
      return organisationSchema.parse(Attributes)
    },

    ownershipOf: async (organisationId: string): Promise<Ownership | undefined> => {
      const item = await read(organisationId)
      return item && ownershipSchema.parse(item)
    },

    /** False when somebody decided meanwhile. */
    decide: (organisationId: string, before: Ownership, after: Ownership): Promise<boolean> =>
      holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: organisationKey(organisationId),
            UpdateExpression: 'SET owners = :owners, revision = :after',
            ConditionExpression: 'revision = :before',
            ExpressionAttributeValues: {
              ':owners': after.owners,
              ':after': after.revision,
              ':before': before.revision,
            },
          }),
        ),
      ),
  }
}

const ownershipSchema = z.object({ revision: z.number(), owners: z.record(z.string(), z.number()) })

const organisationKey = (organisationId: string) => ({
  pk: `organisation#${organisationId}`,
  sk: 'organisation',
})
