// Whether what the sites send is taken.
import { Switch } from '@mantine/core'
import { useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { FormSection } from '../form-section.tsx'
import { useProjectChange } from './use-project-change.ts'

export const IngestForm = ({ project }: { project: MemberProject }) => {
  const [on, setOn] = useState(project.ingest)
  const change = useProjectChange(project.projectId)
  return (
    <FormSection
      title="Ingest"
      fields={[]}
      change={change}
      changed={on !== project.ingest}
      onSave={() => change.mutate({ ingest: on })}
    >
      <Switch
        label="Take what the sites send"
        description="Off, it is acknowledged and thrown away: the sites notice nothing, and nothing of that time can be got back. It follows within a minute."
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
      />
    </FormSection>
  )
}
