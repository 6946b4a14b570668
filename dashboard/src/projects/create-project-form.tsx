// Asks for a project's name, the sites that may send to it and the time zone of its reports.
import { Button, NativeSelect, Paper, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import type { MemberOrganisation } from '../../../core/organisations/organisation.ts'
import type { CreatedProject, CreateProject, ProjectList } from '../../../core/projects/project.ts'
import { createProject } from '../api/commands.ts'
import { fieldError } from '../api/problem.ts'
import { projectsQuery } from '../api/queries.ts'
import { queryClient } from '../app/services.ts'
import { useCreation } from '../app/use-creation.ts'
import { ProblemAlert } from '../shell/problem-alert.tsx'
import { NAME_MAX_CHARS, nameComplaint } from './project-name.ts'
import classes from './section.module.css'
import { SitesField, useSites } from './sites-field.tsx'
import { guessTimeZone, TimeZoneField } from './time-zone-field.tsx'

const FIELDS = ['name', 'origins', 'timeZone', 'organisationId']

const remember = ({ project }: CreatedProject) =>
  queryClient.setQueryData(projectsQuery.queryKey, (list: ProjectList | undefined) => ({
    projects: [...(list?.projects ?? []), project],
  }))

type Props = {
  /** Those in which the member may make one; the first is proposed. */
  organisations: MemberOrganisation[]
  onCreated: (created: CreatedProject) => void
}

export const CreateProjectForm = ({ organisations, onCreated }: Props) => {
  const nameField = useRef<HTMLInputElement>(null)
  const [organisationId, setOrganisationId] = useState(organisations[0]?.organisationId)
  const [name, setName] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const [timeZone, setTimeZone] = useState(guessTimeZone)
  const sites = useSites([], true)
  const creation = useCreation<CreateProject, CreatedProject>(createProject, (created) => {
    remember(created)
    onCreated(created)
  })

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (nameComplaint(name) !== null) return nameField.current?.focus()
    const origins = sites.take()
    if (origins === null || creation.isPending) return
    creation.mutate({ name: name.trim(), origins, organisationId, timeZone })
  }

  const { error } = creation
  // A name that is too long says so at once, an empty one only when it is sent.
  const wrongName = submitted || name.length > NAME_MAX_CHARS ? nameComplaint(name) : null
  return (
    <Paper withBorder component="form" className={classes.section} onSubmit={submit}>
      <Stack gap="md">
        <ProblemAlert error={error} fields={FIELDS} />
        {organisations.length > 1 && (
          <NativeSelect
            label="Organisation"
            data={organisations.map((one) => ({ value: one.organisationId, label: one.name }))}
            value={organisationId}
            onChange={(event) => setOrganisationId(event.currentTarget.value)}
            error={fieldError(error, 'organisationId')}
          />
        )}
        <TextInput
          label="Name"
          placeholder="My shop"
          required
          withAsterisk={false}
          autoFocus
          ref={nameField}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={wrongName ?? fieldError(error, 'name')}
        />
        <SitesField field={sites} error={fieldError(error, 'origins')} />
        <TimeZoneField value={timeZone} onChange={setTimeZone} error={fieldError(error, 'timeZone')} />
        <Button type="submit" loading={creation.isPending} className={classes.begin}>
          Create project
        </Button>
      </Stack>
    </Paper>
  )
}
