// A section of the settings that is saved for itself, and says when it is.
import { Button, Paper, Stack, Text, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { FormEvent, ReactNode } from 'react'
import classes from '../projects/section.module.css'
import { ProblemAlert } from '../shell/problem-alert.tsx'

type Props = {
  title: string
  hint?: ReactNode
  /** Fields that show their own complaints. */
  fields: string[]
  change: { error: unknown; isPending: boolean; isSuccess: boolean }
  /** What is on the screen differs from what is stored. */
  changed: boolean
  onSave: () => void
  children: ReactNode
}

export const FormSection = ({ title, hint, fields, change, changed, onSave, children }: Props) => {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!change.isPending) onSave()
  }
  return (
    <Paper component="section" withBorder className={classes.section}>
      <Title order={2} size="h5">
        {title}
      </Title>
      {hint && (
        <Text c="dimmed" size="sm" mt={2}>
          {hint}
        </Text>
      )}
      <form className={classes.body} aria-label={title} onSubmit={submit} noValidate>
        <Stack gap="md">
          <ProblemAlert error={change.error} fields={fields} />
          {children}
          <div className={classes.foot}>
            <Button type="submit" loading={change.isPending} disabled={!changed}>
              Save
            </Button>
            <span role="status">
              {change.isSuccess && !changed && (
                <Text component="span" className={classes.saved}>
                  <IconCheck size={16} aria-hidden="true" /> Saved
                </Text>
              )}
            </span>
          </div>
        </Stack>
      </form>
    </Paper>
  )
}
