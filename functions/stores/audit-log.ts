// The audit log of each organisation.
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { type AuditEntry, auditEntrySchema } from '../../core/audit/audit-entry.ts'
import { AUDIT_RETENTION_DAYS } from '../../core/limits.ts'

/** `<time, 13 digits>#<random>`: where an entry stands in its log. */
export const entryIdSchema = z.string().regex(/^\d{13}#[\w-]{8,32}$/)

export const makeEntryId = (at: number, random: string): string => `${String(at).padStart(13, '0')}#${random}`

export type AuditStore = ReturnType<typeof auditLog>

export const auditLog = (client: DynamoDBDocumentClient, table: string, now: () => number) => ({
  /** The same entry again changes nothing. */
  write: async (organisationId: string, entry: AuditEntry): Promise<void> => {
    const expiresAt = Math.floor(entry.at / 1000) + AUDIT_RETENTION_DAYS * 24 * 60 * 60
    const item = { pk: logOf(organisationId), sk: entry.entryId, v: 1, ...entry, expiresAt }
    await client.send(new PutCommand({ TableName: table, Item: item }))
  },

  newestFirst: async (
    organisationId: string,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<{ entries: AuditEntry[]; next: string | undefined }> => {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :log AND sk < :after',
        ExpressionAttributeValues: { ':log': logOf(organisationId), ':after': after ?? END_OF_KEYS },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit + 1,
      }),
    )
    const page = Items.slice(0, limit).filter(({ expiresAt }) => Number(expiresAt) > now() / 1000)
    const entries = page.map((item) => auditEntrySchema.parse(item))
    const more = Items.length > limit || LastEvaluatedKey !== undefined
    // The oldest are at the end: what follows an ended entry has ended, too.
    return { entries, next: more && page.length === limit ? entries.at(-1)?.entryId : undefined }
  },
})

/** Sorts behind every entry. */
const END_OF_KEYS = '~'

const logOf = (organisationId: string): string => `audit#${organisationId}`
