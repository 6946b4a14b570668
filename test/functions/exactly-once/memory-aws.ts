// DynamoDB, S3 and Kinesis in memory, as far as our functions ask them: conditions hold, and any call may fail or kill its
// caller.
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { KinesisClient, PutRecordsRequestEntry } from '@aws-sdk/client-kinesis'
import type { S3Client } from '@aws-sdk/client-s3'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

type Item = Record<string, unknown>
type Command = { constructor: { name: string }; input: Record<string, unknown> }

export type Memory = {
  tables: Map<string, Map<string, Item>>
  objects: Map<string, Uint8Array>
  /** When users logged in last, as presence would keep it. */
  logins: Map<string, number>
  /** What the stream was given, in its order. */
  entries: PutRecordsRequestEntry[]
  /** When each object was written: by the memory's own clock, which stands unless a test moves it. */
  writtenAt: Map<string, number>
  now: number
}

/**
 * What happens to a call. `lost`: done, but the answer does not come. `twice`: done, the answer is lost, and the client
 * sends it again. `killed`: the function dies, before or after it was done.
 */
export type Fault = 'none' | 'refused' | 'lost' | 'twice' | 'killed-before' | 'killed-after'

/** One run of a function: once it is dead nothing more leaves it. */
export type Invocation = { dead: boolean }

export type Weather = { fault(isWrite: boolean): Fault; turn(): Promise<void> }

export const emptyMemory = (now = 0): Memory => ({
  tables: new Map(),
  objects: new Map(),
  logins: new Map(),
  entries: [],
  writtenAt: new Map(),
  now,
})

const WRITES = new Set([
  'PutCommand',
  'UpdateCommand',
  'DeleteCommand',
  'PutObjectCommand',
  'DeleteObjectCommand',
  'DeleteObjectsCommand',
  'PutRecordsCommand',
])

/** The clients of one invocation. */
export const clientsOf = (memory: Memory, invocation: Invocation, weather: Weather) => {
  const send = async (asked: Command): Promise<unknown> => {
    await weather.turn()
    if (invocation.dead) throw new Error('killed')
    const command = asked.input['Body'] instanceof Readable ? await withBytes(asked) : asked
    const fault = weather.fault(WRITES.has(command.constructor.name))
    if (fault === 'refused') throw new Error('the service is down')
    if (fault === 'killed-before') invocation.dead = true
    else {
      const answer = answerTo(memory, command)
      if (fault === 'none') return answer
      if (fault === 'twice') return answerTo(memory, command)
      if (fault === 'killed-after') invocation.dead = true
    }
    throw new Error(invocation.dead ? 'killed' : 'the answer was lost')
  }
  return {
    dynamodb: { send } as unknown as DynamoDBDocumentClient,
    s3: { send } as unknown as S3Client,
    kinesis: { send } as unknown as KinesisClient,
  }
}

/** A body that is sent from a file. */
const withBytes = async (command: Command): Promise<Command> => {
  const parts: Buffer[] = []
  for await (const part of command.input['Body'] as Readable) parts.push(Buffer.from(part))
  const input = { ...command.input, Body: Buffer.concat(parts) }
  return Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input }) as Command
}

const etagOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && createHash('md5').update(bytes).digest('hex')

const failure = (name: string): Error => Object.assign(new Error(name), { name })

