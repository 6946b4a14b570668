// When the sessions of a list began: the last hours or days, or from one moment to another by the reader's clock.
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Span } from '../../../../core/views/view-filters.ts'
import { type SessionFilters, SPANS } from '../session-filters.ts'
import { Choices } from './choices.tsx'
import classes from './filter-bar.module.css'
import { SPAN_WORDS } from './filter-words.ts'
import { fromLocalTime, toLocalTime } from './local-time.ts'

type Props = { filters: SessionFilters; onDone: (change: SessionFilters) => void }

export const SpanEditor = ({ filters, onDone }: Props) => {
  const [from, setFrom] = useState(toLocalTime(filters.from))
  const [to, setTo] = useState(toLocalTime(filters.to))
  const asked = { from: fromLocalTime(from), to: fromLocalTime(to) }
  const isBackwards = asked.from !== undefined && asked.to !== undefined && asked.from >= asked.to
  const ready = (asked.from !== undefined || asked.to !== undefined) && !isBackwards
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) onDone({ span: undefined, ...asked })
  }
  return (
    <>
      <Choices<Span>
        choices={SPANS.map((value) => ({ value, label: SPAN_WORDS[value] }))}
        chosen={filters.span}
        onChoose={(span) => onDone({ span, from: undefined, to: undefined })}
      />
      <form className={`${classes.editor} ${classes.own}`} onSubmit={submit}>
        <TextInput
          type="datetime-local"
          size="xs"
          label="From"
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          size="xs"
          label="To"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={isBackwards ? 'It ends before it begins.' : null}
        />
        <Button type="submit" size="compact-sm" disabled={!ready}>
          Apply
        </Button>
      </form>
    </>
  )
}
