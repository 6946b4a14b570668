// What is counted by day, and the chart's sizes.
import type { UsageDay } from '../../../../core/usage/usage.ts'

export type Metric = Exclude<keyof UsageDay, 'date'>

export const METRICS: { field: Metric; label: string; hint: string }[] = [
  { field: 'events', label: 'Events', hint: 'Events that were accepted' },
  { field: 'requests', label: 'Requests', hint: 'Requests of any kind, with a key or a login' },
  { field: 'rejected', label: 'Rejected', hint: 'Events that were rejected for what they hold' },
  { field: 'limited', label: 'Limited', hint: 'Requests that a limit refused' },
]

export const totalOf = (days: UsageDay[], metric: Metric): number =>
  days.reduce((sum, day) => sum + day[metric], 0)

/** Ends of an axis that are easily read, times a power of ten. */
const ENDS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]

/** The next of them above the largest bar. */
export const axisEnd = (largest: number): number => {
  if (largest <= 5) return 5
  const power = 10 ** Math.floor(Math.log10(largest))
  return (ENDS.find((step) => step * power >= largest) ?? 10) * power
}

/** The chart in a sentence, for those who do not see it. */
export const describeBars = (days: UsageDay[], metric: Metric, count: (n: number) => string): string => {
  const label = METRICS.find(({ field }) => field === metric)?.label ?? metric
  const total = totalOf(days, metric)
  const most = days.reduce((one, other) => (other[metric] > one[metric] ? other : one), days[0] ?? noDay)
  if (total === 0) return `${label} by day: none.`
  return `${label} by day: ${count(total)} in all, most of them on ${most.date}, ${count(most[metric])}.`
}

const noDay: UsageDay = { date: '', requests: 0, events: 0, rejected: 0, limited: 0 }
