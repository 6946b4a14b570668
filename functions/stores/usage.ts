// How much each key is used by day: added up in a container's memory, and written every now and then.
import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { USAGE_MAX_KEYS, USAGE_RETENTION_DAYS, USAGE_WRITE_MS } from '../../core/limits.ts'
import { type UsageRow, utcDate } from '../../core/usage/sum-usage.ts'
import { holds } from './condition.ts'

type Counts = { requests: number; events: number; rejected: number; limited: number }

/** What one container has not written yet of a key's day. */
type Pending = Counts & {
  projectId: string
  keyId: string
  date: string
  lastUsedAt: number
  writtenAt: number
}

export type UsageMeter = ReturnType<typeof usageMeter>

/** A write that fails fails no request; `onFault` hears of it. */
export const usageMeter = (
  client: DynamoDBDocumentClient,
  table: string,
  now: () => number,
  onFault: (error: unknown) => void,
) => {
  const pending = new Map<string, Pending>()

  const write = async (counted: Pending): Promise<void> => {
    const { requests, events, rejected, limited } = counted
    const taken = { requests, events, rejected, limited }
    // Taken before the write: what comes meanwhile belongs to the next.
    Object.assign(counted, NOTHING, { writtenAt: now() })
    try {
      await add(counted, taken)
    } catch (error) {
      onFault(error)
      // The next write brings these, too.
      for (const name of COUNTS) counted[name] += taken[name]
    }
  }

  const add = async ({ projectId, keyId, date, lastUsedAt }: Pending, counts: Counts): Promise<void> => {
    const update = (time?: number) =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: usageOf(projectId), sk: `${date}#${keyId}` },
          UpdateExpression: `SET v = :v, expiresAt = :end${time === undefined ? '' : ', lastUsedAt = :used'} ADD requests :requests, events :events, rejected :rejected, #limited :limited`,
          ExpressionAttributeNames: { '#limited': 'limited' },
          ...(time !== undefined && {
            ConditionExpression: 'attribute_not_exists(lastUsedAt) OR lastUsedAt < :used',
          }),
          ExpressionAttributeValues: {
            ':v': 1,
            ':end': Math.floor(Date.parse(date) / 1000) + USAGE_RETENTION_DAYS * 24 * 60 * 60,
            ...(time !== undefined && { ':used': time }),
            ':requests': counts.requests,
            ':events': counts.events,
            ':rejected': counts.rejected,
            ':limited': counts.limited,
          },
        }),
      )
    // Another container saw a later use: only the counts are news then.
    if (!(await holds(update(lastUsedAt)))) await update()
  }

  const writeRest = async (counted: Pending): Promise<void> => {
    if (COUNTS.some((name) => counted[name] > 0)) await write(counted)
  }

  /** The key silent longest makes room; what it has not written is written now. */
  const makeRoom = async (): Promise<void> => {
    const oldest = pending.entries().next().value
    if (pending.size <= USAGE_MAX_KEYS || !oldest) return
    pending.delete(oldest[0])
    await writeRest(oldest[1])
  }

  return {
    /** One request of a key, unless a limit refused it. */
    count: async (
      projectId: string,
      keyId: string,
      { events = 0, rejected = 0, limited = 0 }: Partial<Omit<Counts, 'requests'>>,
    ): Promise<void> => {
      const id = `${projectId}#${keyId}`
      const date = utcDate(now())
      const before = pending.get(id)
      if (before && before.date !== date) await writeRest(before)
      const counted = before?.date === date ? before : begin(projectId, keyId, date)
      counted.requests += limited > 0 ? 0 : 1
      counted.events += events
      counted.rejected += rejected
      counted.limited += limited
      counted.lastUsedAt = now()
      pending.delete(id)
      pending.set(id, counted)
      if (now() - counted.writtenAt >= USAGE_WRITE_MS) await write(counted)
      await makeRoom()
    },
  }
}

/** Written with its first use, so that a new key shows life. */
const begin = (projectId: string, keyId: string, date: string): Pending => ({
  requests: 0,
  events: 0,
  rejected: 0,
  limited: 0,
  projectId,
  keyId,
  date,
  lastUsedAt: 0,
  writtenAt: Number.NEGATIVE_INFINITY,
})

export const usageReader = (client: DynamoDBDocumentClient, table: string, now: () => number) => ({
  /** From one date to another, both included, oldest first. */
  between: async (projectId: string, first: string, last: string): Promise<UsageRow[]> => {
    const rows: UsageRow[] = []
    let from: Record<string, unknown> | undefined
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :project AND sk BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':project': usageOf(projectId),
            ':first': first,
            ':last': `${last}#${END_OF_KEYS}`,
          },
          ...(from && { ExclusiveStartKey: from }),
        }),
      )
      const kept = Items.filter(({ expiresAt }) => Number(expiresAt) > now() / 1000)
      rows.push(...kept.map(toRow))
      from = LastEvaluatedKey
    } while (from)
    return rows
  },
})

const COUNTS = ['requests', 'events', 'rejected', 'limited'] as const
const NOTHING: Counts = { requests: 0, events: 0, rejected: 0, limited: 0 }

/** Sorts behind every key's id. */
const END_OF_KEYS = '~'

const rowSchema = z.object({
  requests: z.number(),
  events: z.number(),
  rejected: z.number(),
  limited: z.number(),
  lastUsedAt: z.number().nullable().default(null),
})

const toRow = (item: Record<string, unknown>): UsageRow => {
  const [date = '', keyId = ''] = String(item['sk']).split('#')
  return { ...rowSchema.parse(item), date, keyId }
}

const usageOf = (projectId: string): string => `usage#${projectId}`