const answerTo = (memory: Memory, { constructor: { name }, input }: Command): unknown => {
  const table = (): Map<string, Item> => {
    const found = memory.tables.get(String(input['TableName'])) ?? new Map<string, Item>()
    memory.tables.set(String(input['TableName']), found)
    return found
  }
  switch (name) {
    case 'GetCommand':
      return { Item: structuredClone(table().get(nameOf(input['Key'] as Item))) }
    case 'PutCommand': {
      const item = structuredClone(input['Item'] as Item)
      if (!holdsFor(table().get(nameOf(item)), input)) {
        throw Object.assign(new Error('the condition does not hold'), {
          name: 'ConditionalCheckFailedException',
        })
      }
      table().set(nameOf(item), item)
      return {}
    }
    case 'UpdateCommand': {
      const name = nameOf(input['Key'] as Item)
      table().set(name, updated(table().get(name) ?? (input['Key'] as Item), input))
      return {}
    }
    case 'DeleteCommand': {
      const name = nameOf(input['Key'] as Item)
      const Attributes = table().get(name)
      table().delete(name)
      return { Attributes }
    }
    case 'BatchGetCommand': {
      const asked = input['RequestItems'] as Record<string, { Keys: Item[] }>
      const Responses = Object.fromEntries(
        Object.entries(asked).map(([name, { Keys }]) => [
          name,
          Keys.flatMap((key) => structuredClone(memory.tables.get(name)?.get(nameOf(key))) ?? []),
        ]),
      )
      return { Responses }
    }
    case 'QueryCommand':
      return { Items: structuredClone([...table().values()].filter(matcherOf(input))) }
    case 'PutObjectCommand': {
      const key = `${input['Bucket']}/${input['Key']}`
      const before = etagOf(memory.objects.get(key))
      if (input['IfNoneMatch'] !== undefined && before) throw failure('PreconditionFailed')
      if (input['IfMatch'] !== undefined && input['IfMatch'] !== before) throw failure('PreconditionFailed')
      memory.objects.set(key, Buffer.from(input['Body'] as Uint8Array))
      memory.writtenAt.set(key, memory.now)
      return {}
    }
    case 'PutRecordsCommand': {
      const entries = input['Records'] as PutRecordsRequestEntry[]
      memory.entries.push(...entries)
      return { Records: entries.map(() => ({ SequenceNumber: 'taken' })) }
    }
    case 'DeleteObjectCommand': {
      const key = `${input['Bucket']}/${input['Key']}`
      const before = etagOf(memory.objects.get(key))
      if (input['IfMatch'] !== undefined && input['IfMatch'] !== before) throw failure('PreconditionFailed')
      memory.objects.delete(key)
      return {}
    }
    case 'DeleteObjectsCommand': {
      const { Objects } = input['Delete'] as { Objects: { Key: string }[] }
      for (const { Key } of Objects) memory.objects.delete(`${input['Bucket']}/${Key}`)
      return {}
    }
    case 'ListObjectsV2Command': {
      const prefix = `${input['Bucket']}/${input['Prefix']}`
      const keys = [...memory.objects.keys()].filter((key) => key.startsWith(prefix)).sort()
      const after = input['StartAfter'] as string | undefined
      const named = keys.map((key) => ({
        Key: key.slice(`${input['Bucket']}/`.length),
        ETag: etagOf(memory.objects.get(key)),
        Size: memory.objects.get(key)?.byteLength,
        LastModified: new Date(memory.writtenAt.get(key) ?? 0),
      }))
      return { Contents: after === undefined ? named : named.filter(({ Key }) => Key > after) }
    }
    case 'GetObjectCommand': {
      const whole = memory.objects.get(`${input['Bucket']}/${input['Key']}`)
      if (!whole) throw failure('NoSuchKey')
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(String(input['Range'] ?? '')) ?? []
      if (from !== undefined && Number(from) >= whole.byteLength) throw failure('InvalidRange')
      const bytes = from === undefined ? whole : whole.subarray(Number(from), Number(to) + 1)
      const Body = Object.assign(Readable.from([Buffer.from(bytes)]), {
        transformToByteArray: async () => bytes,
      })
      const LastModified = new Date(memory.writtenAt.get(`${input['Bucket']}/${input['Key']}`) ?? 0)
      return { Body, ETag: etagOf(whole), LastModified }
    }
    default:
      throw new Error(`The memory does not know ${name}: teach it.`)
  }
}

const nameOf = (item: Item): string => String(item['sessionKey'] ?? `${item['pk']}|${item['sk']}`)

/** `ADD a :b` and `SET a = :b`, one of each at most; whatever else it says is not known here. */
const updated = (
  item: Item,
  { UpdateExpression, ExpressionAttributeValues, ...rest }: Command['input'],
): Item => {
  const [, added, by, set, to] =
    /^(?:ADD (\w+) (:\w+))?(?: ?SET (\w+) = (:\w+))?$/.exec(String(UpdateExpression)) ?? []
  if ((!added && !set) || rest['ConditionExpression'])
    throw new Error(`The memory does not know ${UpdateExpression}: teach it.`)
  const values = ExpressionAttributeValues as Item
  return {
    ...item,
    ...(added && by && { [added]: Number(item[added] ?? 0) + Number(values[by]) }),
    ...(set && to && { [set]: values[to] }),
  }
}

/** `a = :b`, `a <= :b` and `begins_with(a, :b)`, joined by AND: of an index only items that have its keys. */
const matcherOf = (input: Command['input']): ((item: Item) => boolean) => {
  const values = input['ExpressionAttributeValues'] as Item
  const terms = String(input['KeyConditionExpression']).split(' AND ')
  return (item) =>
    terms.every((term) => {
      const begins = /^begins_with\((\w+), (:\w+)\)$/.exec(term)
      if (begins) return String(item[begins[1] ?? '']).startsWith(String(values[begins[2] ?? '']))
      const [, left = '', is, right = ''] = /^(\w+) (=|<=) (:\w+)$/.exec(term) ?? []
      if (!left) throw new Error(`The memory does not know the condition ${term}: teach it.`)
      if (item[left] === undefined) return false
      return is === '=' ? item[left] === values[right] : Number(item[left]) <= Number(values[right])
    })
}

/** `attribute_not_exists(a)`, `attribute_exists(a)` `a = :b` and `a < :b`, joined by OR or by AND. */
const holdsFor = (item: Item | undefined, input: Command['input']): boolean => {
  const expression = input['ConditionExpression'] as string | undefined
  if (expression === undefined) return true
  const values = (input['ExpressionAttributeValues'] ?? {}) as Item
  return expression
    .split(' OR ')
    .some((either) => either.split(' AND ').every((term) => termHolds(term.trim(), item, values)))
}

const termHolds = (term: string, item: Item | undefined, values: Item): boolean => {
  const existence = /^attribute_(not_)?exists\((\w+)\)$/.exec(term)
  if (existence) return (item?.[existence[2] ?? ''] === undefined) === (existence[1] !== undefined)
  const [, left = '', is = '', right = ''] = /^(\w+) ([=<]) (:\w+)$/.exec(term) ?? []
  if (!left) throw new Error(`The memory does not know the condition ${term}: teach it.`)
  if (item === undefined) return false
  return is === '=' ? item[left] === values[right] : Number(item[left]) < Number(values[right])
}
