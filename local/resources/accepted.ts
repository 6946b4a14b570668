// Resources that need nothing on one machine, each type known by name: rights, logs and the like.
import type { Provider } from '../context.ts'

/** Rights are not enforced here; the template's assertions hold them. */
export const iamRole: Provider = ({ logicalId }, { partition, accountId }) => ({
  ref: logicalId,
  attributes: { Arn: `arn:${partition}:iam::${accountId}:role/${logicalId}`, RoleId: logicalId },
})

/** What a function prints goes to a file of its own instead. */
export const logGroup: Provider = ({ logicalId, properties }, { partition, region, accountId }) => {
  const name = String(properties['LogGroupName'] ?? logicalId)
  return {
    ref: name,
    attributes: { Arn: `arn:${partition}:logs:${region}:${accountId}:log-group:${name}:*` },
  }
}

export const nothingToDo: Provider = ({ logicalId }) => ({ ref: logicalId })
