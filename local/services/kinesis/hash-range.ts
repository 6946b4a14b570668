// Which shard a partition key belongs to: its MD5 as a 128-bit number, in equal ranges.
import { hash } from 'node:crypto'
import { KinesisError } from './kinesis-error.ts'

const KEYS = 2n ** 128n

/** `first` is the range's start as 32 hexadecimal digits, which compare as text far cheaper than as numbers. */
export type HashRange = { first: string; StartingHashKey: string; EndingHashKey: string }

export const splitHashRange = (shards: number): HashRange[] =>
  Array.from({ length: shards }, (_, index) => {
    const start = (KEYS / BigInt(shards)) * BigInt(index)
    const end = index === shards - 1 ? KEYS - 1n : (KEYS / BigInt(shards)) * BigInt(index + 1) - 1n
    return { first: toHex(start), StartingHashKey: String(start), EndingHashKey: String(end) }
  })

export const hashKeyOf = (partitionKey: string, explicitHashKey: string | undefined): string => {
  if (explicitHashKey === undefined) return hash('md5', partitionKey, 'hex')
  const key = BigInt(explicitHashKey)
  if (key >= KEYS) {
    throw new KinesisError(
      'InvalidArgumentException',
      `Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was ${explicitHashKey}`,
    )
  }
  return toHex(key)
}

const toHex = (key: bigint): string => key.toString(16).padStart(32, '0')
