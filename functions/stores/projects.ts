// Projects and who is a member of them.
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { type MemberProject, projectSchema, type Role, roleSchema } from '../../core/projects/project.ts'

export type ProjectStore = ReturnType<typeof projects>

export const projects = (client: DynamoDBDocumentClient, table: string) => {
  const idsOfMember = async (memberId: string): Promise<string[]> => {
    const ids: string[] = []
    let from: Record<string, unknown> | undefined
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :member AND begins_with(sk, :projects)',
          ExpressionAttributeValues: { ':member': `member#${memberId}`, ':projects': 'project#' },
          ConsistentRead: true,
          ...(from && { ExclusiveStartKey: from }),
        }),
      )
      ids.push(...Items.map(({ sk }) => String(sk).slice('project#'.length)))
      from = LastEvaluatedKey
    } while (from)
    return ids
  }

  const readMany = async (ids: string[]): Promise<MemberProject[]> => {
    const found: MemberProject[] = []
    let keys = ids.map(projectKey)
    while (keys.length > 0) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: keys.slice(0, BATCH_GET_MAX_KEYS) } } }),
      )
      found.push(...(Responses?.[table] ?? []).map((item) => itemSchema.parse(item)))
      const left = (UnprocessedKeys?.[table]?.Keys ?? []) as typeof keys
      keys = [...left, ...keys.slice(BATCH_GET_MAX_KEYS)]
    }
    return found
  }

  return {
    find: async (projectId: string): Promise<MemberProject | undefined> => {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: projectKey(projectId) }))
      return Item && itemSchema.parse(Item)
    },

    create: async (project: MemberProject): Promise<void> => {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...projectKey(project.projectId), v: 1, ...project },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      )
    },

    /** The last step of making a project: until then nobody sees it. */
    addMember: async (projectId: string, memberId: string, role: Role, joinedAt: number): Promise<void> => {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...membershipKey(projectId, memberId), v: 1, role, joinedAt },
        }),
      )
    },

    roleOf: async (projectId: string, memberId: string): Promise<Role | undefined> => {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: membershipKey(projectId, memberId), ConsistentRead: true }),
      )
      return Item && roleSchema.parse(Item['role'])
    },

    idsOfMember,

    /** Oldest first. */
    ofMember: async (memberId: string): Promise<MemberProject[]> =>
      (await readMany(await idsOfMember(memberId))).sort((a, b) => a.createdAt - b.createdAt),
  }
}

/** Keys of one BatchGetItem: DynamoDB's limit. */
const BATCH_GET_MAX_KEYS = 100

const itemSchema = projectSchema.extend({ publishableKey: z.string() })

const projectKey = (projectId: string) => ({ pk: `project#${projectId}`, sk: 'project' })

const membershipKey = (projectId: string, memberId: string) => ({
  pk: `member#${memberId}`,
  sk: `project#${projectId}`,
})
