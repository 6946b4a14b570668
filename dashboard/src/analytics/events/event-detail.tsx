// One event: how often it happened over time, where, and with which properties.
import { Skeleton, Text, Title } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { SeriesTable } from '../../charts/series-table.tsx'
import { TimeSeries, type TimeSeriesProps } from '../../charts/time-series.tsx'
import { formatFigure } from '../../format/figure.ts'
import { TextLink } from '../../shell/links.tsx'
import analytics from '../analytics.module.css'
import { type Answer, askQuery, type Rows } from '../ask.ts'
import { BreakdownCard } from '../breakdown/breakdown-card.tsx'
import type { BreakdownTab } from '../breakdown/breakdown-tabs.ts'
import { CardProblem } from '../card-problem.tsx'
import { type AnalyticsSearch, shownInterval } from '../search.ts'
import { SessionsLink } from '../sessions-link.tsx'
import { useAnalytics } from '../use-analytics.ts'
import { eventFilter, eventParams } from './event-params.ts'
import classes from './events.module.css'
import { PropertyCard } from './property-card.tsx'

const WHERE: { title: string; tabs: readonly [BreakdownTab, ...BreakdownTab[]] } = {
  title: 'Where',
  tabs: [
    { dimension: 'page', label: 'Pages', column: 'Page', measures: ['visitors', 'events'] },
    { dimension: 'source', label: 'Sources', column: 'Source', measures: ['visitors', 'events'] },
    { dimension: 'country', label: 'Countries', column: 'Country', measures: ['visitors', 'events'] },
    { dimension: 'device', label: 'Devices', column: 'Device', measures: ['visitors', 'events'] },
    {
      dimension: 'targetText',
      label: 'Targets',
      column: 'Text of the target',
      measures: ['visitors', 'events'],
    },
  ],
}

export const EventDetail = ({ name }: { name: string }) => {
  const { project, search, narrow } = useAnalytics()
  const { projectId } = project
  const query = useQuery(
    askQuery({
      projectId,
      question: 'timeline',
      params: {
        ...eventParams(search, name),
        interval: shownInterval(search),
        compare: search.compare ?? 'previous',
      },
    }),
  )
  /** Of this event alone. */
  const own: AnalyticsSearch = { ...search, filter: eventFilter(search.filter, name) }
  return (
    <>
      <TextLink
        to="/analytics/events"
        search={{ event: undefined }}
        c="dimmed"
        underline="hover"
        className={classes.back}
      >
        <IconArrowLeft size={14} aria-hidden="true" /> All events
      </TextLink>
      <section className={`${analytics.card} ${classes.detail}`} aria-label={name}>
        <Title order={2} size="h4" className={classes.title}>
          {name}
        </Title>
        {query.isError && !query.data ? (
          <div className={classes.chartRoom}>
            <CardProblem query={query} />
          </div>
        ) : query.data ? (
          <div
            className={query.isPlaceholderData ? analytics.stale : undefined}
            aria-busy={query.isPlaceholderData}
          >
            <EventCourse answer={query.data} search={own} />
          </div>
        ) : (
          <div className={classes.chartRoom} role="status" aria-label="Loading the chart">
            <Skeleton height={240} mt={28} />
          </div>
        )}
      </section>
      <div className={analytics.cards}>
        <PropertyCard projectId={projectId} name={name} search={own} onNarrow={narrow} />
        <BreakdownCard {...WHERE} projectId={projectId} search={own} onNarrow={narrow} />
      </div>
    </>
  )
}

const EventCourse = ({ answer, search }: { answer: Answer<Rows['timeline']>; search: AnalyticsSearch }) => {
  const { range, rows, compared, computedAt } = answer
  const starts = rows.map(({ start }) => start)
  const total = (all: Rows['timeline'][]) => all.reduce((sum, { events }) => sum + events, 0)
  const series: TimeSeriesProps = {
    label: 'Times',
    kind: 'count',
    shape: 'bars',
    starts,
    values: rows.map(({ events }) => events),
    before: compared
      ? { starts: compared.rows.map(({ start }) => start), values: compared.rows.map(({ events }) => events) }
      : undefined,
    interval: shownInterval(search),
    timeZone: range.timeZone,
    ongoing: range.to >= computedAt,
    actions: (index) => (
      <SessionsLink
        asked={search}
        range={{
          from: Math.max(range.from, starts[index] ?? range.from),
          to: Math.min(range.to, starts[index + 1] ?? range.to),
        }}
      />
    ),
  }
  return (
    <>
      <Text c="dimmed" className={classes.sum}>
        {formatFigure('count', total(rows))} times
        {compared && `, ${formatFigure('count', total(compared.rows))} before`}
        <SessionsLink asked={search} range={range} />
      </Text>
      <TimeSeries {...series} />
      <SeriesTable {...series} />
    </>
  )
}
