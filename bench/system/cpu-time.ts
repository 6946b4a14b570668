// What a process has computed so far, all its threads together: a figure that other work on the machine hardly moves.
import { readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second for every program that asks. */
const TICK_MS = 10

/** Milliseconds; not a number where the system has no such file. */
export const cpuTime = (pid: number): number => {
  try {
    // The name stands in brackets and may hold anything; user and system time are the 12th and 13th fields after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return Number.NaN
  }
}
