// For how long what was recorded is kept.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { RETENTION_MAX_DAYS } from '../../../../core/limits.ts'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { fieldError } from '../../api/problem.ts'
import classes from '../../projects/section.module.css'
import { FormSection } from '../form-section.tsx'
import { useProjectChange } from './use-project-change.ts'
import { boundsSentence, readWhole } from './whole-number.ts'

const DAYS = { min: 1, max: RETENTION_MAX_DAYS }

export const RetentionForm = ({ project }: { project: MemberProject }) => {
  const { retention } = project
  const [replay, setReplay] = useState(String(retention.replayDays))
  const [events, setEvents] = useState(String(retention.eventDays))
  const change = useProjectChange(project.projectId)
  const [replayDays, eventDays] = [readWhole(replay, DAYS), readWhole(events, DAYS)]
  const complaint = (days: number | null | undefined) => (days ? undefined : boundsSentence(DAYS))
  return (
    <FormSection
      title="Retention"
      hint="What is older is shown no more at once, and removed within a day. Fewer days remove what is there already; more keep what is still there for longer."
      fields={['retention']}
      change={change}
      changed={replayDays !== retention.replayDays || eventDays !== retention.eventDays}
      onSave={() => {
        if (replayDays && eventDays) change.mutate({ retention: { replayDays, eventDays } })
      }}
    >
      <div className={classes.pair}>
        <TextInput
          label="Days for recordings"
          description="Recordings and screenshots."
          inputMode="numeric"
          value={replay}
          onChange={(event) => setReplay(event.currentTarget.value)}
          error={complaint(replayDays) ?? fieldError(change.error, 'retention.replayDays')}
        />
        <TextInput
          label="Days for events"
          description="Events, sessions and people."
          inputMode="numeric"
          value={events}
          onChange={(event) => setEvents(event.currentTarget.value)}
          error={complaint(eventDays) ?? fieldError(change.error, 'retention.eventDays')}
        />
      </div>
    </FormSection>
  )
}
