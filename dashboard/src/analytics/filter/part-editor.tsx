// The conditions of one part of a filter: begins with the choice of what it is about.
import { Button, CloseButton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import type { AnalyticsSearch } from '../search.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { DimensionChoice } from './dimension-choice.tsx'
import { dimensionKind, operatorsOf } from './dimensions.ts'
import classes from './filter.module.css'
import { type Condition, isCondition } from './parse-filter.ts'

/** While it is being made, its value may be missing. */
export type Draft = Condition & { key: number }

type Props = {
  part: Condition[]
  /** What stands between its conditions. */
  join: 'and' | 'or'
  projectId: string
  search: AnalyticsSearch
  onDone: (part: Condition[]) => void
}

const draftOf = (dimension: string, key: number): Draft => ({
  key,
  dimension,
  op: operatorsOf(dimension)[0] ?? 'is',
})

const isWhole = ({ key: _, ...condition }: Draft): boolean => isCondition(condition)

export const PartEditor = ({ part, join, projectId, search, onDone }: Props) => {
  const [drafts, setDrafts] = useState<Draft[]>(part.map((condition, key) => ({ ...condition, key })))
  const [choosing, setChoosing] = useState(part.length === 0)
  const ready = drafts.length > 0 && drafts.every(isWhole)
  const apply = (all: Draft[]) => onDone(all.map(({ key: _, ...condition }) => condition))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) apply(drafts)
  }
  const add = (dimension: string) => {
    setChoosing(false)
    setDrafts([...drafts, draftOf(dimension, Math.max(0, ...drafts.map(({ key }) => key + 1)))])
  }
  if (choosing) return <DimensionChoice onPick={add} />
  return (
    <form className={classes.editor} onSubmit={submit}>
      {drafts.map((draft, index) => (
        <fieldset
          key={draft.key}
          className={classes.condition}
          aria-label={dimensionKind(draft.dimension).label}
        >
          {index > 0 && <span className={classes.between}>{join}</span>}
          <ConditionEditor
            draft={draft}
            projectId={projectId}
            search={search}
            isNew={index === drafts.length - 1}
            onChange={(changed) => setDrafts(drafts.map((one) => (one.key === draft.key ? changed : one)))}
          />
          {drafts.length > 1 && (
            <CloseButton
              size="sm"
              className={classes.remove}
              aria-label="Remove this condition"
              onClick={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
            />
          )}
        </fieldset>
      ))}
      <div className={classes.actions}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => setChoosing(true)}
          disabled={!ready}
        >
          {join === 'or' ? 'Or something else' : 'And something else'}
        </Button>
        <Button type="submit" size="compact-sm" disabled={!ready}>
          Apply
        </Button>
      </div>
    </form>
  )
}
