// Projects and their settings, and which organisation has them.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import {
  PROJECT_DEFAULTS,
  type Project,
  projectSchema,
  type UpdateProject,
} from '../../core/projects/project.ts'
import { holds } from './condition.ts'
import { memberships } from './memberships.ts'
import { rowsAt, rowsOf } from './read-rows.ts'

export const projects = (client: DynamoDBDocumentClient, table: string) => {
  const find = async (projectId: string): Promise<Project | undefined> => {
    const Key = projectKey(projectId)
    return toProject(
      (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item,
    )
  }

  /** Oldest first. */
  const ofOrganisation = async (organisationId: string): Promise<Project[]> => {
    const listed = await rowsOf(client, table, `organisation#${organisationId}`, 'project#')
    const rows = await rowsAt(
      client,
      table,
      listed.map(({ sk }) => projectKey(String(sk).slice('project#'.length))),
    )
    return rows.flatMap((row) => toProject(row) ?? []).sort((a, b) => a.createdAt - b.createdAt)
  }

  return {
    find,
    ofOrganisation,

    /** Of one that was deleted, too: what it stored goes as its retention ends. Of one that nobody knows the default. */
    retentionOf: async (projectId: string): Promise<Project['retention']> => {
      const Key = projectKey(projectId)
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))
      return Item ? projectSchema.parse(Item).retention : PROJECT_DEFAULTS.retention
    },

    idsOfMember: async (memberId: string): Promise<string[]> => {
      const belongsTo = await memberships(client, table).ofMember(memberId)
      const found = await Promise.all(belongsTo.map(({ organisationId }) => ofOrganisation(organisationId)))
      return found.flat().map(({ projectId }) => projectId)
    },

    /** Listed last: nobody sees half a project. */
    create: async (project: Project): Promise<void> => {
      const { projectId, organisationId } = project
      await client.send(
        new PutCommand({
          TableName: table,
          Item: { ...projectKey(projectId), v: 1, ...project },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      )
      await client.send(
        new PutCommand({ TableName: table, Item: { ...listingKey(organisationId, projectId), v: 1 } }),
      )
    },

    /** Each setting by itself, so that two who change different ones at once both get their way. */
    update: async (projectId: string, changes: UpdateProject): Promise<Project | undefined> => {
      const entries = Object.entries(changes).filter(([, value]) => value !== undefined)
      let after: Record<string, unknown> | undefined
      const done = await holds(
        client
          .send(
            new UpdateCommand({
              TableName: table,
              Key: projectKey(projectId),
              UpdateExpression: `SET ${entries.map((_, n) => `#n${n} = :v${n}`).join(', ')}`,
              ConditionExpression: IS_THERE,
              ExpressionAttributeNames: Object.fromEntries(entries.map(([name], n) => [`#n${n}`, name])),
              ExpressionAttributeValues: Object.fromEntries(entries.map(([, value], n) => [`:v${n}`, value])),
              ReturnValues: 'ALL_NEW',
            }),
          )
          .then(({ Attributes }) => {
            after = Attributes
          }),
      )
      return done ? toProject(after) : undefined
    },

    /** One write ends it everywhere; its place in the list means nothing from then on. */
    remove: async ({ projectId, organisationId }: Project, deletedAt: number): Promise<boolean> => {
      const done = await holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: projectKey(projectId),
            UpdateExpression: 'SET deletedAt = :at',
            ConditionExpression: IS_THERE,
            ExpressionAttributeValues: { ':at': deletedAt },
          }),
        ),
      )
      await client.send(new DeleteCommand({ TableName: table, Key: listingKey(organisationId, projectId) }))
      return done
    },
  }
}

const IS_THERE = 'attribute_exists(pk) AND attribute_not_exists(deletedAt)'

/** Undefined for one that was deleted, too. */
export const toProject = (item: Record<string, unknown> | undefined): Project | undefined =>
  item && item['deletedAt'] === undefined ? projectSchema.parse(item) : undefined

export const projectKey = (projectId: string) => ({ pk: `project#${projectId}`, sk: 'project' })

const listingKey = (organisationId: string, projectId: string) => ({
  pk: `organisation#${organisationId}`,
  sk: `project#${projectId}`,
})
