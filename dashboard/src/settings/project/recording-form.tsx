// Whether visits are recorded and pages pictured, of how many visitors, and with what beside the page itself.
import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { fieldError } from '../../api/problem.ts'
import classes from '../../projects/section.module.css'
import { FormSection } from '../form-section.tsx'
import { useProjectChange } from './use-project-change.ts'
import { boundsSentence, readWhole } from './whole-number.ts'

const PERCENT = { min: 0, max: 100 }
const MODES = [
  { value: 'always', label: 'From the first page on' },
  { value: 'on_error', label: 'From the minute before an error on' },
]

const percent = (share: number) => String(Math.round(share * 100))

export const RecordingForm = ({ project }: { project: MemberProject }) => {
  const [recording, setRecording] = useState(project.recording)
  const [screenshots, setScreenshots] = useState(project.screenshots)
  const [share, setShare] = useState(percent(project.recording.sampleRate))
  const [pictured, setPictured] = useState(percent(project.screenshots.sampleRate))
  const change = useProjectChange(project.projectId)
  const [shareRead, picturedRead] = [readWhole(share, PERCENT), readWhole(pictured, PERCENT)]
  const complaint = (value: number | null | undefined) =>
    typeof value === 'number' ? undefined : boundsSentence(PERCENT)
  const whole = {
    recording: { ...recording, sampleRate: (shareRead ?? 0) / 100 },
    screenshots: { ...screenshots, sampleRate: (picturedRead ?? 0) / 100 },
  }
  const before = { recording: project.recording, screenshots: project.screenshots }
  const toggle = (
    field: 'enabled' | 'consoles' | 'network' | 'canvas',
    label: string,
    description?: string,
  ) => (
    <Switch
      label={label}
      description={description}
      checked={recording[field]}
      onChange={(event) => setRecording({ ...recording, [field]: event.currentTarget.checked })}
    />
  )
  return (
    <FormSection
      title="Recording"
      hint="Open pages follow with their next batch. Of the same visitors, the smaller share is a part of the larger one."
      fields={['recording', 'screenshots']}
      change={change}
      changed={
        complaint(shareRead) !== undefined ||
        complaint(picturedRead) !== undefined ||
        JSON.stringify(whole) !== JSON.stringify(before)
      }
      onSave={() => {
        if (typeof shareRead === 'number' && typeof picturedRead === 'number') change.mutate(whole)
      }}
    >
      {toggle('enabled', 'Record visits', 'Off, the recorder is not even loaded.')}
      <div className={classes.pair}>
        <TextInput
          label="Percent of sessions recorded"
          inputMode="numeric"
          value={share}
          onChange={(event) => setShare(event.currentTarget.value)}
          error={complaint(shareRead) ?? fieldError(change.error, 'recording.sampleRate')}
        />
        <NativeSelect
          label="Begin"
          data={MODES}
          value={recording.mode}
          onChange={({ currentTarget: { value } }) =>
            setRecording({ ...recording, mode: value === 'on_error' ? 'on_error' : 'always' })
          }
        />
      </div>
      {toggle('consoles', 'Lines of the console')}
      {toggle('network', 'Requests of the page', 'Method, address, status and time; never what they carry.')}
      {toggle('canvas', 'Canvas elements', 'Charts and drawings. It costs visitors time and you storage.')}
      <Switch
        label="Take pictures of pages"
        description="One of each page that is seen, with what is masked left blank."
        checked={screenshots.enabled}
        onChange={(event) => setScreenshots({ ...screenshots, enabled: event.currentTarget.checked })}
      />
      <TextInput
        label="Percent of sessions pictured"
        inputMode="numeric"
        value={pictured}
        onChange={(event) => setPictured(event.currentTarget.value)}
        error={complaint(picturedRead) ?? fieldError(change.error, 'screenshots.sampleRate')}
      />
    </FormSection>
  )
}
