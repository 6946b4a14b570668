// Asks what an organisation is called, and makes it.
import { Button, Paper, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import type { CreateOrganisation, MemberOrganisation } from '../../../../core/organisations/organisation.ts'
import { createOrganisation } from '../../api/commands.ts'
import { fieldError } from '../../api/problem.ts'
import { organisationsQuery } from '../../api/queries.ts'
import { queryClient } from '../../app/services.ts'
import { useCreation } from '../../app/use-creation.ts'
import { NAME_MAX_CHARS, nameComplaint } from '../../projects/project-name.ts'
import classes from '../../projects/section.module.css'
import { ProblemAlert } from '../../shell/problem-alert.tsx'

const remember = (organisation: MemberOrganisation) =>
  queryClient.setQueryData(organisationsQuery.queryKey, (list) => ({
    organisations: [...(list?.organisations ?? []), organisation],
  }))

export const CreateOrganisationForm = ({
  onCreated,
}: {
  onCreated: (created: MemberOrganisation) => void
}) => {
  const field = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const creation = useCreation<CreateOrganisation, { organisation: MemberOrganisation }>(
    createOrganisation,
    ({ organisation }) => {
      remember(organisation)
      onCreated(organisation)
    },
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (nameComplaint(name) !== null) return field.current?.focus()
    if (!creation.isPending) creation.mutate({ name: name.trim() })
  }
  const wrong = submitted || name.length > NAME_MAX_CHARS ? nameComplaint(name, 'organisation') : null
  return (
    <Paper withBorder component="form" className={classes.section} onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={creation.error} fields={['name']} />
        <TextInput
          label="Name"
          placeholder="Fern & Oak"
          autoComplete="organization"
          required
          withAsterisk={false}
          autoFocus
          ref={field}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={wrong ?? fieldError(creation.error, 'name')}
        />
        <Button type="submit" loading={creation.isPending} className={classes.begin}>
          Create organisation
        </Button>
      </Stack>
    </Paper>
  )
}
