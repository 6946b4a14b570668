// Writes a note, or changes one: what it says, its tags, and who shall see it.
import { Button, MultiSelect, TagsInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { NOTE_MAX_MENTIONS, NOTE_MAX_TAGS, NOTE_TEXT_MAX_CHARS } from '../../../../core/limits.ts'
import { fieldError } from '../../api/problem.ts'
import { membersQuery } from '../../api/queries.ts'
import { ProblemAlert } from '../../shell/problem-alert.tsx'
import classes from './keep.module.css'

export type NoteDraft = { text: string; tags: string[]; mentions: string[] }

type Props = {
  organisationId: string
  start: NoteDraft
  action: string
  error: unknown
  pending: boolean
  onSave: (draft: NoteDraft) => void
  onCancel?: () => void
  children?: ReactNode
}

export const NoteForm = ({
  organisationId,
  start,
  action,
  error,
  pending,
  onSave,
  onCancel,
  children,
}: Props) => {
  const [{ text, tags, mentions }, setDraft] = useState(start)
  const [begun, setBegun] = useState(start.text !== '')
  const { data } = useQuery({ ...membersQuery(organisationId), enabled: begun })
  const change = (next: Partial<NoteDraft>) => setDraft((before) => ({ ...before, ...next }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!pending && text.trim() !== '') onSave({ text, tags, mentions })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <ProblemAlert error={error} fields={['text', 'tags', 'mentions']} />
      <Textarea
        aria-label="Note"
        placeholder="Write a note on this moment"
        autosize={false}
        rows={begun ? 3 : 1}
        maxLength={NOTE_TEXT_MAX_CHARS}
        value={text}
        onFocus={() => setBegun(true)}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={fieldError(error, 'text')}
      />
      {begun && (
        <>
          <TagsInput
            mt={6}
            size="xs"
            aria-label="Tags"
            placeholder={tags.length === 0 ? 'Tags' : undefined}
            maxTags={NOTE_MAX_TAGS}
            value={tags}
            onChange={(next) => change({ tags: next })}
            comboboxProps={{ withinPortal: false }}
            error={fieldError(error, 'tags')}
          />
          <MultiSelect
            mt={6}
            mb={8}
            size="xs"
            aria-label="Mention"
            placeholder={mentions.length === 0 ? 'Mention members' : undefined}
            searchable
            maxValues={NOTE_MAX_MENTIONS}
            data={(data?.members ?? []).map(({ memberId, email, name }) => ({
              value: memberId,
              label: name ? `${name} (${email})` : email,
            }))}
            value={mentions}
            onChange={(next) => change({ mentions: next })}
            comboboxProps={{ withinPortal: false }}
            error={fieldError(error, 'mentions')}
          />
          <div className={classes.formEnd}>
            <span>{children}</span>
            <span>
              {onCancel && (
                <Button size="compact-sm" variant="default" mr={6} type="button" onClick={onCancel}>
                  Cancel
                </Button>
              )}
              <Button size="compact-sm" type="submit" loading={pending} disabled={text.trim() === ''}>
                {action}
              </Button>
            </span>
          </div>
        </>
      )}
    </form>
  )
}
