// DynamoDB, S3 and Kinesis in memory, as far as ingest and consumers ask them: conditions hold, and any call may fail or
// kill its caller.
import type { KinesisClient, PutRecordsRequestEntry } from '@aws-sdk/client-kinesis'
import type { S3Client } from '@aws-sdk/client-s3'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

type Item = Record<string, unknown>
type Command = { constructor: { name: string }; input: Record<string, unknown> }

export type Memory = {
  tables: Map<string, Map<string, Item>>
  objects: Map<string, Uint8Array>
  /** What the stream was given, in its order. */
  entries: PutRecordsRequestEntry[]
}

/**
 * What happens to a call. `lost`: done, but the answer does not come. `twice`: done, the answer is lost, and the client
 * sends it again. `killed`: the function dies, before or after it was done.
 */
export type Fault = 'none' | 'refused' | 'lost' | 'twice' | 'killed-before' | 'killed-after'

/** One run of a function: once it is dead nothing more leaves it. */
export type Invocation = { dead: boolean }

export type Weather = { fault(isWrite: boolean): Fault; turn(): Promise<void> }

export const emptyMemory = (): Memory => ({ tables: new Map(), objects: new Map(), entries: [] })

const WRITES = new Set(['PutCommand', 'PutObjectCommand', 'PutRecordsCommand'])

/** The clients of one invocation. */
export const clientsOf = (memory: Memory, invocation: Invocation, weather: Weather) => {
  const send = async (command: Command): Promise<unknown> => {
    await weather.turn()
    if (invocation.dead) throw new Error('killed')
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
    case 'PutObjectCommand':
      memory.objects.set(`${input['Bucket']}/${input['Key']}`, Buffer.from(input['Body'] as Uint8Array))
      return {}
    case 'PutRecordsCommand': {
      const entries = input['Records'] as PutRecordsRequestEntry[]
      memory.entries.push(...entries)
      return { Records: entries.map(() => ({ SequenceNumber: 'taken' })) }
    }
    case 'ListObjectsV2Command': {
      const prefix = `${input['Bucket']}/${input['Prefix']}`
      const keys = [...memory.objects.keys()].filter((key) => key.startsWith(prefix)).sort()
      return { Contents: keys.map((key) => ({ Key: key.slice(`${input['Bucket']}/`.length) })) }
    }
    case 'GetObjectCommand': {
      const bytes = memory.objects.get(`${input['Bucket']}/${input['Key']}`)
      if (!bytes) throw Object.assign(new Error('no such key'), { name: 'NoSuchKey' })
      return { Body: { transformToByteArray: async () => bytes } }
    }
    default:
      throw new Error(`The memory does not know ${name}: teach it.`)
  }
}

const nameOf = (item: Item): string => String(item['sessionKey'] ?? `${item['pk']}|${item['sk']}`)

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
