// DescribeStreamSummary: a stream without its shards.
import { action } from '../action.ts'
import { describeStreamFacts } from '../description.ts'
import { streamReference } from '../fields.ts'

export const describeStreamSummary = action(streamReference, (input, { streams }) => {
  const stream = streams.find(input)
  return {
    StreamDescriptionSummary: {
      ...describeStreamFacts(stream),
      OpenShardCount: stream.shards.length,
      ConsumerCount: 0,
    },
  }
})
