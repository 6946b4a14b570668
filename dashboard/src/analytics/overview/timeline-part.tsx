// The course of the chosen figure, by minute to month, with what can be done with each interval.
import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { IconZoomIn } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { SeriesTable } from '../../charts/series-table.tsx'
import { TimeSeries, type TimeSeriesProps } from '../../charts/time-series.tsx'
import analytics from '../analytics.module.css'
import type { Answer, Rows } from '../ask.ts'
import { CardProblem } from '../card-problem.tsx'
import type { FigureName } from '../figure-names.ts'
import { FIGURE_FACTS, figureOf } from '../figures.ts'
import { INTERVAL_WORDS } from '../range/range-words.ts'
import { type AnalyticsSearch, fittingIntervals, type Interval, shownInterval } from '../search.ts'
import { SessionsLink } from '../sessions-link.tsx'
import classes from './overview.module.css'

type Props = {
  query: UseQueryResult<Answer<Rows['timeline']>>
  figure: FigureName
  search: AnalyticsSearch
  onChange: (change: AnalyticsSearch) => void
}

export const TimelinePart = ({ query, figure, search, onChange }: Props) => {
  const interval = shownInterval(search)
  const { data } = query
  return (
    <div className={classes.timeline}>
      <div className={classes.tools}>
        {data && <SessionsLink asked={search} range={data.range} />}
        <NativeSelect
          size="xs"
          aria-label="Interval"
          data={fittingIntervals(search).map((value) => ({ value, label: INTERVAL_WORDS[value] }))}
          value={interval}
          onChange={({ currentTarget: { value } }) =>
            onChange({ interval: fittingIntervals(search).find((one) => one === value) })
          }
        />
      </div>
      {query.isError && !data ? (
        <div className={classes.chartRoom}>
          <CardProblem query={query} />
        </div>
      ) : data ? (
        <div
          className={query.isPlaceholderData ? analytics.stale : undefined}
          aria-busy={query.isPlaceholderData}
        >
          <Drawn data={data} figure={figure} interval={interval} search={search} onChange={onChange} />
        </div>
      ) : (
        <div className={classes.chartRoom} role="status" aria-label="Loading the chart">
          <Skeleton height={240} />
        </div>
      )}
    </div>
  )
}

type DrawnProps = Omit<Props, 'query'> & { data: Answer<Rows['timeline']>; interval: Interval }

const Drawn = ({
  data: { range, rows, compared, computedAt },
  figure,
  interval,
  search,
  onChange,
}: DrawnProps) => {
  const { label, kind } = FIGURE_FACTS[figure]
  const starts = rows.map(({ start }) => start)
  /** The interval as far as it is in the range. */
  const boundsOf = (index: number) => ({
    from: Math.max(range.from, starts[index] ?? range.from),
    to: Math.min(range.to, starts[index + 1] ?? range.to),
  })
  const series: TimeSeriesProps = {
    label,
    kind,
    starts,
    values: rows.map((row) => figureOf(figure, row)),
    before: compared
      ? {
          starts: compared.rows.map(({ start }) => start),
          values: compared.rows.map((row) => figureOf(figure, row)),
        }
      : undefined,
    interval,
    timeZone: range.timeZone,
    ongoing: range.to >= computedAt && kind === 'count',
    actions: (index) => (
      <>
        <SessionsLink asked={search} range={boundsOf(index)} />
        {interval !== 'minute' && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconZoomIn size={13} aria-hidden="true" />}
            onClick={() => {
              const { from, to } = boundsOf(index)
              onChange({ since: from, until: to, period: undefined, interval: undefined })
            }}
          >
            Zoom in
          </Button>
        )}
      </>
    ),
  }
  return (
    <>
      <TimeSeries {...series} />
      <SeriesTable {...series} />
    </>
  )
}
