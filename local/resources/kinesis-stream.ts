// AWS::Kinesis::Stream
import {
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  ResourceInUseException,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis'
import type { Provider } from '../context.ts'

/** What a stream keeps unless the template says otherwise. */
const RETENTION_HOURS = 24

/** Brings a stream that was there before to what the template now says. */
const adjust = async (
  client: KinesisClient,
  StreamName: string,
  shards: number | undefined,
  RetentionPeriodHours: number,
): Promise<void> => {
  const { StreamDescriptionSummary: now } = await client.send(
    new DescribeStreamSummaryCommand({ StreamName }),
  )
  if (shards !== undefined && now?.OpenShardCount !== shards) {
    throw new Error(
      `it has ${now?.OpenShardCount} shards and cannot be given ${shards} here: begin with a new data folder`,
    )
  }
  const hours = now?.RetentionPeriodHours ?? RETENTION_HOURS
  const change = { StreamName, RetentionPeriodHours }
  if (hours < RetentionPeriodHours) await client.send(new IncreaseStreamRetentionPeriodCommand(change))
  if (hours > RetentionPeriodHours) await client.send(new DecreaseStreamRetentionPeriodCommand(change))
}

export const kinesisStream: Provider = async ({ logicalId, properties }, context) => {
  const client = context.services.kinesis
  const name = `${context.stackName}-${logicalId}`
  const shards = properties['ShardCount'] as number | undefined
  try {
    await client.send(
      new CreateStreamCommand({
        StreamName: name,
        ...(shards === undefined
          ? { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }
          : { ShardCount: shards, StreamModeDetails: { StreamMode: 'PROVISIONED' } }),
      }),
    )
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  await waitUntilStreamExists({ client, minDelay: 1, maxWaitTime: 30 }, { StreamName: name })
  await adjust(
    client,
    name,
    shards,
    (properties['RetentionPeriodHours'] as number | undefined) ?? RETENTION_HOURS,
  )
  return {
    ref: name,
    attributes: {
      Arn: `arn:${context.partition}:kinesis:${context.region}:${context.accountId}:stream/${name}`,
    },
  }
}
