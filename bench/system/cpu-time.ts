// What a process has computed so far, all its threads together or each: a figure that other work on the machine moves
// far less than the clock.
import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second for every program that asks. */
const TICK_MS = 10

/** Milliseconds; not a number where the system has no such file. */
export const cpuTime = (pid: number): number => {
  try {
    return timeIn(`/proc/${pid}/stat`)
  } catch {
    return Number.NaN
  }
}

/** Milliseconds by the names of threads; those of one name together. Empty where the system does not tell. */
export const cpuTimeByThread = (pid: number): Map<string, number> => {
  const times = new Map<string, number>()
  const folder = `/proc/${pid}/task`
  for (const thread of threadsIn(folder)) {
    try {
      const name = readFileSync(`${folder}/${thread}/comm`, 'utf8').trim()
      times.set(name, (times.get(name) ?? 0) + timeIn(`${folder}/${thread}/stat`))
    } catch {
      // It ended meanwhile.
    }
  }
  return times
}

const threadsIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The name stands in brackets and may hold anything; user and system time are the 12th and 13th fields after it. */
const timeIn = (file: string): number => {
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}
