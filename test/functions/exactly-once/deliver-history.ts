// Takes a history in through the real stream store, and delivers it to the real consumers as event source mappings may:
// any cut, lanes side by side, faults, restarts.
import { createHash } from 'node:crypto'
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from 'aws-lambda'
import { finishSession } from '../../../core/sessions/session-rules.ts'
import { stream } from '../../../functions/runtime/stream/stream.ts'
import { claims } from '../../../functions/stores/claims.ts'
import { eventLake } from '../../../functions/stores/event-lake.ts'
import { eventStream } from '../../../functions/stores/event-stream.ts'
import { lakeMarkers } from '../../../functions/stores/lake-markers.ts'
import { people } from '../../../functions/stores/people.ts'
import { quarantine } from '../../../functions/stores/quarantine.ts'
import { sessionParts } from '../../../functions/stores/session-parts.ts'
import { sessions } from '../../../functions/stores/sessions.ts'
import { deliver, type StreamRecord } from '../../../local/events/batch-delivery.ts'
import { NOON } from '../../unit/core/make-batch.ts'
import { context } from '../invocations.ts'
import type { History, Sending } from './histories.ts'
import {
  clientsOf,
  emptyMemory,
  type Fault,
  type Invocation,
  type Memory,
  type Weather,
} from './memory-aws.ts'
import { usersInMemory } from './users-in-memory.ts'

/** The consumers' own code; their files read the environment when they are loaded, so they come from the test. */
export type Consumers = {
  rollUpSessions: typeof import('../../../functions/stream/roll-up-sessions.ts').rollUpSessions
  storeSession: typeof import('../../../functions/stream/store-session.ts').storeSession
  archiveEvents: typeof import('../../../functions/stream/archive-events.ts').archiveEvents
}

export const SHARDS = 2
export const LANES = 2
const FAULTS: Fault[] = ['refused', 'lost', 'twice', 'killed-before', 'killed-after']
const RULES = { bisectOnError: true, reportsItemFailures: true, retryAttempts: -1, maxAgeSeconds: -1 }
const FINE: Weather = { fault: () => 'none', turn: async () => {} }

const NAMES = ['roll-up-sessions', 'store-session', 'archive-events'] as const
type Name = (typeof NAMES)[number]

/** One run of a consumer: it answers, or it dies. */
const invoke = async (
  consumers: Consumers,
  name: Name,
  memory: Memory,
  weather: Weather,
  event: KinesisStreamEvent,
): Promise<KinesisStreamBatchResponse> => {
  const invocation: Invocation = { dead: false }
  const { dynamodb, s3 } = clientsOf(memory, invocation, weather)
  const work = {
    'roll-up-sessions': () =>
      consumers.rollUpSessions({
        sessions: sessions(dynamodb, 'sessions', () => NOON),
        people: people(dynamodb, 'people'),
        users: usersInMemory(dynamodb, () => NOON, memory.logins),
        sleep: weather.turn,
        random: () => 0,
      }),
    'store-session': () => consumers.storeSession({ parts: sessionParts(s3, 'sessions') }),
    'archive-events': () =>
      consumers.archiveEvents({
        lake: eventLake(
          s3,
          'lake',
          lakeMarkers(s3, 'lake', () => NOON),
        ),
      }),
  }[name]()
  const consume = stream(
    { claims: claims(s3, 'sessions'), quarantine: quarantine(s3, 'quarantine'), now: () => NOON },
    work,
  )
  const answer = await consume(event, context({ functionName: name }))
  if (invocation.dead) throw new Error('killed')
  return answer
}

/**
 * What the stream has of it in the end: a page that was not answered sends the same again, at the same moment, until it
 * is. What lies in quarantine names its record, so a sending has the same number however often it was tried.
 */
export const takeIn = async (
  memory: Memory,
  weather: Weather,
  sendings: Sending[],
): Promise<StreamRecord[]> => {
  const records: StreamRecord[] = []
  for (const [nth, { what, partitionKey, at, claimed }] of sendings.entries()) {
    memory.entries = []
    if (typeof what === 'string') memory.entries.push({ Data: Buffer.from(what), PartitionKey: partitionKey })
    else {
      for (let answered = false; !answered; ) {
        const { kinesis, s3 } = clientsOf(memory, { dead: false }, weather)
        const stream = eventStream(kinesis, 'events', {
          claims: claims(s3, 'sessions'),
          sleep: weather.turn,
          random: () => 0,
          ...(claimed && { recordMaxBytes: 0 }),
        })
        answered = await stream.put([what]).then(
          () => true,
          () => false,
        )
      }
    }
    for (const [copy, { Data, PartitionKey = '' }] of memory.entries.entries())
      records.push({
        sequenceNumber: String(49_600_000_000_000_000_000n + BigInt(nth * 1_000 + copy)),
        partitionKey: PartitionKey,
        data: Buffer.from(Data ?? []),
        arrivedAt: at / 1_000,
      })
  }
  return records
}

