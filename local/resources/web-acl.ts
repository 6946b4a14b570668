// AWS::WAFv2::WebACL: the firewall that distributions name by its ARN.
import type { Provider } from '../context.ts'
import { createFirewall } from '../edge/firewall.ts'
import type { EdgeParts } from './cloudfront.ts'

export const webAcl =
  (parts: EdgeParts): Provider =>
  ({ logicalId, properties }, { partition, region, accountId }) => {
    const name = String(properties['Name'] ?? logicalId)
    const arn = `arn:${partition}:wafv2:${region}:${accountId}:global/webacl/${name}/${logicalId}`
    parts.firewalls.set(arn, createFirewall(properties))
    return { ref: `${name}|${logicalId}|CLOUDFRONT`, attributes: { Arn: arn, Id: logicalId } }
  }
