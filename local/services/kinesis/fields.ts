// Fields that several actions share.
import { RECORD_MAX_BYTES } from './limits.ts'

const NAME = /^[a-zA-Z0-9_.-]+$/

export const streamName = { type: 'String', min: 1, max: 128, pattern: NAME } as const

/** A stream is told by its name or by its ARN. */
export const streamReference = {
  StreamName: streamName,
  StreamARN: { type: 'String', min: 1, max: 2_048, pattern: /^arn:aws.*:kinesis:.*:\d{12}:stream\/\S+$/ },
} as const

export const shardId = { type: 'String', min: 1, max: 128, pattern: NAME } as const

export const sequenceNumber = { type: 'String', pattern: /^(0|[1-9]\d{0,128})$/ } as const

export const nextToken = { type: 'String', min: 1, max: 1_048_576 } as const

/** What makes a record. */
export const record = {
  Data: { type: 'Blob', required: true, max: RECORD_MAX_BYTES },
  PartitionKey: { type: 'String', required: true, min: 1, max: 256 },
  ExplicitHashKey: { type: 'String', pattern: /^(0|[1-9]\d{0,38})$/ },
} as const
