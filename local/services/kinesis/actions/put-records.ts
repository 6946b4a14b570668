// PutRecords: up to 500 records; those that a shard has no room for fail one by one, the others are on disk.
import { action } from '../action.ts'
import { record, streamReference } from '../fields.ts'
import { KinesisError } from '../kinesis-error.ts'
import { PUT_MAX_BYTES, PUT_MAX_RECORDS } from '../limits.ts'
import { admitRecord, rateExceeded } from '../record-entry.ts'
import { sequenceNumberOf } from '../stream.ts'

export const putRecords = action(
  {
    ...streamReference,
    Records: {
      type: 'List',
      required: true,
      min: 1,
      max: PUT_MAX_RECORDS,
      of: { type: 'Structure', members: record },
    },
  },
  async ({ Records, ...reference }, { streams, settings }) => {
    const stream = streams.find(reference)
    const entries = Records.map((entry) => admitRecord(stream, entry))
    const bytes = entries.reduce((sum, { prepared }) => sum + prepared.bytes, 0)
    if (bytes > PUT_MAX_BYTES) {
      throw new KinesisError('InvalidArgumentException', 'Records size exceeds 10 MB limit')
    }
    const touched = new Set(entries.map(({ shard }) => shard))
    let failed = 0
    const results = entries.map(({ shard, prepared }) => {
      if (shard.gauge.admits(prepared.bytes)) {
        const counter = shard.log.append(prepared)
        return { SequenceNumber: sequenceNumberOf(stream, shard, counter), ShardId: shard.id }
      }
      failed += 1
      const ErrorMessage = rateExceeded(stream, shard, settings)
      return { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage }
    })
    await Promise.all([...touched].map(({ log }) => log.commit()))
    return { FailedRecordCount: failed, Records: results }
  },
)
