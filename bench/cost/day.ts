// The process that lives the day: sends its visits through the edge, calls what would run by windows and schedules,
// and answers its parent with all that was counted.

import { once } from 'node:events'
import { Agent, type IncomingMessage, request as startRequest } from 'node:http'
import { BroadcastChannel } from 'node:worker_threads'
import { ListTablesCommand, paginateScan } from '@aws-sdk/client-dynamodb'
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from '@aws-sdk/client-kinesis'
import { ListBucketsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { EVENT_RETENTION_DAYS } from '../../core/limits.ts'
import { type Item, itemBytes } from './capacity.ts'
import { kinesisEventOf, type ReadRecord } from './kinesis-event.ts'
import { fitPayloads, gather } from './mappings.ts'
import { type PresenceCosts, presenceDay } from './presence-day.ts'
import {
  ACCESS_LOG_BYTES,
  LOG_LINE_OVERHEAD_BYTES,
  MIB_PER_CORE,
  MONTH_DAYS,
  PLATFORM_LOG_BYTES,
  PLATFORM_LOG_LINES,
  type Priced,
  STREAM_ROUNDING_BYTES,
} from './prices.ts'
import { INVOCATIONS, type Invocation, setClock } from './simulated-clock.ts'
import { bringUp, type Stack } from './stack.ts'
import { add, type Tally } from './tally.ts'
import { sendingsOf, VISITS, type Visit } from './traffic.ts'

export type Order = { directory: string; parts: { visit: keyof typeof VISITS; perLane: number }[] }

export type FunctionTime = { path: string; invocations: number; cpuMs: number; waitMs: number }

export type Part = {
  visit: string
  atOnce: number
  visits: number
  events: number
  requests: number
  counted: [string, number][]
  functions: FunctionTime[]
}

export type Day = {
  parts: Part[]
  presence: PresenceCosts
  idle: [string, number][]
  template: Stack['template']
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** Shards that an on-demand stream begins with. */
const SHARDS = 4

/** When the finisher finds all of them: idle for 30 minutes, and its index is coarse by ten. */
const FINISH_AFTER_MS = 45 * MINUTE_MS

/** Without its indexes, and everything as long as events are kept. */
const KEPT_MONTHS = EVENT_RETENTION_DAYS / MONTH_DAYS

let tally: Tally = new Map()
let functions = new Map<string, FunctionTime>()
const count = (priced: Priced, cause: string, quantity: number) => add(tally, priced, cause, quantity)

const say = (text: string) => process.send?.({ say: text })

const live = async ({ directory, parts }: Order): Promise<Day> => {
  const stack = await bringUp(directory, count)
  const { running, access, streamName } = stack
  const { dynamodb, kinesis, s3 } = running.context.services
  const invocations = watchInvocations(stack)

  const nameOf = (id: string) => `${running.context.stackName}-${id}`
  const invoke = async (id: string, event: unknown): Promise<unknown> => {
    const arn = [...running.context.functions.keys()].find((one) => one.endsWith(`:${nameOf(id)}`)) ?? ''
    const answer = await running.context.functions.get(arn)?.invoke(event)
    await invocations.settled(1)
    return answer
  }
  const idOf = (path: string) => [...stack.functions].find(([, one]) => one.path === path)?.[0] ?? ''

  const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName: streamName }))
  const shardId = Shards[0]?.ShardId ?? ''
  const records: ReadRecord[] = []
  /** With a new iterator each time: one is good for five minutes, and the day jumps. */
  const readOn = async (): Promise<void> => {
    for (;;) {
      const last = records.at(-1)?.sequenceNumber
      const { ShardIterator } = await kinesis.send(
        new GetShardIteratorCommand({
          StreamName: streamName,
          ShardId: shardId,
          ...(last === undefined
            ? { ShardIteratorType: 'TRIM_HORIZON' }
            : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: last }),
        }),
      )
      const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }))
      if (Records.length === 0) return
      for (const { SequenceNumber = '', PartitionKey = '', Data = new Uint8Array() } of Records) {
        records.push({ sequenceNumber: SequenceNumber, partitionKey: PartitionKey, data: Data })
        const bytes = Data.length + PartitionKey.length
        count('streamByteIn', 'events', Math.ceil(bytes / STREAM_ROUNDING_BYTES) * STREAM_ROUNDING_BYTES)
        for (const { functionId } of stack.mappings)
          count('streamByteOut', stack.functions.get(functionId)?.path ?? functionId, bytes)
      }
    }
  }

  // A connection that was kept may be closed by the edge at the moment it is used again, and nothing may be sent twice.
  const agent = new Agent({ keepAlive: false })
  const ask = async (path: string, from: string, body?: string): Promise<void> => {
    const sent = startRequest(`${access.url.replace('localhost', '127.0.0.1')}${path}`, {
      agent,
      localAddress: from,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': BROWSER,
        'accept-encoding': 'br',
        origin: 'http://localhost:4302',
        ...(body !== undefined && {
          'content-type': 'text/plain',
          'content-length': Buffer.byteLength(body),
        }),
      },
    })
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    let bytes = response.rawHeaders.join('').length + response.rawHeaders.length * 2
    for await (const chunk of response) bytes += (chunk as Buffer).length
    if (response.statusCode !== 202 && response.statusCode !== 200)
      throw new Error(`${path} answered ${response.statusCode}`)
    count('edgeRequest', body === undefined ? 'tracker.js' : 'track', 1)
    count('firewallRequest', body === undefined ? 'tracker.js' : 'track', 1)
    count('edgeByteOut', body === undefined ? 'tracker.js' : 'track', bytes)
    if (body === undefined) return
    count('edgeFunction', 'api-door', 1)
    count('edgeByteToOrigin', 'track', Buffer.byteLength(body) + REQUEST_HEAD_BYTES)
    count('apiRequest', 'track', Math.ceil(Buffer.byteLength(body) / (512 * 1_024)))
    count('logByte', 'API access log', ACCESS_LOG_BYTES + LOG_LINE_OVERHEAD_BYTES)
    await invocations.settled(1)
  }

  /** Bytes of what people did, in buckets and in tables. */
  const stored = async (): Promise<{ objects: number; items: number }> => {
    let [objects, items] = [0, 0]
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
    for (const { Name = '' } of Buckets) {
      if (!/sessions|lake/i.test(Name)) continue
      const pages = paginateListObjectsV2({ client: s3 }, { Bucket: Name })
      for await (const { Contents = [] } of pages) for (const { Size = 0 } of Contents) objects += Size
    }
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}))
    for (const TableName of TableNames) {
      if (!/Sessions|People/.test(TableName)) continue
      const pages = paginateScan({ client: dynamodb }, { TableName })
      for await (const { Items = [] } of pages)
        for (const item of Items) items += itemBytes(item as unknown as Item)
    }
    return { objects, items }
  }

  const runPart = async (visit: Visit, perLane: number, start: number): Promise<Part> => {
    const lanes = stack.mappings[0]?.lanes ?? 1
    const where = { projectId: access.projectId, shards: SHARDS, lanes, start, count: perLane }
    const sendings = sendingsOf(visit, where)
    const consumers = stack.mappings.map((mapping) => ({ mapping, lane: gather(mapping) }))

    const nextDue = () =>
      consumers
        .flatMap((consumer) => ({ consumer, at: consumer.lane.dueAt() ?? Number.POSITIVE_INFINITY }))
        .reduce((first, one) => (one.at < first.at ? one : first))
    const runUntil = async (until: number): Promise<void> => {
      for (let due = nextDue(); due.at <= until; due = nextDue()) {
        setClock(due.at)
        await readOn()
        const taken = due.consumer.lane.take(due.at).flatMap(({ index, at }) => {
          const record = records[index]
          return record ? [{ ...record, at }] : []
        })
        for (const some of fitPayloads(taken, ({ data }) => data.length)) {
          const answer = await invoke(due.consumer.mapping.functionId, kinesisEventOf(some, shardId))
          const failed = (answer as { batchItemFailures?: unknown[] } | null)?.batchItemFailures?.length
          if (failed !== 0) throw new Error(`${due.consumer.mapping.functionId} failed`)
        }
      }
    }

    await readOn()
    const first = records.length
    const before = await stored()
    tally = new Map()
    functions = new Map()
    const seen = new Set<string>()
    for (const [nth, { at, body, address }] of sendings.entries()) {
      await runUntil(at)
      setClock(at)
      if (!seen.has(address)) await ask('/tracker.js', address)
      seen.add(address)
      await ask(`/api/v1/track?k=${access.publishableKey}`, address, body)
      for (const { lane } of consumers) lane.push({ index: first + nth, at })
    }
    const last = sendings.at(-1)?.at ?? start
    await runUntil(last + HOUR_MS)
    setClock(last + FINISH_AFTER_MS)
    await invoke(idOf('schedule/finish-sessions'), {})
    const after = await stored()
    count('objectByteMonth', 'sessions and lake', (after.objects - before.objects) * KEPT_MONTHS)
    count('tableByteMonth', 'sessions and people', (after.items - before.items) * KEPT_MONTHS)
    return {
      visit: visit.name,
      atOnce: perLane * SHARDS * lanes,
      visits: perLane,
      events: sendings.reduce((sum, { events }) => sum + events, 0),
      requests: sendings.length,
      counted: [...tally],
      functions: [...functions.values()],
    }
  }

  // Tomorrow morning: no earlier than anything that was made today.
  const morning = Math.floor(Date.now() / DAY_MS + 1) * DAY_MS + 6 * HOUR_MS
  say('a first visit, to wake the functions')
  await runPart(VISITS.events, 1, morning)
  const done: Part[] = []
  for (const [nth, { visit, perLane }] of parts.entries()) {
    say(`${VISITS[visit].name}, ${perLane} visits in one lane`)
    done.push(await runPart(VISITS[visit], perLane, morning + (nth + 1) * 2 * HOUR_MS))
  }
  say('users online')
  const presence = await presenceDay({
    stack,
    settled: invocations.settled,
    take: () => {
      const taken = tally
      tally = new Map()
      return taken
    },
    start: morning + (parts.length + 1) * 2 * HOUR_MS,
  })
  tally = new Map()
  await invoke(idOf('schedule/finish-sessions'), {})
  const idle = [...tally]
  await stack.stop()
  return { parts: done, presence, idle, template: stack.template }
}

