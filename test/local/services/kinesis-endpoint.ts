// Where the Kinesis contract is tested: the embedded service, or AWS itself with REMOTE=1 and credentials.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CreateStreamCommand,
  type CreateStreamCommandInput,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  KinesisClient,
  ListShardsCommand,
  type _Record as Record,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { type KinesisService, startKinesis } from '../../../local/services/kinesis/server.ts'
import type { KinesisOptions } from '../../../local/services/kinesis/settings.ts'

export const isRemote = process.env['REMOTE'] === '1'

/** AWS lets a shard be read five times a second. */
const READ_PAUSE_MS = isRemote ? 250 : 0

/** On AWS a stream takes a while to come up. */
export const TIMEOUT_MS = isRemote ? 300_000 : 60_000

export const connect = (endpoint?: string): KinesisClient =>
  new KinesisClient({
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
    ...(endpoint && {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  })

export const temporaryDirectory = async () => {
  const path = await mkdtemp(join(tmpdir(), 'playhead-kinesis-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export type Local = { service: KinesisService; client: KinesisClient; stop(): Promise<void> }

export const startLocal = async (options: KinesisOptions): Promise<Local> => {
  const service = await startKinesis(options)
  const client = connect(service.url)
  const stop = async () => {
    await service.stop()
    client.destroy()
  }
  return { service, client, stop }
}

export type Endpoint = { client: KinesisClient; stop(): Promise<void> }

/** AWS with the caller's own credentials, or an embedded service of its own. */
export const openEndpoint = async (): Promise<Endpoint> => {
  if (isRemote) {
    const client = connect()
    return { client, stop: async () => client.destroy() }
  }
  const directory = await temporaryDirectory()
  const { client, stop } = await startLocal({ directory: directory.path })
  return { client, stop: () => stop().then(directory.remove) }
}

/** The name of the error that an action ends with. */
export const refusal = async (promise: Promise<unknown>): Promise<string> =>
  await promise.then(
    () => 'accepted',
    (error: Error) => error.name,
  )

let created = 0

export const createStream = async (
  client: KinesisClient,
  input: Omit<CreateStreamCommandInput, 'StreamName'> = { ShardCount: 1 },
): Promise<string> => {
  const StreamName = `playhead-contract-${process.pid}-${Date.now()}-${++created}`
  await client.send(new CreateStreamCommand({ StreamName, ...input }))
  for (;;) {
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
    if (StreamDescriptionSummary?.StreamStatus === 'ACTIVE') return StreamName
    await pause(1_000)
  }
}

export const deleteStream = async (client: KinesisClient, StreamName: string): Promise<void> => {
  await client.send(new DeleteStreamCommand({ StreamName }))
}

export const shardIds = async (client: KinesisClient, StreamName: string): Promise<string[]> => {
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }))
  return Shards.map(({ ShardId = '' }) => ShardId)
}

type Start = Omit<GetShardIteratorCommandInput, 'ShardId' | 'StreamName'>

/** The records of one shard from a place on, until there are no more for now. */
export const readShard = async (
  client: KinesisClient,
  StreamName: string,
  ShardId: string,
  start: Start = { ShardIteratorType: 'TRIM_HORIZON' },
): Promise<Record[]> => {
  const { ShardIterator } = await client.send(new GetShardIteratorCommand({ StreamName, ShardId, ...start }))
  return readOn(client, ShardIterator)
}

export const readOn = async (client: KinesisClient, iterator: string | undefined): Promise<Record[]> => {
  const records: Record[] = []
  for (let next = iterator; next !== undefined; ) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: next }))
    records.push(...(page.Records ?? []))
    next = page.MillisBehindLatest === 0 ? undefined : page.NextShardIterator
    await pause(READ_PAUSE_MS)
  }
  return records
}

export const readStream = async (client: KinesisClient, StreamName: string): Promise<Record[]> => {
  const ids = await shardIds(client, StreamName)
  return (await Promise.all(ids.map((id) => readShard(client, StreamName, id)))).flat()
}

export const text = ({ Data }: Record): string => Buffer.from(Data ?? []).toString()

export const texts = (records: Record[]): string[] => records.map(text)
