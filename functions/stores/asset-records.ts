// What is known of each address of a project, and how much was fetched for it today: rows that end by themselves.
import { createHash } from 'node:crypto'
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type AssetRecord, assetRecordSchema } from '../../core/assets/asset-record.ts'
import { dayOf } from '../../core/lake/day.ts'
import { ASSET_DAY_MAX_BYTES, ASSET_DAY_MAX_REQUESTS, RETENTION_MAX_DAYS } from '../../core/limits.ts'
import { holds } from './condition.ts'
import { rowsAt } from './read-rows.ts'

export type AssetRecordStore = ReturnType<typeof assetRecords>

const DAY_SECONDS = 24 * 60 * 60

/** Seconds that what an address had is remembered after it was last looked at. */
const KEPT_SECONDS = Math.min(90, RETENTION_MAX_DAYS) * DAY_SECONDS

export const assetRecords = (client: DynamoDBDocumentClient, table: string, now: () => number) => ({
  /** Of the addresses of which anything is known. */
  read: async (projectId: string, urls: readonly string[]): Promise<Map<string, AssetRecord>> => {
    const byKey = new Map(urls.map((url) => [keyOf(projectId, url).pk, url]))
    const rows = await rowsAt(
      client,
      table,
      [...byKey.keys()].map((pk) => ({ pk, sk: ROW })),
    )
    return new Map(
      rows.flatMap((row) => {
        const url = byKey.get(String(row['pk']))
        const expiresAt = Number(row['expiresAt'] ?? 0)
        return url === undefined || expiresAt * 1000 <= now()
          ? []
          : [[url, assetRecordSchema.parse(row)] as const]
      }),
    )
  },

  write: async (projectId: string, url: string, record: AssetRecord): Promise<void> => {
    const expiresAt = Math.ceil(now() / 1000) + KEPT_SECONDS
    await client.send(
      new PutCommand({ TableName: table, Item: { ...keyOf(projectId, url), ...record, expiresAt } }),
    )
  },

  /** Takes of what a project may have fetched today. False when that is used up. */
  spend: async (
    projectId: string,
    { requests, bytes }: { requests: number; bytes: number },
  ): Promise<boolean> =>
    await holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: `assets#${projectId}`, sk: dayOf(now()) },
          UpdateExpression: 'SET expiresAt = :end ADD requests :requests, #bytes :bytes',
          ConditionExpression:
            'attribute_not_exists(requests) OR (requests < :mostRequests AND #bytes < :mostBytes)',
          ExpressionAttributeNames: { '#bytes': 'bytes' },
          ExpressionAttributeValues: {
            ':end': Math.ceil(now() / 1000) + 2 * DAY_SECONDS,
            ':requests': requests,
            ':bytes': bytes,
            ':mostRequests': ASSET_DAY_MAX_REQUESTS,
            ':mostBytes': ASSET_DAY_MAX_BYTES,
          },
        }),
      ),
    ),
})

const ROW = 'asset'

const keyOf = (projectId: string, url: string) => ({
  pk: `asset#${projectId}#${createHash('sha256').update(url).digest('hex')}`,
  sk: ROW,
})
