// Has a process of its own make load for a fixed time: it must not take turns with what it measures.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { stopProcess } from '../system/command.ts'

export type Load = {
  /** Where batches are posted, with the key in the query. */
  url: string
  connections: number
  eventsPerBatch: number
  warmUpMs: number
  measureMs: number
}

export type LoadResult = {
  eventsPerSecond: number
  batches: number
  /** Batches answered 202 in all, warm-up included. */
  answered: number
  /** Batches that got any answer but 202. */
  refused: number
  /** Milliseconds from a batch's first byte to its 202. */
  p50: number
  p99: number
  bytesPerEvent: number
}

const generator = fileURLToPath(new URL('generator.ts', import.meta.url))

export const runLoad = async (
  load: Load,
  onStop: (stop: () => Promise<void>) => void,
): Promise<LoadResult> => {
  const child = fork(generator)
  onStop(() => stopProcess(child))
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the load generator ended with code ${code}`)
  })
  child.send(load)
  const [result] = await Promise.race([once(child, 'message'), ended])
  return result as LoadResult
}
