// The values of one property of an event; which property is typed.
import { Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import analytics from '../analytics.module.css'
import { askQuery } from '../ask.ts'
import breakdown from '../breakdown/breakdown.module.css'
import { BreakdownSkeleton, BreakdownTable } from '../breakdown/breakdown-table.tsx'
import { CardProblem } from '../card-problem.tsx'
import { isProperty } from '../filter/dimension-names.ts'
import type { Condition } from '../filter/parse-filter.ts'
import { type AnalyticsSearch, toParams } from '../search.ts'
import classes from './events.module.css'

const ROWS = 8
const TYPING_PAUSE_MS = 400

type Props = {
  projectId: string
  name: string
  search: AnalyticsSearch
  onNarrow: (condition: Condition) => void
}

export const PropertyCard = ({ projectId, name, search, onNarrow }: Props) => {
  const [typed, setTyped] = useState('')
  const [word] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS)
  const dimension = `props.${word}`
  const isAsked = isProperty(dimension)
  const query = useQuery({
    ...askQuery({
      projectId,
      question: 'breakdown',
      params: { ...toParams(search), dimension, orderBy: 'events', limit: ROWS },
    }),
    enabled: isAsked,
    placeholderData: undefined,
  })
  return (
    <section className={`${analytics.card} ${breakdown.card}`} aria-label="Properties">
      <div className={classes.property}>
        <TextInput
          size="xs"
          label="By property"
          placeholder={`A property of ${name}`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          error={word !== '' && !isAsked ? 'No property can be called that.' : null}
        />
      </div>
      <div className={breakdown.body}>
        {!isAsked ? (
          <Text c="dimmed" className={breakdown.none}>
            Type the name of a property to see its values.
          </Text>
        ) : query.isError ? (
          <CardProblem query={query} />
        ) : query.data ? (
          <BreakdownTable
            tab={{ dimension, label: word, column: word, measures: ['events', 'visitors'] }}
            rows={query.data.rows}
            range={query.data.range}
            asked={search}
            onNarrow={onNarrow}
          />
        ) : (
          <BreakdownSkeleton rows={ROWS} label={word} />
        )}
      </div>
    </section>
  )
}
