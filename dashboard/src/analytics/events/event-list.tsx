// The names of events with their counts; the most frequent with their course.
import { Table, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { countOf, formatCount } from '../../format/count.ts'
import { TextLink } from '../../shell/links.tsx'
import analytics from '../analytics.module.css'
import { askQuery, type Rows } from '../ask.ts'
import { BreakdownSkeleton } from '../breakdown/breakdown-table.tsx'
import { CardProblem } from '../card-problem.tsx'
import { type AnalyticsSearch, toParams } from '../search.ts'
import { EventTrend } from './event-trend.tsx'
import classes from './events.module.css'

/** Names that one answer has; a site has fewer. */
const NAMES_MAX = 500
/** Rows that show their course: each is a question of its own. */
const TRENDS = 10

type Props = { projectId: string; search: AnalyticsSearch }

export const EventList = ({ projectId, search }: Props) => {
  const [typed, setTyped] = useState('')
  const query = useQuery(
    askQuery({ projectId, question: 'events', params: { ...toParams(search), limit: NAMES_MAX } }),
  )
  const wanted = typed.trim().toLowerCase()
  const rows = query.data?.rows.filter(({ name }) => name.includes(wanted))
  return (
    <section className={`${analytics.card} ${classes.list}`} aria-label="Events">
      <div className={classes.tools}>
        <TextInput
          size="xs"
          className={classes.search}
          aria-label="Search names of events"
          placeholder="Part of a name"
          leftSection={<IconSearch size={15} aria-hidden="true" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed" role="status">
          {rows && countOf(rows.length, 'event')}
        </Text>
      </div>
      {query.isError && !query.data ? (
        <CardProblem query={query} />
      ) : rows ? (
        <div
          className={query.isPlaceholderData ? analytics.stale : undefined}
          aria-busy={query.isPlaceholderData}
        >
          {rows.length === 0 ? (
            <Text c="dimmed" className={classes.none}>
              {wanted === '' ? 'Nothing happened in this time.' : 'No event is called that in this time.'}
            </Text>
          ) : (
            <EventTable rows={rows} projectId={projectId} search={search} />
          )}
        </div>
      ) : (
        <BreakdownSkeleton rows={10} label="events" />
      )}
    </section>
  )
}

const EventTable = ({ rows, projectId, search }: Props & { rows: Rows['events'][] }) => (
  <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
    <Table verticalSpacing={6} highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Event</Table.Th>
          <Table.Th className={classes.trend}>Course</Table.Th>
          <Table.Th className={classes.number}>Count</Table.Th>
          <Table.Th className={classes.number}>Visitors</Table.Th>
          <Table.Th className={classes.number}>Users</Table.Th>
          <Table.Th className={classes.number}>Sessions</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, count, visitors, users, sessions }, index) => (
          <Table.Tr key={name} data-event-name={name}>
            <Table.Th scope="row" fw={500}>
              <TextLink to="/analytics/events" search={{ event: name }} underline="hover" c="inherit">
                {name}
              </TextLink>
            </Table.Th>
            <Table.Td className={classes.trend}>
              {index < TRENDS && <EventTrend name={name} projectId={projectId} search={search} />}
            </Table.Td>
            <Table.Td className={classes.number}>{formatCount(count)}</Table.Td>
            <Table.Td className={classes.number}>{formatCount(visitors)}</Table.Td>
            <Table.Td className={classes.number}>{formatCount(users)}</Table.Td>
            <Table.Td className={classes.number}>{formatCount(sessions)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)
