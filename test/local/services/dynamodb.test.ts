// The contract of DynamoDB that the stores count on: of dynalite here, of AWS itself with REMOTE=1.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDynamoDb } from '../../../local/services/dynamodb/server.ts'
import type { Service } from '../../../local/services/service.ts'

const remote = process.env['REMOTE'] === '1'
const TableName = `playhead-contract-${Date.now()}`
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

let directory: string
let service: Service | undefined
let client: DynamoDBClient

const connect = (endpoint: string) => new DynamoDBClient({ region: 'us-east-1', endpoint, credentials })

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'playhead-dynamodb-'))
  service = remote ? undefined : await startDynamoDb({ directory: join(directory, 'main') })
  client = service ? connect(service.url) : new DynamoDBClient({})
  await createTable(client)
})
afterAll(async () => {
  if (remote) await client.send(new DeleteTableCommand({ TableName }))
  await service?.stop()
  rmSync(directory, { recursive: true, force: true })
})

const createTable = async (at: DynamoDBClient) => {
  await at.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'openShard', AttributeType: 'S' },
        { AttributeName: 'dueAt', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'due',
          KeySchema: [
            { AttributeName: 'openShard', KeyType: 'HASH' },
            { AttributeName: 'dueAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  )
  await waitUntilTableExists({ client: at, minDelay: 1, maxWaitTime: 60 }, { TableName })
}

const key = (pk: string, sk = 'x') => ({ pk: { S: pk }, sk: { S: sk } })
const put = (item: object, condition?: string) =>
  client.send(new PutItemCommand({ TableName, Item: item as never, ConditionExpression: condition }))

describe('conditional writes', () => {
  test('of ten that may only create, one does', async () => {
    const tries = Array.from({ length: 10 }, (_, n) =>
      put({ ...key('once'), n: { N: String(n) } }, 'attribute_not_exists(pk)'),
    )
    const results = await Promise.allSettled(tries)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [refused] = results.filter((result) => result.status === 'rejected')
    expect(refused?.reason.name).toBe('ConditionalCheckFailedException')
  })

  test('by revision lose no update', async () => {
    await put({ ...key('counter'), revision: { N: '0' }, count: { N: '0' } })
    const bump = async (): Promise<void> => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName, Key: key('counter'), ConsistentRead: true }),
      )
      const revision = Number(Item?.['revision']?.N)
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item: {
              ...key('counter'),
              revision: { N: String(revision + 1) },
              count: { N: String(Number(Item?.['count']?.N) + 1) },
            },
            ConditionExpression: 'revision = :read',
            ExpressionAttributeValues: { ':read': { N: String(revision) } },
          }),
        )
      } catch (error) {
        if ((error as Error).name !== 'ConditionalCheckFailedException') throw error
        await bump()
      }
    }
    await Promise.all(Array.from({ length: 12 }, bump))
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: key('counter') }))
    expect(Item?.['count']).toEqual({ N: '12' })
  })

  test('delete gives the item to one of those who ask for it', async () => {
    await put(key('ticket'))
    const take = () =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key('ticket'),
          UpdateExpression: 'SET used = :yes',
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(used)',
          ExpressionAttributeValues: { ':yes': { BOOL: true } },
        }),
      )
    const results = await Promise.allSettled([take(), take(), take()])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('queries', () => {
  test('page newest first through more than one megabyte', async () => {
    const pad = { S: 'x'.repeat(30_000) }
    const items = Array.from({ length: 60 }, (_, n) => ({ ...key('pages', String(n).padStart(3, '0')), pad }))
    for (let from = 0; from < items.length; from += 25) {
      const requests = items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }))
      await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }))
    }
    const found: string[] = []
    let pages = 0
    let start: Record<string, never> | undefined
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'pages' } },
          ScanIndexForward: false,
          ExclusiveStartKey: start,
        }),
      )
      found.push(...(page.Items ?? []).map((item) => item['sk']?.S ?? ''))
      start = page.LastEvaluatedKey as typeof start
      pages += 1
    } while (start)
    expect(pages).toBeGreaterThan(1)
    expect(found).toEqual(items.map((item) => item.sk.S).reverse())
  })

  test('of a sparse index see only items that have its keys, and no longer those that lost them', async () => {
    const due = async () => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'due',
          KeyConditionExpression: 'openShard = :shard AND dueAt <= :now',
          ExpressionAttributeValues: { ':shard': { S: 'open' }, ':now': { N: '50' } },
        }),
      )
      return Items.map((item) => item['pk']?.S)
    }
    await put({ ...key('late'), openShard: { S: 'open' }, dueAt: { N: '90' } })
    await put({ ...key('early'), openShard: { S: 'open' }, dueAt: { N: '10' } })
    await put(key('never'))
    await expect.poll(due).toEqual(['early'])
    await put(key('early'))
    await expect.poll(due).toEqual([])
  })
})

describe.skipIf(remote)('on this machine', () => {
  test('what was acknowledged outlives kill -9', async () => {
    const place = join(directory, 'killed')
    const server = new URL('../../../local/services/dynamodb/server.ts', import.meta.url).href
    const script = `const { startDynamoDb } = await import(${JSON.stringify(server)})
      console.log((await startDynamoDb({ directory: ${JSON.stringify(place)} })).url)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const doomed = connect(String(line).trim())
    await createTable(doomed)
    const acknowledged: string[] = []
    const writing = Promise.allSettled(
      Array.from({ length: 8 }, async (_, lane) => {
        for (let n = 0; n < 200; n += 1) {
          const id = `${lane}-${n}`
          await doomed.send(new PutItemCommand({ TableName, Item: key('kept', id) }))
          acknowledged.push(id)
          if (acknowledged.length === 100) child.kill('SIGKILL')
        }
      }),
    )
    await once(child, 'exit')
    doomed.destroy()
    await writing
    const again = await startDynamoDb({ directory: place })
    const reader = connect(again.url)
    for (const id of acknowledged) {
      const { Item } = await reader.send(new GetItemCommand({ TableName, Key: key('kept', id) }))
      expect(Item, id).toBeDefined()
    }
    await again.stop()
    expect(acknowledged.length).toBeGreaterThanOrEqual(100)
  })
})
