// What a project is called, the sites that may send to it, and the time zone of its reports.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MemberProject, UpdateProject } from '../../../../core/projects/project.ts'
import { fieldError } from '../../api/problem.ts'
import { NAME_MAX_CHARS, nameComplaint } from '../../projects/project-name.ts'
import { SitesField, useSites } from '../../projects/sites-field.tsx'
import { TimeZoneField } from '../../projects/time-zone-field.tsx'
import { FormSection } from '../form-section.tsx'
import { useProjectChange } from './use-project-change.ts'

const same = (a: string[], b: string[]): boolean => a.join('\n') === b.join('\n')

export const GeneralForm = ({ project }: { project: MemberProject }) => {
  const [name, setName] = useState(project.name)
  const [timeZone, setTimeZone] = useState(project.timeZone)
  const sites = useSites(project.origins, false)
  const change = useProjectChange(project.projectId)
  const complaint = nameComplaint(name)

  const save = () => {
    const origins = sites.take()
    if (complaint !== null || origins === null) return
    const changes: UpdateProject = {
      ...(name.trim() !== project.name && { name: name.trim() }),
      ...(!same(origins, project.origins) && { origins }),
      ...(timeZone !== project.timeZone && { timeZone }),
    }
    if (Object.keys(changes).length > 0) change.mutate(changes)
  }

  const changed =
    name.trim() !== project.name ||
    timeZone !== project.timeZone ||
    sites.typed.trim() !== '' ||
    !same(sites.sites, project.origins)
  return (
    <FormSection
      title="General"
      fields={['name', 'origins', 'timeZone']}
      change={change}
      changed={changed}
      onSave={save}
    >
      <TextInput
        label="Name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={
          name.length > NAME_MAX_CHARS || name.trim() === '' ? complaint : fieldError(change.error, 'name')
        }
      />
      <SitesField field={sites} error={fieldError(change.error, 'origins')} />
      <TimeZoneField value={timeZone} onChange={setTimeZone} error={fieldError(change.error, 'timeZone')} />
    </FormSection>
  )
}