export const shardOf = ({ partitionKey }: StreamRecord): number => hashOf(partitionKey) % SHARDS

/** Each batch once, its record by itself, in order, and nothing ever fails. */
export const deliverClean = async (consumers: Consumers, { sendings, endsAt }: History): Promise<Memory> => {
  const memory = emptyMemory()
  const records = await takeIn(memory, FINE, sendings)
  const once = records.filter((_, nth) => !sendings[nth]?.again)
  for (const name of NAMES)
    for (const record of once) await invoke(consumers, name, memory, FINE, toEvent([record], shardOf(record)))
  await finish(memory, FINE, endsAt + LONG_MS)
  return memory
}

/** The same history with all that may happen on the way, as the seed draws it. */
export const deliverRoughly = async (
  consumers: Consumers,
  { sendings, endsAt }: History,
  seed: number,
): Promise<Memory> => {
  const draw = drawFrom(seed)
  const memory = emptyMemory()
  let faults = draw(24)
  let restarts = draw(6)
  const weather: Weather = {
    fault: (isWrite) => {
      if (faults === 0 || draw(isWrite ? 6 : 20) > 0) return 'none'
      faults -= 1
      return FAULTS[isWrite ? draw(FAULTS.length) : 0] ?? 'none'
    },
    turn: async () => {
      for (let ticks = draw(6); ticks > 0; ticks -= 1) await null
    },
  }
  const records = await takeIn(memory, weather, sendings)
  const lane = async (name: Name, records: StreamRecord[], shard: number): Promise<void> => {
    for (let at = 0; at < records.length; ) {
      const cut = records.slice(at, at + 1 + draw(7))
      await deliver(cut, {
        rules: RULES,
        invoke: (event) => invoke(consumers, name, memory, weather, event as KinesisStreamEvent),
        toEvent: (some) => toEvent(some, shard),
        giveUp: () => Promise.reject(new Error('nothing is given up here')),
        passed: () => {},
        now: () => NOON,
        pause: async () => true,
      })
      at += cut.length
      // The poller is replaced, and begins where its last checkpoint was.
      if (restarts > 0 && draw(4) === 0) {
        restarts -= 1
        at = Math.max(0, at - 1 - draw(8))
      }
    }
  }
  const finisher = async (): Promise<void> => {
    for (let runs = 4; runs > 0; runs -= 1) {
      for (let turns = 20; turns > 0; turns -= 1) await weather.turn()
      await finish(memory, weather, NOON + draw(endsAt - NOON + LONG_MS)).catch(() => undefined)
    }
  }
  await Promise.all([
    finisher(),
    ...NAMES.flatMap((name) =>
      Array.from({ length: SHARDS * LANES }, (_, nth) => {
        const shard = nth % SHARDS
        const isOfLane = (record: StreamRecord): boolean =>
          shardOf(record) === shard &&
          (hashOf(record.partitionKey) >>> 8) % LANES === Math.floor(nth / SHARDS)
        return lane(name, records.filter(isOfLane), shard)
      }),
    ),
  ])
  await finish(memory, FINE, endsAt + LONG_MS)
  return memory
}

/** Milliseconds after which every session is over. */
const LONG_MS = 48 * 60 * 60_000

/** The finisher's step on each session that is open, as functions/schedule/finish-sessions.ts takes it. */
const finish = async (memory: Memory, weather: Weather, now: number): Promise<void> => {
  const store = sessions(clientsOf(memory, { dead: false }, weather).dynamodb, 'sessions', () => now)
  for (const sessionKey of [...(memory.tables.get('sessions')?.keys() ?? [])]) {
    const [projectId = '', sessionId = ''] = sessionKey.split('#')
    const { state, revision } = await store.read(projectId, sessionId)
    const after = state && finishSession(state, now)
    if (after && after !== state) await store.write(after, revision)
  }
}

export const toEvent = (records: StreamRecord[], shard: number): KinesisStreamEvent => ({
  Records: records.map(({ sequenceNumber, partitionKey, data, arrivedAt }) => ({
    awsRegion: 'us-east-1',
    eventID: `shardId-00000000000${shard}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/events',
    eventVersion: '1.0',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/tested',
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      approximateArrivalTimestamp: arrivedAt,
      data: data.toString('base64'),
    },
  })),
})

export const hashOf = (partitionKey: string): number =>
  createHash('md5').update(partitionKey).digest().readUInt32BE(0)

/** Numbers below `n`, the same ones for the same seed (mulberry32). */
export const drawFrom = (seed: number) => {
  let state = seed >>> 0
  return (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n
  }
}
