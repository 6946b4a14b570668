// ListStreams: pages of streams by name.
import { action } from '../action.ts'
import { describeMode } from '../description.ts'
import { nextToken, streamName } from '../fields.ts'

export const listStreams = action(
  {
    Limit: { type: 'Integer', min: 1, max: 10_000 },
    ExclusiveStartStreamName: streamName,
    NextToken: nextToken,
  },
  ({ Limit = 100, ExclusiveStartStreamName, NextToken }, { streams }) => {
    const start = NextToken ?? ExclusiveStartStreamName ?? ''
    const after = streams.list().filter(({ facts }) => facts.name > start)
    const page = after.slice(0, Limit)
    const hasMore = after.length > page.length
    return {
      StreamNames: page.map(({ facts }) => facts.name),
      StreamSummaries: page.map(describeMode),
      HasMoreStreams: hasMore,
      NextToken: hasMore ? page.at(-1)?.facts.name : undefined,
    }
  },
)
