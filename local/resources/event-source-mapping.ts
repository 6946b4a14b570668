// AWS::Lambda::EventSourceMapping on a Kinesis stream
import { join } from 'node:path'
import type { Provider } from '../context.ts'
import { startMapping } from '../events/event-source-mapping.ts'
import { functionOf } from './function-of.ts'

type Properties = {
  EventSourceArn: string
  FunctionName: string
  BatchSize?: number
  MaximumBatchingWindowInSeconds?: number
  ParallelizationFactor?: number
  BisectBatchOnFunctionError?: boolean
  MaximumRetryAttempts?: number
  MaximumRecordAgeInSeconds?: number
  StartingPosition?: string
  FunctionResponseTypes?: string[]
  DestinationConfig?: { OnFailure?: { Destination?: string } }
}

export const eventSourceMapping: Provider = ({ logicalId, properties }, context) => {
  const mapping = properties as Properties
  const streamName = /^arn:[^:]+:kinesis:.*:stream\/(.+)$/.exec(mapping.EventSourceArn)?.[1]
  if (!streamName) throw new Error(`the runner only reads Kinesis streams, not ${mapping.EventSourceArn}`)
  if (mapping.StartingPosition === 'AT_TIMESTAMP')
    throw new Error('the runner cannot start a mapping at a time')
  const destination = mapping.DestinationConfig?.OnFailure?.Destination
  const failureBucket = destination && /^arn:[^:]+:s3:::(.+)$/.exec(destination)?.[1]
  if (destination && !failureBucket)
    throw new Error(`the runner sends failures to S3 only, not to ${destination}`)
  const target = functionOf(mapping.FunctionName, context)

  context.afterAll(async () => {
    const running = await startMapping({
      mappingId: logicalId,
      streamName,
      streamArn: mapping.EventSourceArn,
      functionArn: target.arn,
      region: context.region,
      invoke: target.invoke,
      reserve: target.reserve,
      shards: context.services.shards,
      s3: context.services.s3,
      checkpointFile: join(context.directory, 'checkpoints', `${logicalId}.json`),
      batchSize: mapping.BatchSize ?? 100,
      windowMs: (mapping.MaximumBatchingWindowInSeconds ?? 0) * 1_000,
      parallelization: mapping.ParallelizationFactor ?? 1,
      startAt: mapping.StartingPosition === 'LATEST' ? 'LATEST' : 'TRIM_HORIZON',
      rules: {
        bisectOnError: mapping.BisectBatchOnFunctionError ?? false,
        reportsItemFailures: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
        retryAttempts: mapping.MaximumRetryAttempts ?? -1,
        maxAgeSeconds: mapping.MaximumRecordAgeInSeconds ?? -1,
      },
      ...(failureBucket && { failureBucket }),
      log: (line) => context.log(logicalId, line),
    })
    context.onStop(() => running.stop())
  })
  return { ref: logicalId }
}