const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** What the edge sends along with a body: the headers of a browser, and those that CloudFront adds. */
const REQUEST_HEAD_BYTES = 1_000

const watchInvocations = (stack: Stack) => {
  let [seen, wanted] = [0, 0]
  let wake = (): void => undefined
  const channel = new BroadcastChannel(INVOCATIONS)
  channel.onmessage = (event: unknown) => {
    const { functionName, cpuMs, waitMs, calls, logBytes, logLines } = (event as { data: Invocation }).data
    const id = [...stack.functions.keys()].find((one) => functionName.endsWith(`-${one}`)) ?? ''
    const { path, memoryMiB } = stack.functions.get(id) ?? { path: functionName, memoryMiB: 128 }
    const ms = Math.ceil(cpuMs * Math.max(1, MIB_PER_CORE / memoryMiB) + waitMs)
    count('invocation', path, 1)
    count('gbSecond', path, (ms / 1_000) * (memoryMiB / 1_024))
    const lines = logLines + PLATFORM_LOG_LINES
    count('logByte', path, logBytes + PLATFORM_LOG_BYTES + lines * LOG_LINE_OVERHEAD_BYTES)
    for (const [call, times] of Object.entries(calls)) {
      const [service, operation, what] = call.split(' ')
      if (service === 'socket') count('socketMessage', path, times)
      if (service !== 's3') continue
      if (operation === 'Put' || operation === 'List')
        count('objectWrite', `${path}: ${operation} ${what}`, times)
      if (operation === 'Get') count('objectRead', `${path}: ${what}`, times)
    }
    const known = functions.get(path) ?? { path, invocations: 0, cpuMs: 0, waitMs: 0 }
    functions.set(path, {
      path,
      invocations: known.invocations + 1,
      cpuMs: known.cpuMs + cpuMs,
      waitMs: known.waitMs + waitMs,
    })
    seen += 1
    wake()
  }
  return {
    /** What an invocation tells comes a moment after its answer. */
    settled: async (more: number): Promise<void> => {
      wanted += more
      while (seen < wanted)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    },
  }
}

process.once('message', async (order: Order) => {
  const answer = await live(order).then(
    (day) => ({ day }),
    (error: unknown) => ({ error: error instanceof Error ? error.stack : String(error) }),
  )
  // Not before it is on its way: what is large takes a moment.
  process.send?.(answer, () => process.exit())
})
