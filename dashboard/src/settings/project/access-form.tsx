// What viewers and analysts of a project see.
import { Switch, Text } from '@mantine/core'
import { useState } from 'react'
import type { ProjectAccess } from '../../../../core/projects/access.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { FormSection } from '../form-section.tsx'
import { useProjectChange } from './use-project-change.ts'

type Choice = { name: keyof ProjectAccess; label: string; description: string }

const OF_VIEWERS: Choice[] = [
  {
    name: 'viewerReplay',
    label: 'Watch recordings',
    description: 'And screenshots. Off, they see what happened as a list.',
  },
  {
    name: 'viewerLive',
    label: 'Watch live',
    description: 'The live board, and sessions that still go on. Off, they see a session when it is over.',
  },
  {
    name: 'viewerDevTools',
    label: 'See console and network',
    description: 'What a page wrote into the console, and which requests it made.',
  },
  {
    name: 'viewerPersonal',
    label: 'See who it was',
    description:
      'Your ids of users and what you say of them. Off, somebody is “Person 3fa2”, and nobody is found by name.',
  },
]

const OF_ANALYSTS: Choice[] = [
  {
    name: 'analystPersonal',
    label: 'See who it was',
    description: 'Off, viewers do not see it either.',
  },
]

export const AccessForm = ({ project }: { project: MemberProject }) => {
  const [access, setAccess] = useState(project.access)
  const change = useProjectChange(project.projectId)
  const switches = (choices: Choice[]) =>
    choices.map(({ name, label, description }) => (
      <Switch
        key={name}
        label={label}
        description={description}
        disabled={name === 'viewerPersonal' && !access.analystPersonal}
        checked={access[name] && (name !== 'viewerPersonal' || access.analystPersonal)}
        onChange={(event) => {
          const { checked } = event.currentTarget
          setAccess((before) => ({ ...before, [name]: checked }))
        }}
      />
    ))
  return (
    <FormSection
      title="Who sees what"
      hint="Admins and owners see all. Pages may show names themselves: what your masking rules leave readable stays in a recording."
      fields={[]}
      change={change}
      changed={JSON.stringify(access) !== JSON.stringify(project.access)}
      onSave={() => change.mutate({ access })}
    >
      <Text fw={600} size="sm">
        Viewers
      </Text>
      {switches(OF_VIEWERS)}
      <Text fw={600} size="sm" mt="xs">
        Analysts
      </Text>
      {switches(OF_ANALYSTS)}
    </FormSection>
  )
}
