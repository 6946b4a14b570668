// The audit log of each organisation.
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { type AuditAction, type AuditEntry, auditEntrySchema } from '../../core/audit/audit-entry.ts'
import { AUDIT_MAX_READS, AUDIT_RETENTION_DAYS } from '../../core/limits.ts'

/** `<time, 13 digits>#<random>`: where an entry stands in its log. */
export const entryIdSchema = z.string().regex(/^\d{13}#[\w-]{8,32}$/)

export const makeEntryId = (at: number, random: string): string => `${String(at).padStart(13, '0')}#${random}`

export type AuditStore = ReturnType<typeof auditLog>

export const auditLog = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const read = async (
    organisationId: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ rows: Record<string, unknown>[]; more: boolean }> => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :log AND sk < :after',
        ExpressionAttributeValues: { ':log': logOf(organisationId), ':after': after ?? END_OF_KEYS },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    )
    return { rows: Items, more: LastEvaluatedKey !== undefined }
  }

  return {
    /** The same entry again changes nothing. */
    write: async (organisationId: string, entry: AuditEntry): Promise<void> => {
      const expiresAt = Math.floor(entry.at / 1000) + AUDIT_RETENTION_DAYS * 24 * 60 * 60
      const item = { pk: logOf(organisationId), sk: entry.entryId, v: 1, ...entry, expiresAt }
      await client.send(new PutCommand({ TableName: table, Item: item }))
    },

    /** `next` is where to go on; with a filter a request may end before its page is full. */
    newestFirst: async (
      organisationId: string,
      {
        after,
        limit,
        action,
        session,
      }: {
        after: string | undefined
        limit: number
        action?: AuditAction | undefined
        session?: string | undefined
      },
    ): Promise<{ entries: AuditEntry[]; next: string | undefined }> => {
      const isFiltered = action !== undefined || session !== undefined
      const entries: AuditEntry[] = []
      let position = after
      for (let left = isFiltered ? AUDIT_MAX_READS : limit + 1; left > 0; ) {
        const size = Math.min(left, isFiltered ? READS_AT_ONCE : limit + 1)
        const { rows, more } = await read(organisationId, position, size)
        left -= size
        for (const [at, row] of rows.entries()) {
          // The oldest are at the end: what follows an ended entry has ended, too.
          if (Number(row['expiresAt']) <= now() / 1000) return { entries, next: undefined }
          const entry = auditEntrySchema.parse(row)
          position = entry.entryId
          if (action !== undefined && entry.action !== action) continue
          if (session !== undefined && entry.target.id !== session) continue
          entries.push(entry)
          if (entries.length === limit)
            return { entries, next: more || at < rows.length - 1 ? position : undefined }
        }
        if (!more) return { entries, next: undefined }
      }
      return { entries, next: position }
    },
  }
}

/** Entries of one step of a search: about 100 kB. */
const READS_AT_ONCE = 200

/** Sorts behind every entry. */
const END_OF_KEYS = '~'

const logOf = (organisationId: string): string => `audit#${organisationId}`
