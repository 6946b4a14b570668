// Asks for a project's name and the sites that may send to it.
import { Alert, Button, Paper, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import type { CreatedProject, CreateProject, ProjectList } from '../../../core/projects/project.ts'
import { ApiProblem, asProblem } from '../api/problem.ts'
import { projectsQuery } from '../api/queries.ts'
import { api, queryClient } from '../app/services.ts'
import { NAME_MAX_CHARS, nameComplaint } from './project-name.ts'
import classes from './section.module.css'
import { readSite, shorteningNote } from './site-origin.ts'

const ORIGINS_MAX = 50

const create = (body: CreateProject) => api.post<CreatedProject>('/api/v1/projects', { body })

const remember = ({ project }: CreatedProject) =>
  queryClient.setQueryData(projectsQuery.queryKey, (list: ProjectList | undefined) => ({
    projects: [...(list?.projects ?? []), project],
  }))

const fieldError = (error: unknown, field: string): string | undefined =>
  error instanceof ApiProblem
    ? error.fields.find((named) => named.field.split('.')[0] === field)?.message
    : undefined

type Props = { onCreated: (created: CreatedProject) => void }

export const CreateProjectForm = ({ onCreated }: Props) => {
  const nameField = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const [submitted, setSubmitted] = useState(false)
  const [sites, setSites] = useState<string[]>([])
  const [typed, setTyped] = useState('')
  const [complaint, setComplaint] = useState<string | null>(null)
  const [note, setNote] = useState<string | null>(null)
  const creation = useMutation({
    mutationFn: create,
    onSuccess: (created) => {
      remember(created)
      onCreated(created)
    },
  })

  const accept = (values: string[]): string[] | null => {
    const wrong = values.find((value) => readSite(value) === null)
    if (wrong !== undefined) {
      setComplaint(`“${wrong}” is not an address of a site, such as https://shop.example.`)
      return null
    }
    const origins = [...new Set(values.map((value) => readSite(value)?.origin ?? value))]
    setComplaint(null)
    setNote(shorteningNote(values))
    setSites(origins)
    return origins
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (nameComplaint(name) !== null) return nameField.current?.focus()
    // What is still being typed counts, as if Enter had been pressed.
    const origins = accept(typed.trim() === '' ? sites : [...sites, typed])
    if (origins === null) return
    setTyped('')
    if (origins.length === 0) return setComplaint('Name at least one site that may send to this project.')
    // Something else was taken than what was typed: that is to be seen before it counts.
    if (shorteningNote([typed]) !== null) return
    creation.mutate({ name: name.trim(), origins })
  }

  const { error } = creation
  // A name that is too long says so at once, an empty one only when it is sent.
  const wrongName = submitted || name.length > NAME_MAX_CHARS ? nameComplaint(name) : null
  const named = fieldError(error, 'name') ?? fieldError(error, 'origins')
  return (
    <Paper withBorder component="form" className={classes.section} onSubmit={submit}>
      <Stack gap="md">
        {error && !named && (
          <Alert color="red" role="alert" title={asProblem(error).title}>
            {asProblem(error).message}
          </Alert>
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
        <TagsInput
          label="Sites"
          description="Only pages of these sites may send with the project’s publishable key. * stands for any one part of a host name."
          placeholder={sites.length === 0 ? 'https://shop.example' : undefined}
          maxTags={ORIGINS_MAX}
          value={sites}
          onChange={accept}
          searchValue={typed}
          onSearchChange={setTyped}
          splitChars={[',', ' ']}
          // Submitting takes what is still typed; taking it on blur would move the button from under the pointer.
          acceptValueOnBlur={false}
          error={complaint ?? fieldError(error, 'origins')}
        />
        <Text size="xs" mt={-8} role="status" hidden={note === null}>
          {note}
        </Text>
        <Button type="submit" loading={creation.isPending} style={{ alignSelf: 'flex-start' }}>
          Create project
        </Button>
      </Stack>
    </Paper>
  )
}
