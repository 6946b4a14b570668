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

/** Nobody is woken on a laptop: alarms, what they count, and where they would be sent. */
export const alarmProviders: Record<string, Provider> = {
  'AWS::CloudWatch::Alarm': nothingToDo,
  'AWS::CloudWatch::Dashboard': nothingToDo,
  'AWS::Logs::MetricFilter': nothingToDo,
  'AWS::SNS::Subscription': nothingToDo,
  'AWS::SNS::Topic': ({ logicalId }, { partition, region, accountId }) => ({
    ref: `arn:${partition}:sns:${region}:${accountId}:${logicalId}`,
    attributes: {
      TopicName: logicalId,
      TopicArn: `arn:${partition}:sns:${region}:${accountId}:${logicalId}`,
    },
  }),
  'AWS::SNS::TopicPolicy': nothingToDo,
}
