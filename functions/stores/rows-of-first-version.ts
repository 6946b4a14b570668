// Rows of the configuration as version 0.1 wrote them, when a project belonged to members and not to an organisation.
import { createHash } from 'node:crypto'
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { keyPrefix } from '../../core/keys/api-key.ts'
import type { StoredKey } from '../../core/keys/stored-key.ts'
import { PROJECT_DEFAULTS } from '../../core/projects/project.ts'
import { makeId } from '../../core/text/random-id.ts'
import { holds } from './condition.ts'
import { keyRow, pointerRow } from './key-rows.ts'
import { memberships } from './memberships.ts'
import { organisations } from './organisations.ts'
import { projectKey } from './projects.ts'

const membershipSchema = z.object({ pk: z.string(), sk: z.string(), joinedAt: z.number() })
const keySchema = z.object({
  pk: z.string(),
  projectId: z.string(),
  kind: z.enum(['publishable', 'secret']),
  createdAt: z.number(),
})

/** A member of a project: what a migration goes by, and removes last. */
export type FirstMembership = { memberId: string; projectId: string; joinedAt: number }
export type FirstKey = Pick<StoredKey, 'projectId' | 'kind' | 'createdAt' | 'hash'>

/** What version 0.1 did not keep of a secret key is how it begins beyond this. */
const SECRET_KEY_PREFIX = 'sk_live_'

export const rowsOfFirstVersion = (client: DynamoDBDocumentClient, table: string) => {
  const put = (Item: Record<string, unknown>) =>
    client.send(new PutCommand({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' }))

  return {
    /** The one scan there is: nothing else leads to rows of members who may never come back. */
    find: async (): Promise<{ memberships: FirstMembership[]; keys: FirstKey[] }> => {
      const found = { memberships: [] as FirstMembership[], keys: [] as FirstKey[] }
      let from: Record<string, unknown> | undefined
      do {
        const page = await client.send(
          new ScanCommand({
            TableName: table,
            ConsistentRead: true,
            FilterExpression:
              '(begins_with(pk, :member) AND begins_with(sk, :project)) OR (sk = :key AND attribute_not_exists(keyId))',
            ExpressionAttributeValues: { ':member': 'member#', ':project': 'project#', ':key': 'key' },
            ...(from && { ExclusiveStartKey: from }),
          }),
        )
        for (const item of page.Items ?? []) {
          if (item['sk'] === 'key') {
            const { pk, ...key } = keySchema.parse(item)
            found.keys.push({ ...key, hash: pk.slice('key#'.length) })
          } else {
            const { pk, sk, joinedAt } = membershipSchema.parse(item)
            const memberId = pk.slice('member#'.length)
            found.memberships.push({ memberId, projectId: sk.slice('project#'.length), joinedAt })
          }
        }
        from = page.LastEvaluatedKey
      } while (from)
      return found
    },

    /** The member's organisation, the same one each time. Its name can be changed in the dashboard. */
    organise: async ({ memberId, joinedAt }: FirstMembership): Promise<string> => {
      const organisationId = makeId('org', drawnFrom(`organisation of ${memberId}`))
      const { Item: profile } = await client.send(
        new GetCommand({ TableName: table, Key: { pk: `member#${memberId}`, sk: 'profile' } }),
      )
      const email = String(profile?.['email'] ?? '')
      const organisation = { organisationId, name: 'My organisation', createdAt: joinedAt }
      await holds(organisations(client, table).create(organisation, memberId))
      const owner = { memberId, email, name: null, role: 'owner', joinedAt } as const
      await memberships(client, table).join(organisationId, owner)
      return organisationId
    },

    /** Whole by one write; settings that are there stay. Its place in the organisation's list comes after it. */
    complete: async (projectId: string, organisationId: string): Promise<void> => {
      const { origins: _, ...settings } = PROJECT_DEFAULTS
      const defaults = Object.entries(settings)
      await holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: projectKey(projectId),
            UpdateExpression: `SET organisationId = :organisation, ${defaults
              .map((_, n) => `#n${n} = if_not_exists(#n${n}, :v${n})`)
              .join(', ')} REMOVE publishableKey`,
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(organisationId)',
            ExpressionAttributeNames: Object.fromEntries(defaults.map(([name], n) => [`#n${n}`, name])),
            ExpressionAttributeValues: {
              ':organisation': organisationId,
              ...Object.fromEntries(defaults.map(([, value], n) => [`:v${n}`, value])),
            },
          }),
        ),
      )
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: projectKey(projectId) }))
      if (!Item) return
      await holds(put({ pk: `organisation#${Item['organisationId']}`, sk: `project#${projectId}`, v: 1 }))
    },

    /** The key's own row first: a pointer that names it would lead nowhere before. */
    giveRow: async ({ hash, ...key }: FirstKey, createdBy: string): Promise<void> => {
      const { projectId, kind, createdAt } = key
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: projectKey(projectId) }))
      const text = kind === 'publishable' ? String(Item?.['publishableKey']) : null
      const keyId = makeId('key', drawnFrom(`key ${hash}`))
      const row: StoredKey = {
        keyId,
        projectId,
        kind,
        environment: 'live',
        name: kind === 'publishable' ? 'Website' : 'Server',
        prefix: text === null ? SECRET_KEY_PREFIX : keyPrefix(text),
        text,
        createdAt,
        revokedAt: null,
        hash,
        createdBy,
        validUntil: null,
        previous: [],
      }
      await holds(put({ ...keyRow(projectId, keyId), v: 1, ...row }))
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: pointerRow(hash),
          UpdateExpression: 'SET keyId = :key',
          ExpressionAttributeValues: { ':key': keyId },
        }),
      )
    },

    forget: async ({ memberId, projectId }: FirstMembership): Promise<void> => {
      const Key = { pk: `member#${memberId}`, sk: `project#${projectId}` }
      await client.send(new DeleteCommand({ TableName: table, Key }))
    },
  }
}

/** As good as random bytes, and the same ones in every try. */
const drawnFrom = (text: string): Uint8Array => createHash('sha512').update(text).digest()
