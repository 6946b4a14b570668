// PutRecord: one record, answered when it is on disk.
import { action } from '../action.ts'
import { record, sequenceNumber, streamReference } from '../fields.ts'
import { KinesisError } from '../kinesis-error.ts'
import { admitRecord, rateExceeded } from '../record-entry.ts'
import { sequenceNumberOf } from '../stream.ts'

export const putRecord = action(
  { ...streamReference, ...record, SequenceNumberForOrdering: sequenceNumber },
  async (input, { streams, settings }) => {
    const stream = streams.find(input)
    const { shard, prepared } = admitRecord(stream, input)
    if (!shard.gauge.admits(prepared.bytes)) {
      const message = rateExceeded(stream, shard, settings)
      throw new KinesisError('ProvisionedThroughputExceededException', message)
    }
    const counter = shard.log.append(prepared)
    await shard.log.commit()
    return { ShardId: shard.id, SequenceNumber: sequenceNumberOf(stream, shard, counter) }
  },
)
