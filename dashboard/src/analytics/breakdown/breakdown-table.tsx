// The rows of a breakdown: a press on one adds it to the filter, its icon leads to the sessions behind it.
import { Skeleton, Text } from '@mantine/core'
import { IconListDetails } from '@tabler/icons-react'
import { ShareTable } from '../../charts/share-table.tsx'
import { shortFigure } from '../../format/figure.ts'
import { IconLink } from '../../shell/links.tsx'
import type { AnsweredRange, Rows } from '../ask.ts'
import { showValue } from '../filter/dimensions.ts'
import { conditionFor, withCondition } from '../filter/filter-parts.ts'
import type { Condition } from '../filter/parse-filter.ts'
import type { AnalyticsSearch } from '../search.ts'
import { sessionsBehind } from '../sessions-behind.ts'
import classes from './breakdown.module.css'
import { type BreakdownTab, barOf, MEASURE_WORDS } from './breakdown-tabs.ts'

type Row = Rows['breakdown']

type Props = {
  tab: BreakdownTab
  rows: readonly Row[]
  /** All of them, where these are a part: bars are as long as theirs. */
  among?: readonly Row[]
  range: AnsweredRange
  /** What all numbers of the screen are asked. */
  asked: AnalyticsSearch
  onNarrow: (condition: Condition) => void
}

export const BreakdownTable = ({ tab, rows, among = rows, range, asked, onNarrow }: Props) => {
  const { dimension, label, column, measures } = tab
  if (rows.length === 0)
    return (
      <Text c="dimmed" className={classes.none}>
        Nothing in this time.
      </Text>
    )
  return (
    <ShareTable
      title={label}
      column={column}
      columns={measures.map((measure) => MEASURE_WORDS[measure])}
      rows={rows.map((row) => {
        const name = showValue(dimension, row.value)
        const condition = conditionFor(dimension, row.value)
        const sessions = sessionsBehind({ ...asked, filter: withCondition(asked.filter, condition) }, range)
        return {
          key: row.value ?? '',
          name,
          bar: barOf(row, among, measures[0]),
          cells: measures.map((measure) => (
            <span key={measure} title={row[measure].toLocaleString()}>
              {shortFigure('count', row[measure])}
            </span>
          )),
          hint: `Filter: ${column} is ${name}`,
          onPress: () => onNarrow(condition),
          action: sessions && (
            <IconLink
              to="/sessions"
              search={sessions}
              size="sm"
              variant="subtle"
              aria-label={`Sessions: ${name}`}
            >
              <IconListDetails size={15} aria-hidden="true" />
            </IconLink>
          ),
        }
      })}
    />
  )
}

export const BreakdownSkeleton = ({ rows, label }: { rows: number; label: string }) => (
  <div role="status" aria-label={`Loading ${label}`} className={classes.skeleton}>
    {Array.from({ length: rows }, (_, row) => row).map((row) => (
      <Skeleton key={row} height={34} width={`${92 - row * 9}%`} />
    ))}
  </div>
)
