// What wakes somebody, and the dashboard that is looked at then. Each alarm says which runbook helps.
import { Duration } from 'aws-cdk-lib'
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct, type IConstruct } from 'constructs'
import { Consumer } from './consumer.ts'
import type { EventStream } from './event-stream.ts'
import { Handler } from './handler.ts'
import type { Api } from './http-api.ts'
import { OperationsDashboard } from './operations-dashboard.ts'
import type { Settings } from './settings.ts'
import type { Tables } from './tables.ts'

export type AlarmsProps = {
  settings: Settings
  /** Whose functions and consumers are watched: all below it, whoever made them. */
  of: IConstruct
  api: Api
  events: EventStream
  tables: Tables
}

/** The service takes ten metrics in the sum of one alarm. */
const METRICS_PER_ALARM = 10

/** Milliseconds of age: far from the hours after which records are given up, far above a busy minute. */
const OLD_RECORD_MS = Duration.minutes(10).toMilliseconds()

const PERIOD = Duration.minutes(5)

/** Of what runs by the clock, once an hour or more often: too seldom for the count that requests are watched by. */
const RUNS_PERIOD = Duration.hours(1)

type Watch = { metric: IMetric; atLeast: number; periods?: number; says: string; runbook: string }

export class Alarms extends Construct {
  readonly #topic: Topic

  constructor(scope: Construct, id: string, { settings, of, api, events, tables }: AlarmsProps) {
    super(scope, id)
    const below = of.node.findAll()
    const handlers = below.filter((one) => one instanceof Handler)
    const functions = handlers.map((one) => one.function)
    const [scheduled, answering] = [true, false].map((is) =>
      handlers.filter((one) => one.isScheduled === is).map((one) => one.function),
    ) as [LambdaFunction[], LambdaFunction[]]
    const consumers = below.flatMap((one) => (one instanceof Consumer ? [one] : []))
    this.#topic = new Topic(this, 'Topic', {
      displayName: `Playhead ${settings.stage}`,
      enforceSSL: true,
    })
    if (settings.alarms.email) this.#topic.addSubscription(new EmailSubscription(settings.alarms.email))

    const unreadable = this.#unreadable(consumers, settings.stage)
    const serverErrors = api.http.metricServerError({ period: PERIOD, statistic: 'Sum' })
    const errors = sums(answering, (one) => one.metricErrors({ period: PERIOD }))
    const failedRuns = sums(scheduled, (one) => one.metricErrors({ period: RUNS_PERIOD }), 'runs')
    const throttles = sums(functions, (one) => one.metricThrottles({ period: PERIOD }))
    const ages = consumers.map((consumer) => ({ name: consumer.node.id, age: ageOf(consumer) }))

    this.#watch('Quarantine', {
      metric: unreadable,
      atLeast: 1,
      says: 'A consumer could not read records of the stream and keeps them in quarantine.',
      runbook: 'quarantine',
    })
    for (const { name, age } of ages)
      this.#watch(`${name}Behind`, {
        metric: age,
        atLeast: OLD_RECORD_MS,
        periods: 2,
        says: `The consumer ${name} is ten minutes behind the stream: it is broken or too slow.`,
        runbook: 'a-consumer-is-behind',
      })
    for (const [nth, metric] of errors.entries())
      this.#watch(`Errors${nth}`, {
        metric,
        atLeast: 5,
        periods: 2,
        says: 'Functions end with errors.',
        runbook: 'functions-fail',
      })
    for (const [nth, metric] of failedRuns.entries())
      this.#watch(`FailedRuns${nth}`, {
        metric,
        // Lambda tries a run again twice: one that fails once and then goes through wakes nobody.
        atLeast: 2,
        says: 'Something that runs by the clock fails: erasures, retention, or the end of sessions and days.',
        runbook: 'functions-fail',
      })
    for (const [nth, metric] of throttles.entries())
      this.#watch(`Throttles${nth}`, {
        metric,
        atLeast: 1,
        periods: 2,
        says: "Functions are throttled: the account's concurrency is used up.",
        runbook: 'functions-are-throttled',
      })
    this.#watch('ServerErrors', {
      metric: serverErrors,
      atLeast: 5,
      says: 'The API answers 5xx.',
      runbook: 'the-api-answers-5xx',
    })

    new OperationsDashboard(this, 'Dashboard', {
      stage: settings.stage,
      stream: events.stream,
      tables: [tables.sessions, tables.people, tables.configuration, tables.requests, tables.presence],
      api: api.http,
      consumers: consumers.map(({ node, handler }) => ({ name: node.id, target: handler.function })),
      trouble: [unreadable, serverErrors, ...errors, ...failedRuns, ...throttles],
    })
  }

  #watch(id: string, { metric, atLeast, periods = 1, says, runbook }: Watch): void {
    const alarm = new Alarm(this, id, {
      alarmDescription: `${says} Runbook: docs/operations.md#${runbook}`,
      metric,
      threshold: atLeast,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(this.#topic))
  }

  /** Counted from the line that the stream recipe writes of each batch. */
  #unreadable(consumers: Consumer[], stage: string): Metric {
    const metric = { metricNamespace: `Playhead/${stage}`, metricName: 'Unreadable' }
    for (const { node, handler } of consumers)
      new MetricFilter(this, `${node.id}Unreadable`, {
        ...metric,
        logGroup: handler.function.logGroup,
        filterPattern: FilterPattern.all(
          FilterPattern.stringValue('$.message', '=', 'batch'),
          FilterPattern.numberValue('$.unreadable', '>', 0),
        ),
        metricValue: '$.unreadable',
      })
    return new Metric({
      namespace: metric.metricNamespace,
      metricName: metric.metricName,
      statistic: 'Sum',
      period: PERIOD,
    })
  }
}

const ageOf = ({ handler }: Consumer): Metric =>
  handler.function.metric('IteratorAge', { statistic: 'Maximum', period: PERIOD })

const sums = (
  functions: LambdaFunction[],
  metricOf: (one: LambdaFunction) => Metric,
  of = 'functions',
): MathExpression[] => {
  const groups: LambdaFunction[][] = []
  for (let from = 0; from < functions.length; from += METRICS_PER_ALARM)
    groups.push(functions.slice(from, from + METRICS_PER_ALARM))
  return groups.map((group, nthGroup) => {
    const metrics = group.map(metricOf)
    const [{ metricName, period } = { metricName: '', period: PERIOD }] = metrics
    // One graph shows several sums, so the names of their parts must differ.
    const usingMetrics = Object.fromEntries(
      metrics.map((metric, nth) => [`${of}${metricName}${nthGroup}x${nth}`, metric]),
    )
    return new MathExpression({
      expression: `SUM([${Object.keys(usingMetrics).join(', ')}])`,
      usingMetrics,
      period,
      label: `${metricName} of ${group.length} ${of}`,
    })
  })
}
