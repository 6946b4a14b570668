// What opening a replay costs: of a session that runs and was never opened, again a minute later, and when all is merged.
import { gzipSync } from 'node:zlib'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import type { StampedBatch } from '../core/ingest/stamped-batch.ts'
import type { JsonValue } from '../core/json/json-value.ts'
import { toReplay } from '../core/replay/to-replay.ts'
import type { SessionState } from '../core/sessions/session-state.ts'
import { mergeSession } from '../functions/stores/merge-session.ts'
import { openReplay } from '../functions/stores/open-replay.ts'
import { replayStore } from '../functions/stores/replay.ts'
import { sessionParts } from '../functions/stores/session-parts.ts'
import { startS3 } from '../local/services/s3/server.ts'
import { type RecordedPage, recordedMinute, recordedOpening } from './load/realistic-recording.ts'
import type { Benchmark, Row } from './measuring/benchmark.ts'
import { figure, median } from './measuring/statistics.ts'

const START = Date.UTC(2026, 0, 1)
/** 2,083 a minute: 500,000 in four hours. */
const PAGE: RecordedPage = { name: 'a lively list', rows: 600, mutations: 1_500, moves: 500, inputs: 83 }
/** A delivery every five seconds, as the window of the consumer has it. */
const PARTS_A_MINUTE = 12
const LENGTHS = [10, 60, 240]
const ROUNDS = 5
const PROJECT = 'prj_benchmarkbenchm'
const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench-secret' }

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const minuteOf = (sessionId: string, minute: number): StampedBatch[] => {
  const opening = minute === 0 ? recordedOpening(PAGE, START) : []
  const all = [...opening, ...recordedMinute(PAGE, START, minute)]
  return Array.from({ length: PARTS_A_MINUTE }, (_, nth): StampedBatch => {
    const from = START + minute * 60_000 + nth * 5_000
    const own = all.filter(
      ({ timestamp }) => Math.floor((timestamp - START - minute * 60_000) / 5_000) === nth,
    )
    const seq = minute * PARTS_A_MINUTE + nth
    return {
      v: 1,
      projectId: PROJECT,
      visitorId: uuid(1),
      sessionId,
      tabId: uuid(2),
      seq,
      receivedAt: from + 5_100,
      clockOffsetMs: 100,
      client: { ip: '198.51.100.0', browser: 'Firefox', os: 'Linux', device: 'desktop', bot: false },
      events: [0, 1, 2].map((n) => ({
        eventId: uuid(seq * 10 + n + 100),
        name: n === 0 ? 'click' : 'mouse_move',
        ts: from + n * 1_000,
        url: 'https://shop.example/list',
        props: { selector: 'main > ul > li:nth-child(4) > a', x: 100, y: 200 },
      })),
      replay: { format: 'rrweb-2', events: own as unknown as JsonValue[] },
    }
  })
}

const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const began = performance.now()
  const result = await work()
  return [performance.now() - began, result]
}

export const benchmark: Benchmark = {
  title: 'Opening a replay of 2,083 recorded events a minute',
  measure: async ({ directory, say, onStop }) => {
    const server = await startS3({ directory, credentials })
    const s3 = new S3Client({ endpoint: server.url, region: 'us-east-1', forcePathStyle: true, credentials })
    onStop(async () => {
      s3.destroy()
      await server.stop()
    })
    await s3.send(new CreateBucketCommand({ Bucket: 'sessions' }))
    const parts = sessionParts(s3, 'sessions')
    const replay = replayStore(s3, 'sessions')
    const merge = mergeSession({ parts, replay })
    const marks = { take: async () => true, giveBack: async () => undefined }
    // A manifest is never new here, so that each opening merges what there is.
    const open = openReplay({
      replay: {
        readManifest: async (...of: Parameters<typeof replay.readManifest>) => {
          const found = await replay.readManifest(...of)
          return found && { ...found, writtenAt: 0 }
        },
      },
      merge,
      marks,
      now: Date.now,
    })
    const rows: Row[] = []
    for (const [nth, minutes] of LENGTHS.entries()) {
      const sessionId = uuid(500 + nth)
      const state = (mergedAt: number | null) =>
        ({ projectId: PROJECT, sessionId, tabs: {}, mergedAt }) as unknown as SessionState
      const store = async (minute: number) => {
        await Promise.all(
          minuteOf(sessionId, minute).map((batch) => {
            const name = String(batch.seq).padStart(8, '0')
            return parts.write([batch], { shardId: 'shardId-0', first: name, last: name })
          }),
        )
      }
      say(`${minutes} minutes: storing`)
      for (let minute = 0; minute < minutes; minute++) await store(minute)
      say('opening')
      const [first, opened] = await timed(() => open(state(null)))
      let whole = first
      for (let last = opened; !last.complete; ) {
        const [more, next] = await timed(() => open(state(null)))
        whole += more
        last = next
      }
      const again: number[] = []
      for (let round = 0; round < ROUNDS; round++) {
        await store(minutes + round)
        again.push((await timed(() => open(state(null))))[0])
      }
      const merged: number[] = []
      for (let round = 0; round < ROUNDS; round++) merged.push((await timed(() => open(state(1))))[0])
      const { manifest } = await open(state(1))
      const answer = JSON.stringify(
        toReplay(manifest, { state: state(1), expired: false, expiresAt: 0, complete: true }),
      )
      rows.push([
        String(minutes),
        String(manifest?.segments.reduce((sum, { events }) => sum + events, 0) ?? 0),
        figure(first),
        figure(whole),
        figure(median(again)),
        figure(median(merged)),
        figure(JSON.stringify(manifest).length / 1_000),
        figure(answer.length / 1_000),
        figure(gzipSync(answer).byteLength / 1_000),
      ])
    }
    return {
      columns: [
        'minutes',
        'recorded events',
        'first opening while it runs, ms to an answer',
        'ms until all is merged',
        'opened again a minute later, ms',
        'opened when merged, ms',
        'manifest kB',
        'answer kB',
        'answer kB with gzip',
      ],
      rows,
    }
  },
}
