// AWS::Kinesis::Stream
import { CreateStreamCommand, ResourceInUseException, waitUntilStreamExists } from '@aws-sdk/client-kinesis'
import type { Provider } from '../context.ts'

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
  return {
    ref: name,
    attributes: {
      Arn: `arn:${context.partition}:kinesis:${context.region}:${context.accountId}:stream/${name}`,
    },
  }
}
