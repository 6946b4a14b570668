// All rows of a breakdown: to be searched, sorted by another figure, and taken along as a file.
import { Button, NativeSelect, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconDownload, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { countOf } from '../../format/count.ts'
import { Dialog, DialogActions } from '../../shell/dialog.tsx'
import analytics from '../analytics.module.css'
import { askQuery } from '../ask.ts'
import { CardProblem } from '../card-problem.tsx'
import { csvOf } from '../csv.ts'
import type { Condition, Filter } from '../filter/parse-filter.ts'
import { dateIn } from '../range/range-words.ts'
import { saveCsv } from '../save-csv.ts'
import type { AnalyticsSearch } from '../search.ts'
import classes from './breakdown.module.css'
import { BreakdownSkeleton, BreakdownTable } from './breakdown-table.tsx'
import { type BreakdownTab, isOfInterest, MEASURE_WORDS, type Measure } from './breakdown-tabs.ts'

/** Rows that one answer has; what is beyond is found by searching for it. */
const ROWS_MAX = 1_000
const TYPING_PAUSE_MS = 250
const MEASURES = Object.keys(MEASURE_WORDS) as Measure[]

type Props = {
  tab: BreakdownTab
  projectId: string
  search: AnalyticsSearch
  params: Record<string, unknown>
  onNarrow: (condition: Condition) => void
  onClose: () => void
}

const withWords = (filter: Filter | undefined, dimension: string, words: string): Filter | undefined => {
  if (words === '') return filter
  const part: Filter = { dimension, op: 'contains', value: words }
  return filter ? { and: [filter, part] } : part
}

export const BreakdownDialog = ({ tab, projectId, search, params, onNarrow, onClose }: Props) => {
  const [typed, setTyped] = useState('')
  const [words] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS)
  const [orderBy, setOrderBy] = useState<Measure>(tab.measures[0])
  const filter = withWords(search.filter, tab.dimension, words)
  const query = useQuery(
    askQuery({
      projectId,
      question: 'breakdown',
      params: { ...params, orderBy, limit: ROWS_MAX, ...(filter && { filter }) },
    }),
  )
  const rows = query.data?.rows.filter((row) => isOfInterest(tab.dimension, row))
  const measures = [orderBy, ...tab.measures.filter((measure) => measure !== orderBy)] as Measure[]
  const download = () => {
    if (!rows || !query.data) return
    const { from, to, timeZone } = query.data.range
    const titles = [
      tab.column,
      ...MEASURES.map((measure) => MEASURE_WORDS[measure]),
      'Bounce rate',
      'Duration, s',
    ]
    const cells = rows.map((row) => [
      row.value,
      ...MEASURES.map((measure) => row[measure]),
      row.bounceRate,
      row.durationMs === null ? null : Math.round(row.durationMs / 1_000),
    ])
    saveCsv(
      `${tab.label.toLowerCase().replaceAll(' ', '-')}-${dateIn(from, timeZone)}-${dateIn(to - 1, timeZone)}.csv`,
      csvOf(titles, cells),
    )
  }
  return (
    <Dialog title={tab.label} onClose={onClose} wide>
      <div className={classes.tools}>
        <TextInput
          className={classes.search}
          aria-label={`Search in ${tab.label}`}
          placeholder={`Part of ${tab.column.toLowerCase()}`}
          leftSection={<IconSearch size={15} aria-hidden="true" />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          size="xs"
        />
        <NativeSelect
          size="xs"
          aria-label="Order"
          data={MEASURES.map((measure) => ({
            value: measure,
            label: `Most ${MEASURE_WORDS[measure].toLowerCase()}`,
          }))}
          value={orderBy}
          onChange={({ currentTarget: { value } }) =>
            setOrderBy(MEASURES.find((measure) => measure === value) ?? orderBy)
          }
        />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden="true" />}
          disabled={!rows || rows.length === 0}
          onClick={download}
        >
          CSV
        </Button>
      </div>
      <div
        className={`${classes.all} ${query.isPlaceholderData ? analytics.stale : ''}`}
        aria-busy={query.isPlaceholderData}
      >
        {query.isError && !query.data ? (
          <CardProblem query={query} />
        ) : rows && query.data ? (
          <BreakdownTable
            tab={{ ...tab, measures: measures as [Measure, ...Measure[]] }}
            rows={rows}
            range={query.data.range}
            asked={search}
            onNarrow={onNarrow}
          />
        ) : (
          <BreakdownSkeleton rows={10} label={tab.label} />
        )}
      </div>
      <DialogActions>
        <Text c="dimmed" size="xs" role="status" mr="auto">
          {rows && (rows.length >= ROWS_MAX ? `The first ${ROWS_MAX}` : countOf(rows.length, 'row'))}
        </Text>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  )
}
