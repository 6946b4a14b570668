// A chart's figures as a table: for who does not see the chart, and for who wants the numbers.
import { Table } from '@mantine/core'
import { formatFigure } from '../format/figure.ts'
import classes from './charts.module.css'
import { spokenInterval } from './time-labels.ts'
import type { TimeSeriesProps } from './time-series.tsx'

export const SeriesTable = (props: TimeSeriesProps) => {
  const { label, kind, starts, values, before, interval, timeZone } = props
  return (
    <details className={classes.asTable}>
      <summary>Show as a table</summary>
      <Table.ScrollContainer
        minWidth={320}
        maxHeight={360}
        scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      >
        <Table striped>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{interval.charAt(0).toUpperCase() + interval.slice(1)}</Table.Th>
              <Table.Th className={classes.number}>{label}</Table.Th>
              {before && <Table.Th className={classes.number}>Before</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {starts.map((start, index) => (
              <Table.Tr key={start}>
                <Table.Th scope="row">{spokenInterval(start, interval, timeZone)}</Table.Th>
                <Table.Td className={classes.number}>{formatFigure(kind, values[index] ?? null)}</Table.Td>
                {before && (
                  <Table.Td className={classes.number}>
                    {formatFigure(kind, before.values[index] ?? null)}
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  )
}
