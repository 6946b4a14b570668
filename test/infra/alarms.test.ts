import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { ofType, root, synthesize, type Template } from './synthesize.ts'

let template: Template

beforeAll(() => {
  template = synthesize('prod').template()
})

type Alarm = {
  AlarmDescription: string
  AlarmActions: { Ref: string }[]
  Namespace?: string
  MetricName?: string
  Dimensions?: { Name: string; Value: { Ref: string } }[]
  Metrics?: { Expression?: string; MetricStat?: { Metric: Alarm; Period: number } }[]
}
type Scheduled = { Target: { Arn: { 'Fn::GetAtt': [string, string] } } }
const alarms = () => ofType<Alarm>(template, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm)
const idsOf = (type: string) => ofType(template, type).map(([id]) => id)
const dimensionsOf = (name: string) =>
  alarms()
    .flatMap((alarm) => [
      alarm,
      ...(alarm.Metrics ?? []).flatMap(({ MetricStat }) => MetricStat?.Metric ?? []),
    ])
    .filter(({ MetricName }) => MetricName === name)
    .flatMap(({ Dimensions = [] }) => Dimensions.map(({ Value }) => Value.Ref))
    .sort()

/** As GitHub makes them of headings. */
const anchors = () =>
  [...readFileSync(join(root, 'docs/operations.md'), 'utf8').matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
  )

test('every alarm names a runbook that there is, and wakes somebody', () => {
  const topics = idsOf('AWS::SNS::Topic')
  expect(alarms().length).toBeGreaterThan(7)
  for (const { AlarmDescription, AlarmActions } of alarms()) {
    expect(anchors()).toContain(/docs\/operations\.md#([\w-]+)$/.exec(AlarmDescription)?.[1])
    expect(topics).toEqual(AlarmActions.map(({ Ref }) => Ref))
  }
})

test('every function is watched for errors and throttles, and every consumer for its age', () => {
  const ours = ofType<{ Handler: string }>(template, 'AWS::Lambda::Function')
    .filter(([id]) => !/^Custom(CDKBucketDeployment|S3AutoDelete)/.test(id))
    .map(([id]) => id)
    .sort()
  expect(dimensionsOf('Errors')).toEqual(ours)
  expect(dimensionsOf('Throttles')).toEqual(ours)
  const mappings = ofType<{ FunctionName: { Ref: string } }>(template, 'AWS::Lambda::EventSourceMapping')
  expect(dimensionsOf('IteratorAge')).toEqual(mappings.map(([, { FunctionName }]) => FunctionName.Ref).sort())
})

test('of what runs by the clock two failures in an hour wake somebody: five in five minutes it never has', () => {
  const scheduled = [...ofType<Scheduled>(template, 'AWS::Scheduler::Schedule')].map(
    ([, { Target }]) => Target.Arn['Fn::GetAtt'][0],
  )
  const watched = alarms().find(({ AlarmDescription }) => AlarmDescription.includes('by the clock'))
  const functions = (watched?.Metrics ?? []).flatMap(
    ({ MetricStat }) => MetricStat?.Metric.Dimensions?.map(({ Value }) => Value.Ref) ?? [],
  )
  expect(functions.sort()).toEqual(scheduled.sort())
  expect(watched).toMatchObject({ Threshold: 2, EvaluationPeriods: 1 })
  for (const { MetricStat } of watched?.Metrics ?? []) if (MetricStat) expect(MetricStat.Period).toBe(3_600)
})

test('an alarm sums ten functions at most', () => {
  for (const { Metrics = [] } of alarms())
    expect(Metrics.filter(({ MetricStat }) => MetricStat).length).toBeLessThanOrEqual(10)
})

test('what cannot be read is counted from the log line of each consumer', () => {
  type Filter = { FilterPattern: string; MetricTransformations: object[] }
  const filters = ofType<Filter>(template, 'AWS::Logs::MetricFilter')
  expect(filters).toHaveLength(idsOf('AWS::Lambda::EventSourceMapping').length)
  for (const [, { FilterPattern, MetricTransformations }] of filters) {
    expect(FilterPattern).toBe('{ ($.message = "batch") && ($.unreadable > 0) }')
    expect(MetricTransformations).toEqual([
      { MetricName: 'Unreadable', MetricNamespace: 'Playhead/prod', MetricValue: '$.unreadable' },
    ])
  }
  expect(alarms()).toContainEqual(
    expect.objectContaining({ Namespace: 'Playhead/prod', MetricName: 'Unreadable', Threshold: 1 }),
  )
})

test('the dashboard has a row for sessions, events, databases and errors each', () => {
  const [[, dashboard] = []] = ofType<{ DashboardBody: { 'Fn::Join': [string, unknown[]] } }>(
    template,
    'AWS::CloudWatch::Dashboard',
  )
  const parts = dashboard?.DashboardBody['Fn::Join'][1] ?? []
  const body = parts.map((part) => (typeof part === 'string' ? part : 'ref')).join('')
  const widgets = JSON.parse(body).widgets as { y: number; properties: { title: string } }[]
  const rows = Map.groupBy(widgets, ({ y }) => y)
  const titles = [...rows.values()].map(
    (row) => new Set(row.map(({ properties }) => properties.title.split(':')[0])),
  )
  expect(titles.map((row) => [...row])).toEqual([['Sessions'], ['Events'], ['Databases'], ['Errors']])
})
