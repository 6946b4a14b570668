// Reading more rows than one request gives.
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb'

type Row = Record<string, unknown>

/** All rows of a partition whose sort key begins so, in its order, as they stand now. */
export const rowsOf = async (
  client: DynamoDBDocumentClient,
  table: string,
  pk: string,
  begins: string,
): Promise<Row[]> => {
  const rows: Row[] = []
  let from: Row | undefined
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :begins)',
        ExpressionAttributeValues: { ':pk': pk, ':begins': begins },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    )
    rows.push(...Items)
    from = LastEvaluatedKey
  } while (from)
  return rows
}

/** Keys of one BatchGetItem: DynamoDB's limit. */
const BATCH_GET_MAX_KEYS = 100

/** Requests under way at once: the wait is that of one or two, and other calls still find a connection. */
const BATCH_GETS_AT_ONCE = 10

/** Those rows that there are, in no order, as they stand now. */
export const rowsAt = async (client: DynamoDBDocumentClient, table: string, keys: Row[]): Promise<Row[]> => {
  const rows: Row[] = []
  const waiting: Row[][] = []
  for (let at = 0; at < keys.length; at += BATCH_GET_MAX_KEYS)
    waiting.push(keys.slice(at, at + BATCH_GET_MAX_KEYS))
  const worker = async (): Promise<void> => {
    for (let Keys = waiting.shift(); Keys; Keys = waiting.shift()) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      )
      rows.push(...(Responses?.[table] ?? []))
      const again = UnprocessedKeys?.[table]?.Keys ?? []
      if (again.length > 0) waiting.push(again)
    }
  }
  await Promise.all(Array.from({ length: Math.min(BATCH_GETS_AT_ONCE, waiting.length) }, worker))
  return rows
}
