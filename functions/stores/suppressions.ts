// Who was erased and is taken no more: keyed hashes of ids, remembered by a container for a minute.
import { createHmac } from 'node:crypto'
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { SUPPRESSION_CACHE_MAX, SUPPRESSION_CACHE_MS, SUPPRESSION_DAYS } from '../../core/limits.ts'
import { expiringCache } from './expiring-cache.ts'
import { rowsAt } from './read-rows.ts'

type Deps = {
  client: DynamoDBDocumentClient
  table: string
  /** What ids are hashed with: asked for only in projects that have erased somebody. */
  key: () => Promise<Buffer>
  now: () => number
}

export type SomebodyIn = { projectId: string; visitorId: string; userIds: string[] }
type Kind = 'visitor' | 'user'

export type SuppressionStore = ReturnType<typeof suppressions>

export const suppressions = ({ client, table, key, now }: Deps) => {
  const remembered = expiringCache<boolean>({
    ttlMs: SUPPRESSION_CACHE_MS,
    maxEntries: SUPPRESSION_CACHE_MAX,
    now,
  })

  const nameOf = async (projectId: string, kind: Kind, id: string): Promise<string> =>
    `suppressed#${projectId}#${createHmac('sha256', await key())
      .update(`${projectId}\n${kind}\n${kind === 'visitor' ? id.toLowerCase() : id}`)
      .digest('base64url')}`

  /** Names of rows to whether they are there. What is remembered is not read. */
  const areThere = async (names: string[]): Promise<Map<string, boolean>> => {
    const found = new Map<string, boolean>()
    for (const name of names) {
      const known = remembered.get(name)
      if (known) found.set(name, known.value)
    }
    const unknown = [...new Set(names)].filter((name) => !found.has(name))
    const rows = unknown.length > 0 ? await rowsAt(client, table, unknown.map(rowKey)) : []
    const there = new Set(rows.filter(isKept(now)).map(({ pk }) => String(pk)))
    for (const name of unknown) {
      found.set(name, there.has(name))
      remembered.set(name, there.has(name))
    }
    return found
  }

  const write = (name: string): Promise<unknown> =>
    client.send(
      new PutCommand({
        TableName: table,
        Item: {
          ...rowKey(name),
          v: 1,
          expiresAt: Math.ceil(now() / 1000) + SUPPRESSION_DAYS * 24 * 60 * 60,
        },
      }),
    )

  return {
    /** The project's row first: whoever does not see it looks for nobody. */
    suppress: async (
      projectId: string,
      { visitorIds, userIds }: { visitorIds: string[]; userIds: string[] },
    ): Promise<void> => {
      const names = await Promise.all([
        ...visitorIds.map((id) => nameOf(projectId, 'visitor', id)),
        ...userIds.map((id) => nameOf(projectId, 'user', id)),
      ])
      if (names.length > 0) await write(projectRow(projectId))
      for (const name of names) {
        await write(name)
        remembered.set(name, true)
      }
      remembered.set(projectRow(projectId), true)
    },

    /** Which of them are suppressed, in their order: as a visitor, or as one of their users. */
    among: async (people: SomebodyIn[]): Promise<{ visitor: boolean; user: boolean }[]> => {
      const projects = await areThere(people.map(({ projectId }) => projectRow(projectId)))
      const asked = people.filter(({ projectId }) => projects.get(projectRow(projectId)))
      const names = await Promise.all(
        asked.map(async ({ projectId, visitorId, userIds }) => ({
          visitor: await nameOf(projectId, 'visitor', visitorId),
          users: await Promise.all(userIds.map((id) => nameOf(projectId, 'user', id))),
        })),
      )
      const found = await areThere(names.flatMap(({ visitor, users }) => [visitor, ...users]))
      const named = new Map(asked.map((one, at) => [one, names[at]]))
      return people.map((one) => {
        const own = named.get(one)
        return {
          visitor: own ? (found.get(own.visitor) ?? false) : false,
          user: own?.users.some((name) => found.get(name)) ?? false,
        }
      })
    },

    /** What receipts call an id. */
    subjectOf: async (projectId: string, id: string): Promise<string> =>
      createHmac('sha256', await key())
        .update(`${projectId}\nsubject\n${id}`)
        .digest('hex'),
  }
}

const projectRow = (projectId: string): string => `suppressed#${projectId}`

const rowKey = (name: string) => ({ pk: name, sk: 'suppressed' })

const isKept =
  (now: () => number) =>
  ({ expiresAt }: Record<string, unknown>): boolean =>
    Number(expiresAt) > now() / 1000
