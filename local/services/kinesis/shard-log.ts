// A shard as a log on disk: appends wait in a group for one write and one sync, readers see only what is synced.
import { type Page, type PageLimits, type ReadableShard, readPage, seekTime } from './read-shard.ts'
import { type PreparedRecord, readArrival, readCounter, sealFrame } from './record-frame.ts'
import { createRecordTail } from './record-tail.ts'
import { markRecord } from './segment.ts'
import { openChain, rollChain, trimChain } from './segment-chain.ts'
import { writeDurably } from './write-durably.ts'

/** A quiet shard begins a new segment this many times per retention, so that age can drop one in time. */
const ROLLS_PER_RETENTION = 24

export type ShardLogOptions = {
  directory: string
  now(): number
  retentionMs(): number
  /** A segment is closed at this size, and the oldest one dropped when all together exceed `maxBytes`. */
  segmentBytes: number
  maxBytes: number
  /** Bytes of the newest records to keep in memory. */
  tailBytes: number
  onAppend(): void
}

export type ShardLog = {
  /** Gives the record its place in the shard and returns its counter; it counts once `commit` resolves. */
  append(record: PreparedRecord): number
  /** Resolves when everything appended so far is on disk. */
  commit(): Promise<void>
  read(from: number, limits: PageLimits): Promise<Page>
  oldestCounter(): number
  /** The counter of the next record that will become readable. */
  nextCounter(): number
  counterSince(time: number): Promise<number>
  trim(): Promise<void>
  close(): Promise<void>
}

type Group = { frames: Buffer[]; done: PromiseWithResolvers<void> }

export const openShardLog = async (options: ShardLogOptions): Promise<ShardLog> => {
  const { directory, now, retentionMs } = options
  const { chain, nextCounter, lastArrival: openedAt } = await openChain(directory, now())
  const shard: ReadableShard = { chain, tail: createRecordTail(options.tailBytes), durable: nextCounter }
  let assigned = nextCounter
  let arrival = openedAt
  let open = true
  /** The group that still takes records, and the one that was begun last. */
  let waiting: Group | undefined
  let newest: Group | undefined

  // Writing, rolling and trimming take turns, so that each finds the files as the one before left them.
  let turn: Promise<void> = Promise.resolve()
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = turn.then(work)
    turn = mine.catch(() => {})
    return mine
  }

  const trimNow = async (): Promise<void> => {
    if (!open) return
    const keptSince = now() - retentionMs()
    const { size, lastArrival = keptSince } = chain.active.segment
    if (size > 0 && lastArrival < keptSince && waiting === undefined) {
      arrival = Math.max(arrival, now())
      await rollChain(chain, directory, shard.durable, arrival)
    }
    await trimChain(chain, keptSince, options.maxBytes)
  }

  const rollIfDue = async (next: Buffer): Promise<void> => {
    const { size, createdAt } = chain.active.segment
    const arrivedAt = readArrival(next)
    const due = size >= options.segmentBytes || arrivedAt - createdAt > retentionMs() / ROLLS_PER_RETENTION
    if (size === 0 || !due) return
    await rollChain(chain, directory, readCounter(next), arrivedAt)
    inTurn(trimNow).catch(process.emitWarning)
  }

  const writeGroup = async ({ frames }: Group): Promise<void> => {
    const { segment, file } = chain.active
    try {
      await writeDurably(file, frames, segment.size)
    } catch (error) {
      // A half-written group must not stay behind the records that follow; if it cannot be cut off, none may follow.
      await file.truncate(segment.size).catch(() => {
        open = false
      })
      throw error
    }
    for (const frame of frames) {
      const mark = { counter: readCounter(frame), arrivedAt: readArrival(frame), position: segment.size }
      markRecord(segment, mark)
      segment.size += frame.length
      segment.lastArrival = mark.arrivedAt
      shard.tail.push(mark.counter, frame)
      shard.durable = mark.counter + 1
    }
  }

  const commitWaiting = async (): Promise<void> => {
    const group = waiting
    const first = group?.frames[0]
    if (group === undefined || first === undefined) return
    waiting = undefined
    try {
      await rollIfDue(first)
      await writeGroup(group)
    } catch (error) {
      group.done.reject(error)
      return
    }
    group.done.resolve()
    queueMicrotask(options.onAppend)
  }

  const beginGroup = (): Group => {
    const group: Group = { frames: [], done: Promise.withResolvers() }
    group.done.promise.catch(() => {})
    // The requests that arrived together are served in one round of the event loop: wait for all of them.
    setImmediate(() => inTurn(commitWaiting))
    return group
  }

  return {
    append(record) {
      if (!open) throw new Error(`the log in ${directory} takes no more records`)
      arrival = Math.max(arrival, now())
      const counter = assigned++
      waiting ??= newest = beginGroup()
      sealFrame(record.frame, counter, arrival)
      waiting.frames.push(record.frame)
      return counter
    },
    async commit() {
      await newest?.done.promise
    },
    read: (from, limits) => readPage(shard, from, limits, now() - retentionMs(), now()),
    oldestCounter: () => chain.segments[0]?.firstCounter ?? shard.durable,
    nextCounter: () => shard.durable,
    counterSince: (time) => seekTime(shard, time),
    trim: () => inTurn(trimNow),
    async close() {
      open = false
      await newest?.done.promise.catch(() => {})
      await inTurn(() => chain.active.file.close())
    },
  }
}
