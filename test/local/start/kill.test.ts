import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, ListBucketsCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type Access,
  freePorts,
  type PlayheadProcess,
  runPlayhead,
  temporaryData,
} from '../../playhead-process.ts'
import { until } from '../until.ts'

const KILLS = 10
const SENDERS = 32
const SESSIONS = 24
const EVENTS_PER_BATCH = 2
/** Batches a second of all senders together at most: load, but not a benchmark. */
const BATCHES_PER_SECOND = 400
/** Milliseconds of load between the first batch that a start acknowledges and its end at most: when is drawn. */
const LIFE_MS = 1_500
/** This many of a hundred are killed before they have acknowledged anything. */
const YOUNG_PERCENT = 20

let data: ReturnType<typeof temporaryData>
let running: PlayheadProcess | undefined

beforeEach(() => {
  data = temporaryData()
  // Its limits do not hold the load back, for all of it has one address and one key.
  process.env['PLAYHEAD_STAGE'] = 'bench'
})
afterEach(async () => {
  delete process.env['PLAYHEAD_STAGE']
  await running?.stop('SIGKILL')
  data.remove()
})

/** The same numbers for the same seed (mulberry32). */
const drawFrom = (seed: number) => {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Tabs that send as the tracker does: one batch in flight each, and the same one again until it is acknowledged. */
const startLoad = (access: Access) => {
  const acknowledged = new Map<string, Set<string>>()
  let answers = 0
  let more = true
  const post = async (body: string): Promise<boolean> => {
    try {
      const answer = await fetch(`${access.url}/api/v1/track?k=${access.publishableKey}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'text/plain' },
        signal: AbortSignal.timeout(5_000),
      })
      await answer.arrayBuffer()
      if (answer.status === 202) answers += 1
      return answer.status === 202
    } catch {
      return false
    }
  }
  const sender = async (nth: number): Promise<void> => {
    const visitorId = crypto.randomUUID()
    const tabs = sessionIds.map((sessionId) => ({ sessionId, tabId: crypto.randomUUID(), seq: 0 }))
    for (let turn = nth; more; turn += 1) {
      const tab = tabs[turn % tabs.length]
      if (!tab) return
      const eventIds = Array.from({ length: EVENTS_PER_BATCH }, () => crypto.randomUUID())
      const events = eventIds.map((eventId) => ({ eventId, name: 'click', ts: Date.now(), props: {} }))
      const body = JSON.stringify({ v: 1, visitorId, ...tab, sentAt: Date.now(), events })
      while (!(await post(body))) await sleep(100)
      const known = acknowledged.get(tab.sessionId) ?? new Set()
      acknowledged.set(tab.sessionId, known)
      for (const eventId of eventIds) known.add(eventId)
      tab.seq += 1
      await sleep((1_000 * SENDERS) / BATCHES_PER_SECOND)
    }
  }
  const sessionIds = Array.from({ length: SESSIONS }, () => crypto.randomUUID())
  const senders = Array.from({ length: SENDERS }, (_, nth) => sender(nth))
  return {
    acknowledged,
    answers: () => answers,
    /** Every batch that was begun is acknowledged then. */
    end: async () => {
      more = false
      await Promise.all(senders)
    },
  }
}

const readEvents = async (access: Access, sessionId: string): Promise<string[]> => {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ limit: '100', ...(cursor && { cursor }) })
    const page = await get<{ events: { eventId: string }[]; nextCursor: string | null }>(
      access,
      `/api/v1/sessions/${sessionId}/events?${query}`,
    )
    ids.push(...page.events.map(({ eventId }) => eventId))
    cursor = page.nextCursor
  } while (cursor)
  return ids.sort()
}

const get = async <T>(access: Access, path: string): Promise<T> => {
  const answer = await fetch(`${access.url}${path}`, { headers: { 'x-api-key': access.secretKey } })
  if (answer.status !== 200) throw new Error(`${path.split('?')[0]} answered ${answer.status}`)
  return (await answer.json()) as T
}

const readLake = async (): Promise<Set<string>> => {
  const services = JSON.parse(readFileSync(join(data.directory, 'services.json'), 'utf8'))
  const s3 = new S3Client({
    region: 'us-east-1',
    endpoint: services.AWS_ENDPOINT_URL_S3,
    forcePathStyle: true,
    credentials: {
      accessKeyId: services.AWS_ACCESS_KEY_ID,
      secretAccessKey: services.AWS_SECRET_ACCESS_KEY,
    },
  })
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}))
  const Bucket = Buckets.find(({ Name }) => Name?.includes('bucketslake'))?.Name
  const ids = new Set<string>()
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    { Bucket, Prefix: 'events/' },
  )) {
    for (const { Key } of Contents) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      const lines = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString('utf8')
      for (const line of lines.trim().split('\n')) ids.add(JSON.parse(line).eventId)
    }
  }
  s3.destroy()
  return ids
}

test('whatever was answered 202 is there once, though the whole system is killed ten times', {
  timeout: 150_000,
}, async () => {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 32))
  process.stderr.write(`kill test: SEED=${seed}\n`)
  const draw = drawFrom(seed)
  const port = await freePorts()
  running = runPlayhead(data.directory, port)
  const access = await running.ready
  const load = startLoad(access)
  for (let kills = 0; kills < KILLS; kills += 1) {
    const seen = load.answers()
    if (draw() * 100 > YOUNG_PERCENT) await until(load.answers, (answers) => answers > seen)
    await sleep(draw() * LIFE_MS)
    await running.stop('SIGKILL')
    running = runPlayhead(data.directory, port)
    await running.ready
  }
  await load.end()

  const { acknowledged } = load
  expect(acknowledged.size).toBe(SESSIONS)
  for (const [sessionId, eventIds] of acknowledged) {
    const counted = async () =>
      (await get<{ session: { events: number } }>(access, `/api/v1/sessions/${sessionId}`)).session.events
    await expect.poll(counted, { timeout: 20_000 }).toBe(eventIds.size)
    await expect.poll(() => readEvents(access, sessionId), { timeout: 20_000 }).toEqual([...eventIds].sort())
  }
  const all = [...acknowledged.values()].flatMap((ids) => [...ids]).sort()
  process.stderr.write(`kill test: ${all.length / EVENTS_PER_BATCH} batches were acknowledged\n`)
  await expect.poll(async () => [...(await readLake())].sort(), { timeout: 20_000 }).toEqual(all)
})
