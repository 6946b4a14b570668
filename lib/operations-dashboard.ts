// The CloudWatch dashboard of a stage: a row for sessions, events, databases and errors each.
import { Duration } from 'aws-cdk-lib'
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { Stream } from 'aws-cdk-lib/aws-kinesis'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

export type OperationsDashboardProps = {
  stage: string
  stream: Stream
  tables: Table[]
  api: HttpApi
  consumers: { name: string; target: LambdaFunction }[]
  trouble: IMetric[]
}

const PERIOD = Duration.minutes(5)
/** Of the 24 columns of a dashboard: two graphs a row. */
const HALF = 12

export class OperationsDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id)
    const { stage, stream, tables, api, consumers, trouble } = props
    const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
      new GraphWidget({ title, left, right, width: HALF, period: PERIOD })
    const sum = { statistic: 'Sum', period: PERIOD }
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `Playhead-${stage}` })
    dashboard.addWidgets(
      graph(
        'Sessions: consumers behind the stream',
        consumers.map(({ name, target }) =>
          target.metric('IteratorAge', { statistic: 'Maximum', period: PERIOD, label: name }),
        ),
      ),
      graph(
        'Sessions: work of the consumers',
        consumers.map(({ name, target }) => target.metricInvocations({ period: PERIOD, label: name })),
        consumers.map(({ name, target }) => target.metricDuration({ period: PERIOD, label: name })),
      ),
    )
    dashboard.addWidgets(
      graph('Events: the stream', [stream.metricIncomingRecords(sum)], [stream.metricIncomingBytes(sum)]),
      graph(
        'Events: the API',
        [api.metricCount({ period: PERIOD })],
        [api.metricLatency({ statistic: 'p99', period: PERIOD })],
      ),
    )
    dashboard.addWidgets(
      graph(
        'Databases: written',
        tables.map((table) =>
          table.metricConsumedWriteCapacityUnits({ period: PERIOD, label: table.node.id }),
        ),
      ),
      graph(
        'Databases: read',
        tables.map((table) =>
          table.metricConsumedReadCapacityUnits({ period: PERIOD, label: table.node.id }),
        ),
      ),
    )
    dashboard.addWidgets(
      graph('Errors', trouble),
      graph('Errors: the stream takes no more', [stream.metricWriteProvisionedThroughputExceeded(sum)]),
    )
  }
}
