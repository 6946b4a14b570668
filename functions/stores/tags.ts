// The way from a tag to the sessions that have a note with it, and which tags a project knows.
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { PROJECT_MAX_TAGS_SHOWN, TAG_MAX_SESSIONS } from '../../core/limits.ts'

type Session = { projectId: string; sessionId: string }

export type TagStore = ReturnType<typeof tags>

/** Rows that lead from each of these tags to the session: they end and go with what has the tags. */
export const tagLeads = (
  { projectId, sessionId }: Session,
  id: string,
  tags: readonly string[],
): { pk: string; sk: string }[] =>
  tags.map((tag) => ({ pk: tagsOf(projectId), sk: `${tag}#${sessionId}#${id}` }))

export const tags = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const query = async (
    projectId: string,
    condition: string,
    value: string,
    more: { Limit: number; ExclusiveStartKey?: Record<string, unknown> },
  ) => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: `pk = :pk AND ${condition}`,
        ExpressionAttributeValues: { ':pk': tagsOf(projectId), ':value': value },
        ...more,
      }),
    )
    return { rows: Items, next: LastEvaluatedKey }
  }

  return {
    /** Ids of sessions that have something with this tag, each once. */
    sessionsWith: async (projectId: string, tag: string): Promise<string[]> => {
      const found = new Set<string>()
      let from: Record<string, unknown> | undefined
      do {
        const { rows, next } = await query(projectId, 'begins_with(sk, :value)', `${tag}#`, {
          Limit: PAGE,
          ...(from && { ExclusiveStartKey: from }),
        })
        for (const row of rows) if (isKept(row, now())) found.add(String(row['sk']).split('#')[1] ?? '')
        from = next
      } while (from && found.size < TAG_MAX_SESSIONS)
      return [...found].slice(0, TAG_MAX_SESSIONS)
    },

    /** In the order of the alphabet: a read for each tag, whatever number of notes has it. */
    known: async (projectId: string): Promise<string[]> => {
      const found: string[] = []
      let after = ' '
      while (found.length < PROJECT_MAX_TAGS_SHOWN) {
        const { rows } = await query(projectId, 'sk > :value', after, { Limit: 1 })
        const [row] = rows
        if (!row) break
        const sk = String(row['sk'])
        const tag = sk.slice(0, sk.indexOf('#'))
        // Of one whose time is over another may still be there: the next row says.
        if (isKept(row, now())) found.push(tag)
        after = isKept(row, now()) ? `${tag}#~` : sk
      }
      return found
    },
  }
}

const PAGE = 1_000

const isKept = ({ expiresAt }: Record<string, unknown>, now: number): boolean =>
  Number(expiresAt) > now / 1000

const tagsOf = (projectId: string): string => `tags#${projectId}`
