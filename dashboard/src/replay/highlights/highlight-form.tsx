// Cuts a highlight, or changes one: from where to where, its title and its tags.
import { Button, TagsInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { HIGHLIGHT_TITLE_MAX_CHARS, NOTE_MAX_TAGS } from '../../../../core/limits.ts'
import type { Replay } from '../../../../core/replay/replay.ts'
import { fieldError } from '../../api/problem.ts'
import { formatClock } from '../../format/clock.ts'
import { formatDuration } from '../../format/duration.ts'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import keep from '../keep/keep.module.css'
import classes from './highlights.module.css'
import type { Span } from './span.ts'

export type HighlightDraft = { title: string; tags: string[] }

type Props = {
  replay: Replay
  span: Span
  start: HighlightDraft
  action: string
  error: unknown
  pending: boolean
  /** One end to the moment that is shown. */
  onEnd: (end: 'from' | 'to') => void
  onSave: (draft: HighlightDraft) => void
  onCancel: () => void
}

export const HighlightForm = (props: Props) => {
  const { replay, span, start, action, error, pending, onEnd, onSave, onCancel } = props
  const [{ title, tags }, setDraft] = useState(start)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!pending && title.trim() !== '') onSave({ title, tags })
  }
  const clock = (at: number) => formatClock(Math.max(0, at - replay.from))
  return (
    <form className={keep.form} aria-label="Highlight" onSubmit={submit}>
      <ProblemAlert error={error} fields={['title', 'tags']} />
      <TextInput
        aria-label="Title"
        placeholder="What is seen here"
        data-autofocus
        maxLength={HIGHLIGHT_TITLE_MAX_CHARS}
        value={title}
        onChange={(event) => setDraft({ tags, title: event.currentTarget.value })}
        error={fieldError(error, 'title')}
      />
      <div className={classes.ends}>
        <span data-highlight-ends>
          {clock(span.from)} to {clock(span.to)}, {formatDuration(span.to - span.from)}
        </span>
        <Button size="compact-xs" variant="default" type="button" onClick={() => onEnd('from')}>
          Begin here
        </Button>
        <Button size="compact-xs" variant="default" type="button" onClick={() => onEnd('to')}>
          End here
        </Button>
      </div>
      <TagsInput
        mb={8}
        size="xs"
        aria-label="Tags"
        placeholder={tags.length === 0 ? 'Tags' : undefined}
        maxTags={NOTE_MAX_TAGS}
        value={tags}
        onChange={(next) => setDraft({ title, tags: next })}
        comboboxProps={{ withinPortal: false }}
        error={fieldError(error, 'tags')}
      />
      <div className={keep.formEnd}>
        <Button size="compact-sm" variant="default" type="button" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="compact-sm" type="submit" loading={pending} disabled={title.trim() === ''}>
          {action}
        </Button>
      </div>
    </form>
  )
}
