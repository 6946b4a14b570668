// Sequence numbers: 56 decimal digits that order a shard's records as text and as numbers alike.

const PATTERN = /^49(\d{13})(\d{36})(\d{5})$/

/** Where a record stands: the n-th of a shard, of a stream known by the moment it was created. */
export type SequencePosition = { createdAt: number; shardIndex: number; counter: number }

export const formatSequenceNumber = ({ createdAt, shardIndex, counter }: SequencePosition): string =>
  `49${digits(createdAt, 13)}${digits(counter, 36)}${digits(shardIndex, 5)}`

export const parseSequenceNumber = (text: string): SequencePosition | undefined => {
  const [, createdAt, counter, shardIndex] = PATTERN.exec(text) ?? []
  if (createdAt === undefined) return undefined
  return { createdAt: Number(createdAt), counter: Number(counter), shardIndex: Number(shardIndex) }
}

const digits = (value: number, width: number): string => String(value).padStart(width, '0')
