// The actions this service knows, by the name that the client sends.
import type { Action } from './action.ts'
import { createStream } from './actions/create-stream.ts'
import { deleteStream } from './actions/delete-stream.ts'
import { describeStream } from './actions/describe-stream.ts'
import { describeStreamSummary } from './actions/describe-stream-summary.ts'
import { getRecords } from './actions/get-records.ts'
import { getShardIterator } from './actions/get-shard-iterator.ts'
import { listShards } from './actions/list-shards.ts'
import { listStreams } from './actions/list-streams.ts'
import { putRecord } from './actions/put-record.ts'
import { putRecords } from './actions/put-records.ts'
import { decreaseStreamRetention, increaseStreamRetention } from './actions/set-stream-retention.ts'

export const actions: ReadonlyMap<string, Action> = new Map([
  ['CreateStream', createStream],
  ['DecreaseStreamRetentionPeriod', decreaseStreamRetention],
  ['DeleteStream', deleteStream],
  ['DescribeStream', describeStream],
  ['DescribeStreamSummary', describeStreamSummary],
  ['GetRecords', getRecords],
  ['GetShardIterator', getShardIterator],
  ['IncreaseStreamRetentionPeriod', increaseStreamRetention],
  ['ListShards', listShards],
  ['ListStreams', listStreams],
  ['PutRecord', putRecord],
  ['PutRecords', putRecords],
])
