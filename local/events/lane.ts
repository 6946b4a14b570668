// One lane of a shard: gathers records up to the batch size or the window, and delivers batch after batch in order.
import type { StreamRecord } from './batch-delivery.ts'

export type LaneOptions = {
  batchSize: number
  windowMs: number
  /** Resolves to false when the mapping stops in the middle. */
  deliver: (records: StreamRecord[]) => Promise<boolean>
}

export type Lane = {
  push(record: StreamRecord): void
  /** Stops gathering; resolves when the batch under way has ended. What was not delivered stays undone. */
  stop(): Promise<void>
}

export const createLane = ({ batchSize, windowMs, deliver }: LaneOptions): Lane => {
  const gathered: StreamRecord[] = []
  let stopped = false
  let window: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined

  const run = async (): Promise<void> => {
    while (gathered.length > 0 && !stopped) {
      const batch = gathered.splice(0, batchSize)
      if (!(await deliver(batch))) stopped = true
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
