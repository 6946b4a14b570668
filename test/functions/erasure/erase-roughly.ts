// A history in which somebody is erased, while the finisher and the compaction run, and anything may fail or die.
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KinesisStreamEvent } from 'aws-lambda'
import { openErasure } from '../../../core/erasure/open-erasure.ts'
import { ERASURE_SETTLE_MS } from '../../../core/limits.ts'
import { leaveOutErased } from '../../../functions/runtime/stream/leave-out-erased.ts'
import { stream } from '../../../functions/runtime/stream/stream.ts'
import { annotations } from '../../../functions/stores/annotations.ts'
import { answers } from '../../../functions/stores/answers.ts'
import { claims } from '../../../functions/stores/claims.ts'
import { connections } from '../../../functions/stores/connections.ts'
import { conversations } from '../../../functions/stores/conversations.ts'
import { eraseFromLake } from '../../../functions/stores/erase-from-lake.ts'
import { erasePeople } from '../../../functions/stores/erase-people.ts'
import { erasures } from '../../../functions/stores/erasures.ts'
import { eventLake } from '../../../functions/stores/event-lake.ts'
import { forgetUser } from '../../../functions/stores/forget-user.ts'
import { lakeCompaction } from '../../../functions/stores/lake-compaction.ts'
import type { LakeDatabase } from '../../../functions/stores/lake-database.ts'
import { lakeManifests } from '../../../functions/stores/lake-manifests.ts'
import { lakeMarkers } from '../../../functions/stores/lake-markers.ts'
import { lakeObjects } from '../../../functions/stores/lake-objects.ts'
import { lakeReader } from '../../../functions/stores/lake-reader.ts'
import { mergeSession } from '../../../functions/stores/merge-session.ts'
import { openReplay } from '../../../functions/stores/open-replay.ts'
import { people } from '../../../functions/stores/people.ts'
import { pins } from '../../../functions/stores/pins.ts'
import { presence } from '../../../functions/stores/presence.ts'
import { quarantine } from '../../../functions/stores/quarantine.ts'
import { quarantined } from '../../../functions/stores/quarantined.ts'
import { replayStore } from '../../../functions/stores/replay.ts'
import { requestMarks } from '../../../functions/stores/request-marks.ts'
import { sessionObjects } from '../../../functions/stores/session-objects.ts'
import { sessionParts } from '../../../functions/stores/session-parts.ts'
import { sessionRows } from '../../../functions/stores/session-rows.ts'
import { sessions } from '../../../functions/stores/sessions.ts'
import { suppressions } from '../../../functions/stores/suppressions.ts'
import { userCredentials } from '../../../functions/stores/user-credentials.ts'
import { userProfiles } from '../../../functions/stores/user-profiles.ts'
import { userWatches } from '../../../functions/stores/user-watches.ts'
import { deliver, type StreamRecord } from '../../../local/events/batch-delivery.ts'
import {
  type Consumers,
  drawFrom,
  hashOf,
  LANES,
  SHARDS,
  shardOf,
  takeIn,
  toEvent,
} from '../exactly-once/deliver-history.ts'
import type { History } from '../exactly-once/histories.ts'
import {
  clientsOf,
  emptyMemory,
  type Fault,
  type Invocation,
  type Memory,
  type Weather,
} from '../exactly-once/memory-aws.ts'
import { usersInMemory } from '../exactly-once/users-in-memory.ts'
import { context } from '../invocations.ts'

export type Functions = Consumers & {
  finishSessions: typeof import('../../../functions/schedule/finish-sessions.ts').finishSessions
  compactLake: typeof import('../../../functions/schedule/compact-lake.ts').compactLake
  erase: typeof import('../../../functions/schedule/erase.ts').erase
}

export type Somebody = { projectId: string; visitorIds: string[]; userIds: string[] }

const NAMES = ['roll-up-sessions', 'store-session', 'archive-events'] as const
const FAULTS: Fault[] = ['refused', 'lost', 'killed-before', 'killed-after']
const RULES = { bisectOnError: true, reportsItemFailures: true, retryAttempts: -1, maxAgeSeconds: -1 }
const FINE: Weather = { fault: () => 'none', turn: async () => {} }
const DAY_MS = 24 * 60 * 60_000
const streamMs = DAY_MS

