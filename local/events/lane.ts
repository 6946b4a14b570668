// One lane of a shard: gathers records up to the batch size or the window, and delivers batch after batch in order.
import type { Slot } from '../lambda/invoke.ts'
import type { StreamRecord } from './batch-delivery.ts'

export type LaneOptions = {
  batchSize: number
  windowMs: number
  /** Waits for a free container. Records that come meanwhile go with the same batch. */
  reserve: () => Promise<Slot>
  /** Begins in the container that was waited for. Resolves to false when the mapping stops in the middle. */
  deliver: (records: StreamRecord[], slot: Slot) => Promise<boolean>
}

export type Lane = {
  push(record: StreamRecord): void
  /** Stops gathering; resolves when the batch under way has ended. What was not delivered stays undone. */
  stop(): Promise<void>
}

export const createLane = ({ batchSize, windowMs, reserve, deliver }: LaneOptions): Lane => {
  const gathered: StreamRecord[] = []
  let stopped = false
  let window: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  const run = async (): Promise<void> => {
    while (gathered.length > 0 && !stopped) {
      // A function that gives no more containers is being stopped, and so is everything.
      const slot = await reserve().catch(() => undefined)
      if (stopped || !slot) {
        stopped = true
        return slot?.release()
      }
      const batch = gathered.splice(0, batchSize)
      if (!(await deliver(batch, slot))) stopped = true
      if (gathered.length < batchSize && windowMs > 0) break
    }
  }
  const start = (): void => {
    clearTimeout(window)
    window = undefined
    if (running || stopped) return
    running = run().finally(() => {
      running = undefined
      schedule()
    })
  }
  const schedule = (): void => {
    if (stopped || gathered.length === 0 || running) return
    if (windowMs === 0 || gathered.length >= batchSize) start()
    else window ??= setTimeout(start, windowMs)
  }

  return {
    push: (record) => {
      gathered.push(record)
      schedule()
    },
    stop: async () => {
      stopped = true
      clearTimeout(window)
      await running
    },
  }
}
