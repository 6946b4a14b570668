// What a stage costs while nobody visits: counted from its template, a month of it.
import type { Template } from '../../local/assembly/load-assembly.ts'
import { MONTH_DAYS } from './prices.ts'

export type FixedCost = { what: string; count: number; usd: number }

const HOURS = 24 * MONTH_DAYS

/** USD a month for one of each. */
const RATES = {
  /** An on-demand stream, 0.04 an hour. */
  stream: 0.04 * HOURS,
  /** A shard of a provisioned one, 0.015 an hour. */
  shard: 0.015 * HOURS,
  firewall: 5,
  firewallRule: 1,
  secret: 0.4,
  /** For each metric that an alarm looks at. */
  alarmMetric: 0.1,
  dashboard: 3,
  customMetric: 0.3,
} as const

export const fixedCosts = ({ Resources }: Template): FixedCost[] => {
  const of = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type)
  const streams = of('AWS::Kinesis::Stream').map(
    ({ Properties = {} }) => Properties['ShardCount'] as number | undefined,
  )
  const acls = of('AWS::WAFv2::WebACL')
  const rules = acls.reduce((sum, { Properties = {} }) => sum + (Properties['Rules'] as unknown[]).length, 0)
  const watched = of('AWS::CloudWatch::Alarm').reduce((sum, { Properties = {} }) => {
    const metrics = (Properties['Metrics'] as { MetricStat?: object }[] | undefined)?.filter(
      (one) => one.MetricStat,
    )
    return sum + (metrics?.length ?? 1)
  }, 0)
  const named = new Set(
    of('AWS::Logs::MetricFilter').flatMap(({ Properties = {} }) =>
      (Properties['MetricTransformations'] as { MetricName: string }[]).map(({ MetricName }) => MetricName),
    ),
  )
  const line = (what: string, count: number, usd: number): FixedCost => ({ what, count, usd: count * usd })
  return [
    line('on-demand stream', streams.filter((shards) => shards === undefined).length, RATES.stream),
    line(
      'shards',
      streams.reduce<number>((sum, shards) => sum + (shards ?? 0), 0),
      RATES.shard,
    ),
    line('web ACL', acls.length, RATES.firewall),
    line('rules of it', rules, RATES.firewallRule),
    line('secrets', of('AWS::SecretsManager::Secret').length, RATES.secret),
    line('metrics under alarm', watched, RATES.alarmMetric),
    line('operations dashboard', of('AWS::CloudWatch::Dashboard').length, RATES.dashboard),
    line('metrics of our own', named.size, RATES.customMetric),
  ].filter(({ count }) => count > 0)
}
