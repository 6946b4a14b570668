// How much a shard takes in a second: a bucket that holds one second's worth and leaks at that rate.
import { SHARD_THROUGHPUT } from './limits.ts'

export type Throughput = { bytesPerSecond: number; recordsPerSecond: number }

/** What every shard takes: as on AWS, without any bound, or as given. */
export type ThroughputSetting = 'real' | 'unlimited' | Throughput

export type Gauge = { admits(bytes: number): boolean }

export const throughputOf = (setting: ThroughputSetting): Throughput | undefined => {
  if (setting === 'unlimited') return undefined
  return setting === 'real' ? SHARD_THROUGHPUT : setting
}

export const createGauge = (limit: () => Throughput | undefined, now: () => number): Gauge => {
  let bytesUsed = 0
  let recordsUsed = 0
  let drainedAt = now()

  return {
    admits(bytes) {
      const bound = limit()
      if (bound === undefined) return true
      const at = now()
      const seconds = Math.max(0, at - drainedAt) / 1_000
      drainedAt = at
      bytesUsed = Math.max(0, bytesUsed - seconds * bound.bytesPerSecond)
      recordsUsed = Math.max(0, recordsUsed - seconds * bound.recordsPerSecond)
      if (bytesUsed + bytes > bound.bytesPerSecond || recordsUsed + 1 > bound.recordsPerSecond) return false
      bytesUsed += bytes
      recordsUsed += 1
      return true
    },
  }
}
