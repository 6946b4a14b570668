// AWS::DynamoDB::Table: a table whose name carries its shape, so that a changed index gets a table of its own.
import { createHash } from 'node:crypto'
import {
  type AttributeDefinition,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceNotFoundException,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import type { Provider } from '../context.ts'

type Properties = {
  KeySchema: KeySchemaElement[]
  AttributeDefinitions: AttributeDefinition[]
  GlobalSecondaryIndexes?: GlobalSecondaryIndex[]
  TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean }
}

/** How often expired items go. DynamoDB promises days; readers never count on it. */
const EXPIRY_SWEEP_MS = 10 * 60_000

const exists = async (client: DynamoDBClient, name: string): Promise<boolean> => {
  try {
    await client.send(new DescribeTableCommand({ TableName: name }))
    return true
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false
    throw error
  }
}

/** Writing an item twice is harmless, so an interrupted copy is simply made again. */
const copyItems = async (client: DynamoDBClient, from: string, to: string): Promise<void> => {
  let start: Record<string, never> | undefined
  do {
    const page = await client.send(new ScanCommand({ TableName: from, Limit: 25, ExclusiveStartKey: start }))
    const requests = (page.Items ?? []).map((Item) => ({ PutRequest: { Item } }))
    if (requests.length > 0)
      await client.send(new BatchWriteItemCommand({ RequestItems: { [to]: requests } }))
    start = page.LastEvaluatedKey as typeof start
  } while (start)
}

const removeExpired = async (client: DynamoDBClient, name: string, properties: Properties): Promise<void> => {
  const attribute = properties.TimeToLiveSpecification?.AttributeName ?? ''
  let start: Record<string, never> | undefined
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: name,
        ExclusiveStartKey: start,
        FilterExpression: '#ttl < :now',
        ExpressionAttributeNames: { '#ttl': attribute },
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(Date.now() / 1_000)) } },
      }),
    )
    for (const item of page.Items ?? []) {
      const Key = Object.fromEntries(
        properties.KeySchema.flatMap(({ AttributeName: key = '' }) => (item[key] ? [[key, item[key]]] : [])),
      )
      await client.send(new DeleteItemCommand({ TableName: name, Key }))
    }
    start = page.LastEvaluatedKey as typeof start
  } while (start)
}

export const dynamoDbTable: Provider = async ({ logicalId, properties }, context) => {
  const client = context.services.dynamodb
  const table = properties as Properties
  const { KeySchema, AttributeDefinitions } = table
  // Throughput is not emulated: here every table is paid per request.
  const GlobalSecondaryIndexes = table.GlobalSecondaryIndexes?.map(
    ({ ProvisionedThroughput: _throughput, ...index }) => index,
  )
  const shape = createHash('sha256')
    .update(JSON.stringify([KeySchema, AttributeDefinitions, GlobalSecondaryIndexes]))
    .digest('hex')
    .slice(0, 8)
  const name = `${context.stackName}-${logicalId}-${shape}`
  if (!(await exists(client, name))) {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema,
        AttributeDefinitions,
        GlobalSecondaryIndexes,
      }),
    )
  }
  const before = context.names.get(logicalId)
  if (before !== undefined && before !== name && (await exists(client, before))) {
    await copyItems(client, before, name)
    context.names.set(logicalId, name)
    await client.send(new DeleteTableCommand({ TableName: before }))
  }
  context.names.set(logicalId, name)

  if (table.TimeToLiveSpecification?.Enabled) {
    const sweep = () =>
      removeExpired(client, name, table).catch((error) =>
        context.log('runner', `expiry of ${logicalId}: ${error}\n`),
      )
    const timer = setInterval(sweep, EXPIRY_SWEEP_MS)
    context.onStop(() => clearInterval(timer))
  }
  return {
    ref: name,
    attributes: {
      Arn: `arn:${context.partition}:dynamodb:${context.region}:${context.accountId}:table/${name}`,
    },
  }
}
