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

/** Those rows that there are, in no order, as they stand now. */
export const rowsAt = async (client: DynamoDBDocumentClient, table: string, keys: Row[]): Promise<Row[]> => {
  const rows: Row[] = []
  let left = keys
  while (left.length > 0) {
    const asked = { Keys: left.slice(0, BATCH_GET_MAX_KEYS), ConsistentRead: true }
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: asked } }),
    )
    rows.push(...(Responses?.[table] ?? []))
    const again = (UnprocessedKeys?.[table]?.Keys ?? []) as typeof keys
    left = [...again, ...left.slice(BATCH_GET_MAX_KEYS)]
  }
  return rows
}
