// Waits until a process has finished what the last load left behind, so that the next one is not measured on top.
import { setTimeout as sleep } from 'node:timers/promises'
import { cpuTime } from './cpu-time.ts'

const LOOK_MS = 500

/** Milliseconds of work between two looks that a resting process may do. */
const RESTING_MS = 50

/** Milliseconds after which it is measured all the same. */
const PATIENCE_MS = 10_000

export const untilIdle = async (pid: number): Promise<void> => {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_MS) {
    const before = cpuTime(pid)
    await sleep(LOOK_MS)
    if (cpuTime(pid) - before <= RESTING_MS) return
  }
}
