// How much a project is used, by day and by key.
import { SegmentedControl, Table, Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import type { Usage } from '../../../../core/usage/usage.ts'
import { usageQuery } from '../../api/queries.ts'
import { useTitle } from '../../app/use-title.ts'
import { formatCount } from '../../format/count.ts'
import { formatMoment } from '../../format/time.ts'
import { Section } from '../../projects/section.tsx'
import { OfProject } from '../of-project.tsx'
import { QuerySection } from '../query-section.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { DayBars } from './day-bars.tsx'
import { METRICS, type Metric, totalOf } from './metrics.ts'
import classes from './usage.module.css'
import { USAGE_RANGES } from './usage-range.ts'

const USUAL_RANGE = 30

export const UsagePage = () => (
  <OfProject>{(project) => <ProjectUsage key={project.projectId} project={project} />}</OfProject>
)

const ProjectUsage = ({ project: { projectId, name } }: { project: MemberProject }) => {
  useTitle('Usage', name)
  const { days = USUAL_RANGE } = useSearch({ from: '/member/settings/usage' })
  const navigate = useNavigate({ from: '/settings/usage' })
  const usage = useQuery(usageQuery(projectId, days))
  return (
    <SettingsPage
      title="Usage"
      text="Requests and events, counted by days of UTC."
      action={
        <SegmentedControl
          aria-label="Range"
          data={USAGE_RANGES.map((range) => ({ value: String(range), label: `${range} days` }))}
          value={String(days)}
          onChange={(range) =>
            void navigate({
              search: (all) => ({ ...all, days: USAGE_RANGES.find((one) => String(one) === range) }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      }
    >
      <QuerySection title="By day" query={usage}>
        {({ days: all }) => <ByDay days={all} />}
      </QuerySection>
      {usage.data && (
        <Section title="By key">
          <ByKey keys={usage.data.keys} />
        </Section>
      )}
    </SettingsPage>
  )
}

const ByDay = ({ days }: { days: Usage['days'] }) => {
  const [metric, setMetric] = useState<Metric>('events')
  return (
    <>
      <fieldset className={classes.metrics}>
        <VisuallyHidden component="legend">What the chart shows</VisuallyHidden>
        {METRICS.map(({ field, label, hint }) => (
          <button
            key={field}
            type="button"
            className={classes.metric}
            aria-pressed={field === metric}
            title={hint}
            onClick={() => setMetric(field)}
          >
            <span className={classes.total}>{formatCount(totalOf(days, field))}</span>
            <span>{label}</span>
          </button>
        ))}
      </fieldset>
      <DayBars days={days} metric={metric} />
      <details className={classes.more}>
        <summary>Show as a table</summary>
        <Table.ScrollContainer minWidth={420} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table striped>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Day</Table.Th>
                {METRICS.map(({ field, label }) => (
                  <Table.Th key={field} className={classes.number}>
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days.toReversed().map((day) => (
                <Table.Tr key={day.date}>
                  <Table.Th scope="row">{day.date}</Table.Th>
                  {METRICS.map(({ field }) => (
                    <Table.Td key={field} className={classes.number}>
                      {formatCount(day[field])}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
    </>
  )
}

const ByKey = ({ keys }: { keys: Usage['keys'] }) =>
  keys.length === 0 ? (
    <Text c="dimmed">No key was used in these days.</Text>
  ) : (
    <Table.ScrollContainer minWidth={460} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Key</Table.Th>
            <Table.Th className={classes.number}>Requests</Table.Th>
            <Table.Th className={classes.number}>Events</Table.Th>
            <Table.Th>Last used</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map(({ keyId, name, requests, events, lastUsedAt }) => (
            <Table.Tr key={keyId}>
              <Table.Th scope="row">{name}</Table.Th>
              <Table.Td className={classes.number}>{formatCount(requests)}</Table.Td>
              <Table.Td className={classes.number}>{formatCount(events)}</Table.Td>
              <Table.Td>{lastUsedAt === null ? 'Never' : formatMoment(lastUsedAt)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
