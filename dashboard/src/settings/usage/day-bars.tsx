// One bar for each day. The table below it says the same to those who cannot see it.
import { Text } from '@mantine/core'
import type { UsageDay } from '../../../../core/usage/usage.ts'
import { formatCount } from '../../format/count.ts'
import { axisEnd, describeBars, type Metric, totalOf } from './metrics.ts'
import classes from './usage.module.css'

const HEIGHT = 160
/** Of a day, bar and gap together. */
const STEP = 10
const BAR = 7

const formatDay = (date: string): string =>
  new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    Date.parse(date),
  )

type Props = { days: UsageDay[]; metric: Metric }

export const DayBars = ({ days, metric }: Props) => {
  const end = axisEnd(Math.max(...days.map((day) => day[metric])))
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return null
  return (
    <figure className={classes.chart}>
      <div className={classes.axis} aria-hidden="true">
        <span>{formatCount(end)}</span>
        <span>0</span>
      </div>
      <div className={classes.plot}>
        <svg
          viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          className={classes.bars}
          role="img"
          aria-label={describeBars(days, metric, formatCount)}
          data-metric={metric}
        >
          {days.map((day, n) => {
            const height = (day[metric] / end) * HEIGHT
            return (
              <g key={day.date} className={classes.day}>
                <title>{`${formatDay(day.date)}: ${formatCount(day[metric])}`}</title>
                <rect x={n * STEP} y={0} width={STEP} height={HEIGHT} className={classes.room} />
                <rect
                  x={n * STEP + (STEP - BAR) / 2}
                  y={HEIGHT - height}
                  width={BAR}
                  height={height}
                  className={classes.bar}
                />
              </g>
            )
          })}
        </svg>
        {totalOf(days, metric) === 0 && (
          <Text className={classes.none} c="dimmed">
            Nothing in these days.
          </Text>
        )}
      </div>
      <div className={classes.dates} aria-hidden="true">
        <span>{formatDay(first.date)}</span>
        <span>{formatDay(last.date)}</span>
      </div>
    </figure>
  )
}
