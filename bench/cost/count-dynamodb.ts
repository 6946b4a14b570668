// Stands before DynamoDB and counts the units of every call from what really goes over the wire.
import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as startRequest,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { type IndexShape, type Item, indexWriteUnits, itemBytes, readUnits, writeUnits } from './capacity.ts'
import type { Priced } from './prices.ts'

type Count = (priced: Priced, cause: string, quantity: number) => void

type TableShape = { keys: string[]; indexes: IndexShape[] }
type Answer = { status: number; headers: IncomingHttpHeaders; text: string }
type Call = {
  TableName?: string
  IndexName?: string
  Key?: Item
  Item?: Item
  ConsistentRead?: boolean
  RequestItems?: Record<string, { Keys?: Item[]; ConsistentRead?: boolean }>
}
type Result = {
  Item?: Item
  Items?: Item[]
  Responses?: Record<string, Item[]>
  __type?: string
}

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem'])

const textOf = async (stream: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

/** `nameOf` makes the short name of a table from that which the assembly gave it. */
export const countDynamoDb = async (upstream: string, nameOf: (table: string) => string, count: Count) => {
  const ask = async (body: string, headers: IncomingHttpHeaders): Promise<Answer> => {
    const sent = startRequest(upstream, { method: 'POST', headers })
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    return { status: response.statusCode ?? 500, headers: response.headers, text: await textOf(response) }
  }
  /** A call of our own, which nobody pays. */
  const askFor = async (operation: string, input: object, headers: IncomingHttpHeaders): Promise<unknown> => {
    const body = JSON.stringify(input)
    const own = {
      ...headers,
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'content-length': String(Buffer.byteLength(body)),
    }
    return JSON.parse((await ask(body, own)).text)
  }

  const shapes = new Map<string, Promise<TableShape>>()
  const shapeOf = (TableName: string, headers: IncomingHttpHeaders): Promise<TableShape> => {
    const known = shapes.get(TableName) ?? describe(TableName, headers)
    shapes.set(TableName, known)
    return known
  }
  const describe = async (TableName: string, headers: IncomingHttpHeaders): Promise<TableShape> => {
    type Keys = { AttributeName: string }[]
    const { Table } = (await askFor('DescribeTable', { TableName }, headers)) as {
      Table: {
        KeySchema: Keys
        GlobalSecondaryIndexes?: {
          IndexName: string
          KeySchema: Keys
          Projection: { ProjectionType: string; NonKeyAttributes?: string[] }
        }[]
      }
    }
    const names = (keys: Keys) => keys.map(({ AttributeName }) => AttributeName)
    return {
      keys: names(Table.KeySchema),
      indexes: (Table.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema, Projection }) => ({
        name: IndexName,
        keys: names(KeySchema),
        projected: Projection.ProjectionType === 'ALL' ? undefined : (Projection.NonKeyAttributes ?? []),
      })),
    }
  }

  const write = async (body: string, call: Call, headers: IncomingHttpHeaders): Promise<Answer> => {
    const { TableName = '', Key, Item: put } = call
    const shape = await shapeOf(TableName, headers)
    const whole = Key ?? put ?? {}
    const key = Object.fromEntries(shape.keys.map((name) => [name, whole[name]]))
    const look = async () =>
      ((await askFor('GetItem', { TableName, Key: key, ConsistentRead: true }, headers)) as Result).Item
    const before = await look()
    const answer = await ask(body, headers)
    const after = await look()
    const table = nameOf(TableName)
    // A condition that failed is charged for what is there.
    count('tableWriteUnit', table, writeUnits(before, after))
    if (answer.status !== 200) return answer
    for (const index of shape.indexes)
      count('tableWriteUnit', `${table}/${index.name}`, indexWriteUnits(before, after, index, shape.keys))
    return answer
  }

  const countRead = (operation: string, call: Call, { text, status }: Answer): void => {
    if (status !== 200) return
    const { TableName = '', IndexName, ConsistentRead = false } = call
    const table = nameOf(TableName)
    const result = JSON.parse(text) as Result
    if (operation === 'GetItem')
      count('tableReadUnit', table, readUnits(result.Item ? itemBytes(result.Item) : 0, ConsistentRead))
    if (operation === 'Query') {
      const bytes = (result.Items ?? []).reduce((sum, item) => sum + itemBytes(item), 0)
      count('tableReadUnit', IndexName ? `${table}/${IndexName}` : table, readUnits(bytes, ConsistentRead))
    }
    if (operation !== 'BatchGetItem') return
    for (const [name, { Keys = [], ConsistentRead: now = false }] of Object.entries(
      call.RequestItems ?? {},
    )) {
      const found = result.Responses?.[name] ?? []
      const units = found.reduce((sum, item) => sum + readUnits(itemBytes(item), now), 0)
      const missing = (Keys.length - found.length) * readUnits(0, now)
      count('tableReadUnit', nameOf(name), units + missing)
    }
  }

  const server = createServer(async (request, response) => {
    const body = await textOf(request)
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    const call = JSON.parse(body || '{}') as Call
    const answer = WRITES.has(operation)
      ? await write(body, call, request.headers)
      : await ask(body, request.headers)
    countRead(operation, call, answer)
    // Without its time: the clients' clocks are not the machine's, and they would set them by it.
    const { date: _date, ...headers } = answer.headers
    response.sendDate = false
    response.writeHead(answer.status, headers).end(answer.text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => server.closeAllConnections(),
  }
}
