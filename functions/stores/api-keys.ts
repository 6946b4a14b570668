// API keys, of which only an HMAC is kept.
import { createHmac } from 'node:crypto'
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { ApiKey } from '../../core/keys/api-key.ts'
import { KEY_CACHE_MAX, KEY_CACHE_MS } from '../../core/limits.ts'
import type { Project } from '../../core/projects/project.ts'
import type { ApiKeySecret } from './api-key-secret.ts'
import { expiringCache } from './expiring-cache.ts'

type Dependencies = {
  client: DynamoDBDocumentClient
  table: string
  secret: ApiKeySecret
  projects: { find(projectId: string): Promise<Project | undefined> }
  now: () => number
}

export const apiKeys = ({ client, table, secret, projects, now }: Dependencies) => {
  const known = expiringCache<Project | undefined>({ ttlMs: KEY_CACHE_MS, maxEntries: KEY_CACHE_MAX, now })

  const keyOf = async (key: ApiKey) => {
    const hash = createHmac('sha256', await secret())
      .update(key.text)
      .digest('hex')
    return { pk: `key#${hash}`, sk: 'key' }
  }

  const lookUp = async (key: ApiKey): Promise<Project | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: await keyOf(key) }))
    return Item && (await projects.find(String(Item['projectId'])))
  }

  return {
    add: async (key: ApiKey, projectId: string, createdAt: number): Promise<void> => {
      const item = { ...(await keyOf(key)), v: 1, projectId, kind: key.kind, createdAt }
      await client.send(new PutCommand({ TableName: table, Item: item }))
    },

    /** Whose key it is; an answer may be half a minute old. */
    projectOf: async (key: ApiKey): Promise<Project | undefined> => {
      const remembered = known.get(key.text)
      if (remembered) return remembered.value
      const project = await lookUp(key)
      known.set(key.text, project)
      return project
    },
  }
}