/** Returns what is left when the erasure is complete. */
export const eraseRoughly = async (
  functions: Functions,
  database: LakeDatabase,
  { sendings, endsAt }: History,
  somebody: Somebody,
  seed: number,
): Promise<{ memory: Memory; passes: number }> => {
  const draw = drawFrom(seed)
  const memory = emptyMemory(endsAt + DAY_MS)
  const now = () => memory.now
  const folder = join(tmpdir(), `playhead-roughly-${randomUUID()}`)
  let faults = 4 + draw(12)
  const weather: Weather = {
    fault: (isWrite) => {
      if (faults === 0 || draw(isWrite ? 8 : 30) > 0) return 'none'
      faults -= 1
      return FAULTS[isWrite ? draw(FAULTS.length) : 0] ?? 'none'
    },
    turn: async () => {
      for (let ticks = draw(6); ticks > 0; ticks -= 1) await null
    },
  }
  const key = async () => Buffer.from('a key of the test')
  const suppressionsOf = (dynamodb: ReturnType<typeof clientsOf>['dynamodb']) =>
    suppressions({ client: dynamodb, table: 'people', key, now })
  const lakeOf = (s3: ReturnType<typeof clientsOf>['s3']) => {
    const objects = lakeObjects(s3, 'lake')
    const manifests = lakeManifests(s3, 'lake')
    const markers = lakeMarkers(s3, 'lake', now)
    const compaction = lakeCompaction({ objects, manifests, database, folder, now, newId: randomUUID })
    return { objects, manifests, markers, compaction, reader: lakeReader(s3, 'lake'), database, folder }
  }

  const ERASE = (invocation: Invocation, ofWeather: Weather) => {
    const { dynamodb, s3 } = clientsOf(memory, invocation, ofWeather)
    const store = erasures(dynamodb, 'people', now)
    const work = erasePeople({
      erasures: store,
      suppressions: suppressionsOf(dynamodb),
      sessions: sessions(dynamodb, 'sessions', now),
      objects: sessionObjects(s3, 'sessions'),
      annotations: annotations(dynamodb, 'people', now),
      pins: pins(dynamodb, 'people'),
      people: people(dynamodb, 'people'),
      connections: connections(dynamodb, 'presence', now),
      forgetUser: forgetUser({
        conversations: conversations(dynamodb, 'people'),
        credentials: userCredentials(dynamodb, 'people'),
        profiles: userProfiles(dynamodb, 'people', now),
        presence: presence(dynamodb, 'presence', now),
        connections: connections(dynamodb, 'presence', now),
        watches: userWatches(dynamodb, 'presence', now),
      }),
      quarantined: quarantined(s3, 'quarantine'),
      lake: eraseFromLake(lakeOf(s3)),
      answers: answers(s3, 'lake', now),
      streamMs,
      now,
    })
    return functions.erase({ erasures: store, erasing: async () => work, now })({
      remainingMs: () => 900_000,
    })
  }

  const FINISH = (invocation: Invocation, ofWeather: Weather) => {
    const { dynamodb, s3 } = clientsOf(memory, invocation, ofWeather)
    const parts = sessionParts(s3, 'sessions')
    return functions.finishSessions({
      sessions: sessions(dynamodb, 'sessions', now),
      merge: mergeSession({ parts, replay: replayStore(s3, 'sessions') }),
      rows: sessionRows(s3, 'lake', lakeMarkers(s3, 'lake', now)),
      now,
    })({ remainingMs: () => 900_000 })
  }

  /** Somebody opens the replay of each session that there is, whether it is over or not. */
  const OPEN = async (invocation: Invocation, ofWeather: Weather) => {
    const { dynamodb, s3 } = clientsOf(memory, invocation, ofWeather)
    const replay = replayStore(s3, 'sessions')
    const open = openReplay({
      replay,
      merge: mergeSession({ parts: sessionParts(s3, 'sessions'), replay }),
      marks: requestMarks(dynamodb, 'requests', now),
      // Each merges for as long as it takes.
      now: () => 0,
    })
    const store = sessions(dynamodb, 'sessions', now)
    for (const sessionKey of [...(memory.tables.get('sessions')?.keys() ?? [])]) {
      const [projectId = '', sessionId = ''] = sessionKey.split('#')
      const state = await store.find(projectId, sessionId)
      if (state) await open(state)
    }
  }

  const COMPACT = (invocation: Invocation, ofWeather: Weather) => {
    const { s3 } = clientsOf(memory, invocation, ofWeather)
    const { markers, compaction } = lakeOf(s3)
    return functions.compactLake({ markers, compaction: async () => compaction, now })({
      remainingMs: () => 900_000,
    })
  }

  const consume = async (name: (typeof NAMES)[number], event: KinesisStreamEvent) => {
    const invocation: Invocation = { dead: false }
    const { dynamodb, s3 } = clientsOf(memory, invocation, weather)
    const work = {
      'roll-up-sessions': () =>
        functions.rollUpSessions({
          sessions: sessions(dynamodb, 'sessions', now),
          people: people(dynamodb, 'people'),
          users: usersInMemory(dynamodb, now),
          sleep: weather.turn,
          random: () => 0,
        }),
      'store-session': () => functions.storeSession({ parts: sessionParts(s3, 'sessions') }),
      'archive-events': () =>
        functions.archiveEvents({ lake: eventLake(s3, 'lake', lakeMarkers(s3, 'lake', now)) }),
    }[name]()
    // Half of the containers remember that nobody is suppressed: as long as they may, a minute, which never passes here.
    const known = remembered.get(name) ?? suppressionsOf(clientsOf(memory, { dead: false }, FINE).dynamodb)
    if (draw(2) === 0) remembered.set(name, known)
    const answer = await stream(
      { claims: claims(s3, 'sessions'), quarantine: quarantine(s3, 'quarantine'), now },
      leaveOutErased(known, work),
    )(event, context({ functionName: name }))
    if (invocation.dead) throw new Error('killed')
    return answer
  }
  const remembered = new Map<string, ReturnType<typeof suppressions>>()

  const lane = async (name: (typeof NAMES)[number], records: StreamRecord[], shard: number) => {
    let restarts = draw(3)
    for (let at = 0; at < records.length; ) {
      const cut = records.slice(at, at + 1 + draw(7))
      await deliver(cut, {
        rules: RULES,
        invoke: (event) => consume(name, event as KinesisStreamEvent),
        toEvent: (some) => toEvent(some, shard),
        giveUp: () => Promise.reject(new Error('nothing is given up here')),
        passed: () => {},
        now,
        pause: async () => true,
      })
      at += cut.length
      if (restarts > 0 && draw(3) === 0) {
        restarts -= 1
        at = Math.max(0, at - 1 - draw(8))
      }
    }
  }

  const attempts = async (run: (...of: Parameters<typeof ERASE>) => Promise<unknown>, times: number) => {
    for (; times > 0; times -= 1) {
      for (let turns = draw(60); turns > 0; turns -= 1) await weather.turn()
      await run({ dead: false }, weather).catch(() => undefined)
    }
  }
  const ask = async () => {
    for (let turns = draw(200); turns > 0; turns -= 1) await weather.turn()
    const { dynamodb } = clientsOf(memory, { dead: false }, FINE)
    const asked = {
      ...somebody,
      erasureId: 'ers_1',
      subject: 'x',
      requestedBy: 'member',
      requestedAt: now(),
    } as const
    await erasures(dynamodb, 'people', now).saveOpen(openErasure(asked), undefined)
    await attempts(ERASE, 3)
  }

  const records = await takeIn(memory, FINE, sendings)
  await Promise.all([
    ask(),
    attempts(FINISH, 4),
    attempts(OPEN, 4),
    attempts(COMPACT, 3),
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

  const store = erasures(clientsOf(memory, { dead: false }, FINE).dynamodb, 'people', now)
  let passes = 0
  for (; (await store.open()).length > 0; passes += 1) {
    if (passes > 20) throw new Error('The erasure never ends.')
    // What ran beside it runs on.
    await FINISH({ dead: false }, FINE)
    await COMPACT({ dead: false }, FINE)
    await ERASE({ dead: false }, FINE)
    memory.now += passes < 6 ? ERASURE_SETTLE_MS : streamMs
  }
  return { memory, passes }
}
