// AWS::Lambda::LayerVersion: one whose packages a deployment fetches needs nothing here, for this machine has its own.
import type { Provider } from '../context.ts'

export const lambdaLayer: Provider = ({ logicalId, properties }, context) => {
  const { partition, region, accountId } = context
  const arn = `arn:${partition}:lambda:${region}:${accountId}:layer:${logicalId}:1`
  const { S3Key = '' } = (properties['Content'] ?? {}) as { S3Key?: string }
  if (context.isMadeAtDeployment(S3Key)) context.packageLayers.add(arn)
  return { ref: arn }
}
