// What is never taken from a visitor's page, and how much of an address is kept.
import { Switch } from '@mantine/core'
import { useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { FormSection } from '../form-section.tsx'
import { useProjectChange } from './use-project-change.ts'

export const PrivacyForm = ({ project }: { project: MemberProject }) => {
  const { masking, fullAddresses } = project
  const [inputs, setInputs] = useState(masking.inputs)
  const [text, setText] = useState(masking.text)
  const [full, setFull] = useState(fullAddresses)
  const change = useProjectChange(project.projectId)
  return (
    <FormSection
      title="Privacy"
      hint="Passwords, card numbers and e-mail addresses are never kept, whatever is set here."
      fields={[]}
      change={change}
      changed={inputs !== masking.inputs || text !== masking.text || full !== fullAddresses}
      onSave={() => change.mutate({ masking: { inputs, text }, fullAddresses: full })}
    >
      <Switch
        label="Mask what is typed"
        description="Events and recordings show dots instead. Off, a site may still ask for dots in its own options."
        checked={inputs}
        onChange={(event) => setInputs(event.currentTarget.checked)}
      />
      <Switch
        label="Mask the texts of the page"
        description="The text of what is clicked is thrown away when it arrives."
        checked={text}
        onChange={(event) => setText(event.currentTarget.checked)}
      />
      <Switch
        label="Keep whole addresses"
        description="Off, only the network of a visitor’s address is kept, not the address."
        checked={full}
        onChange={(event) => setFull(event.currentTarget.checked)}
      />
    </FormSection>
  )
}
